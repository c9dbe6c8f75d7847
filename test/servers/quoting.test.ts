import { definePolicy, type PolicyDocument } from "@crosscheck/cors";
import fc from "fast-check";
import { expect, test } from "vitest";
import { generateApache } from "../../packages/toolkit/src/config/apache/generate.ts";
import { quote as quoteForApache } from "../../packages/toolkit/src/config/apache/quote.ts";
import { commentLine } from "../../packages/toolkit/src/config/heading.ts";
import { generateHtaccess } from "../../packages/toolkit/src/config/htaccess/generate.ts";
import { generateNginx } from "../../packages/toolkit/src/config/nginx/generate.ts";
import { quote as quoteForNginx } from "../../packages/toolkit/src/config/nginx/quote.ts";
import { apacheTokens } from "./apache-tokens.ts";
import { nginxTokens } from "./nginx-tokens.ts";

// biome-ignore format: one fact per line
const facts = [
  ["a regular expression keeps its backslashes", "~^https://app\\.example$", '"~^https://app\\.example$"', '"~^https://app\\.example$"'],
  ["only to nginx \\t is a tab",                 "a\\tb",                    '"a\\\\tb"',                   '"a\\tb"'],
  ["two backslashes",                            "\\\\|",                    '"\\\\\\|"',                   '"\\\\\\|"'],
  ["a backslash at the end",                     "a\\",                      '"a\\\\"',                     '"a\\\\"'],
  ["a quote",                                    'a"b',                      '"a\\"b"',                     '"a\\"b"'],
] as const;

test.each(facts)("%s", (_why, text, forNginx, forApache) => {
  expect(quoteForNginx(text)).toBe(forNginx);
  expect(quoteForApache(text)).toBe(forApache);
});

const hostile = fc.string({ unit: fc.constantFrom(..."\"'\\;{}<>#$%trn ax\t`|"), maxLength: 30 });

test("what was quoted is read back, and nothing after it", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(nginxTokens(`set $x ${quoteForNginx(text)};`)).toEqual([["set", "$x", text]]);
      expect(apacheTokens(`Define x ${quoteForApache(text)}`)).toEqual([["Define", "x", text]]);
    }),
    { numRuns: 5000 },
  );
});

test("nothing in a comment can end it or go on in the next line", () => {
  const any = fc.oneof(fc.string({ unit: "grapheme" }), fc.string({ unit: fc.constantFrom(...'\\\n\r\u2028;}"a') }));
  fc.assert(
    fc.property(any, (text) => {
      expect(nginxTokens(`${commentLine(text)}\nset $a b;`)).toEqual([["set", "$a", "b"]]);
      expect(apacheTokens(`${commentLine(text)}\nDefine a b`)).toEqual([["Define", "a", "b"]]);
    }),
  );
});

/** Every character that a name of a policy may have. */
const token = fc.string({ unit: fc.constantFrom(..."!#$%&'*+-.^_`|~09azAZ"), minLength: 1, maxLength: 12 });
const names = fc.uniqueArray(
  token.map((text) => `X${text}`),
  { maxLength: 4, selector: (text) => text.toUpperCase() },
);
const segment = fc
  .string({ unit: fc.constantFrom(..."!$%&'+,-.;=@_~09azAZ"), minLength: 1, maxLength: 8 })
  .map((text) => `s${text}`);
const rule = fc.record({
  path: fc.array(segment, { maxLength: 2 }).map((segments) => `/${segments.join("/")}`),
  allowOrigins: fc.constantFrom(["https://app.example.com", "https://*.example.com:*"], [], ["https://b.example"]),
  allowMethods: names,
  allowHeaders: names,
  exposeHeaders: names,
});
const document: fc.Arbitrary<PolicyDocument> = fc
  .uniqueArray(rule, { minLength: 1, maxLength: 3, selector: ({ path }) => path.toLowerCase().replace(/\/$/, "") })
  .map((rules) => ({ rules: rules.map((rule, index) => ({ ...rule, id: `r.${index}-X_` })) }))
  .filter(isAccepted);

test("no policy breaks out of nginx's values", () => {
  const known = /^(?:map|geo|set|if|return|add_header|(?:proxy|fastcgi|uwsgi|scgi|grpc)_hide_header)$/;
  fc.assert(
    fc.property(document, (document) => {
      const policy = definePolicy(document);
      const { files } = generateNginx(policy, { command: "crosscheck generate" });
      const directives = files.flatMap(({ text }) => nginxTokens(text));
      // The lines of a map have a key and a value.
      for (const [name = "", ...rest] of directives) expect(known.test(name) || rest.length < 2).toBe(true);
      const values = directives.map((tokens) => tokens.at(-1)?.replace(/\$\{crosscheck_dollar\}/g, () => "$"));
      for (const { allowOrigins, allowHeaders } of policy.rules) {
        if (allowOrigins.length > 0 && allowHeaders.length > 0) expect(values).toContain(allowHeaders.join(", "));
      }
    }),
  );
});

// biome-ignore format: one fact per line
const apacheGenerators = [
  ["cors.conf", generateApache],
  [".htaccess", generateHtaccess],
] as const;

test.each(apacheGenerators)("no policy breaks out of Apache's values in %s", (_name, generate) => {
  const known = /^(?:SetEnvIf|SetEnvIfExpr|Header|RewriteEngine|RewriteCond|RewriteRule|<If|<\/If>)$/;
  fc.assert(
    fc.property(document, (document) => {
      const policy = definePolicy(document);
      const [file] = generate(policy, { command: "crosscheck generate" }).files;
      const directives = apacheTokens(file?.text ?? "");
      for (const [name = "", ...rest] of directives) {
        expect(name).toMatch(known);
        if (name !== "SetEnvIfExpr") continue;
        expect(rest.length).toBeGreaterThan(1);
        for (const word of rest.slice(1)) expect(word).toMatch(/^CROSSCHECK_[A-Z0-9_]+(?:=[\w.()-]+)?$/);
      }
      const values = directives.map((words) => words[4]?.replaceAll("%%", "%"));
      for (const { allowOrigins, allowHeaders } of policy.rules) {
        if (allowOrigins.length > 0 && allowHeaders.length > 0) expect(values).toContain(allowHeaders.join(", "));
      }
    }),
  );
});

function isAccepted(document: PolicyDocument): boolean {
  try {
    definePolicy(document);
    return true;
  } catch {
    return false;
  }
}
