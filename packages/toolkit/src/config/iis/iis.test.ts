import {
  corsResponseHeaderNames,
  decide,
  definePolicy,
  type LoneRuleDocument,
  type PolicyDocument,
} from "@crosscheck/cors";
import { getHeaderValues, type HeaderList, type HttpResponse, varyMembers } from "@crosscheck/cors/http";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Generate } from "../generated.ts";
import { generateCorsModule } from "./cors-module.ts";
import { generateCustomHeaders } from "./custom-headers.ts";
import { evaluateIis, type IisApplication, type IisRequest } from "./evaluate.ts";
import { childrenOf, parseWebConfig } from "./parse.ts";
import { generateUrlRewrite } from "./url-rewrite.ts";
import { escapeXml, printXml, xmlComment } from "./xml.ts";

const policies: readonly (readonly [why: string, document: LoneRuleDocument | PolicyDocument])[] = [
  [
    "anybody",
    { allowOrigins: "*", allowMethods: ["PUT"], allowHeaders: ["X-A"], exposeHeaders: ["ETag"], maxAge: 600 },
  ],
  ["one origin with credentials", { allowOrigins: ["https://app.example.com"], allowCredentials: true, maxAge: 0 }],
  ["nobody", { allowOrigins: [] }],
  [
    "a list and a pattern",
    {
      allowOrigins: ["https://app.example.com", "https://*.example.org", "http://localhost:3000"],
      allowMethods: ["PUT", "DELETE"],
      allowHeaders: ["Content-Type"],
    },
  ],
  [
    "several rules",
    {
      rules: [
        { id: "secret", path: "/api/secret/*", allowOrigins: [] },
        { id: "api", path: "/api/*", allowOrigins: ["https://app.example.com"], allowCredentials: true },
        { id: "rest", path: "/*", allowOrigins: "*" },
      ],
    },
  ],
  [
    "the unlisted refused",
    { allowOrigins: ["https://app.example.com"], refuseUnlisted: true, selfOrigins: ["https://api.example.com"] },
  ],
];

const origins = [
  null,
  "https://app.example.com",
  "https://a.example.org",
  "https://a.b.example.org",
  "https://example.org",
  "http://localhost:3000",
  "https://app.example.com.evil.example",
  "https://evil.example",
  "null",
];
const targets = ["/", "/api/data.json", "/api/secret/x", "/apix", "/api", "/other?x=/api/"];

const requests: readonly IisRequest[] = targets.flatMap((target) =>
  origins.flatMap((origin) => {
    const headers: HeaderList = origin === null ? [] : [["Origin", origin]];
    return [
      { method: "GET", target, headers },
      {
        method: "OPTIONS",
        target,
        headers: [
          ...headers,
          ["Access-Control-Request-Method", "PUT"] as const,
          ["Access-Control-Request-Headers", "x-a"] as const,
        ],
      },
    ];
  }),
);

/** An application that grants everything itself. */
const careless: IisApplication = () => ({
  status: 200,
  headers: [
    ["Access-Control-Allow-Origin", "*"],
    ["Vary", "Accept"],
  ],
});

function simulate(generate: Generate, document: LoneRuleDocument | PolicyDocument, application?: IisApplication) {
  const policy = definePolicy(document);
  const { files, losses } = generate(policy, { command: "crosscheck generate iis --policy p.yaml" });
  const { root, problems } = parseWebConfig(files[0]?.text ?? "", "web.config");
  expect(problems).toEqual([]);
  if (root === null) throw new Error("no <configuration>");
  return { policy, losses, respond: evaluateIis(root, application) };
}

/** Lists are joined as the writer likes. */
function grants({ headers }: HttpResponse): unknown {
  return corsResponseHeaderNames.map((name) =>
    getHeaderValues(headers, name).map((value) => value.replace(/,\s*/g, ", ")),
  );
}

describe("the emulator answers a generated web.config as decide does", () => {
  test.each(policies)("the CORS module: %s", (_why, document) => {
    const { policy, respond } = simulate(generateCorsModule, document);
    for (const request of requests) {
      const decision = decide(policy, request);
      const answer = respond(request);
      if (answer.kind !== "answer") throw new Error(answer.why);
      const isOwn = request.headers.some(([, value]) =>
        policy.rules.some(({ selfOrigins }) => selfOrigins.includes(value)),
      );
      if (isOwn) continue;
      expect({ request, grants: grants(answer.response) }).toEqual({
        request,
        grants: grants({ status: 200, headers: decision.set }),
      });
      if (decision.kind === "refused") expect(answer.response.status).toBe(403);
    }
  });

  test.each(policies)("URL Rewrite: %s", (_why, document) => {
    const { policy, respond } = simulate(generateUrlRewrite, document, careless);
    for (const request of requests) {
      const decision = decide(policy, request);
      const answer = respond(request);
      if (answer.kind !== "answer") throw new Error(answer.why);
      const passed: HeaderList = decision.kind === "no-rule" ? [["Access-Control-Allow-Origin", "*"]] : decision.set;
      expect({ request, grants: grants(answer.response) }).toEqual({
        request,
        grants: grants({ status: 200, headers: passed }),
      });
      expect(answer.response.status).toBe(decision.status ?? 200);
      const vary = varyMembers(getHeaderValues(answer.response.headers, "vary")).sort();
      expect(vary).toEqual([...(decision.status === undefined ? ["Accept"] : []), ...decision.vary].sort());
    }
  });

  test("custom headers: one origin, on every answer", () => {
    const { respond } = simulate(generateCustomHeaders, {
      allowOrigins: ["https://app.example.com"],
      allowCredentials: true,
    });
    const answer = respond({ method: "GET", target: "/", headers: [] });
    expect(answer).toMatchObject({
      unverified: true,
      response: {
        headers: [
          ["Access-Control-Allow-Origin", "https://app.example.com"],
          ["Access-Control-Allow-Credentials", "true"],
        ],
      },
    });
  });
});

// biome-ignore format: one fact per line
const losses: readonly (readonly [why: string, generate: Generate, document: LoneRuleDocument | PolicyDocument, id: string, effect: string])[] = [
  ["every one is unverified",      generateCorsModule,    { allowOrigins: "*" },                                     "unverified",                  "neither"],
  ["any port",                     generateCorsModule,    { allowOrigins: ["http://localhost:*"] },                  "origin-not-expressible",      "narrows"],
  ["a list in custom headers",     generateCustomHeaders, { allowOrigins: ["https://a.example", "https://b.example"] }, "one-origin-only",          "impossible"],
  ["a pattern in custom headers",  generateCustomHeaders, { allowOrigins: ["https://*.a.example"] },                 "one-origin-only",             "impossible"],
  ["the application's headers",    generateCustomHeaders, { allowOrigins: "*" },                                     "application-headers-doubled", "narrows"],
  ["a path's case",                generateCorsModule,    { id: "a", path: "/a/*", allowOrigins: "*" },              "path-reading",                "widens"],
  ["a path without star",          generateCorsModule,    { id: "a", path: "/a", allowOrigins: "*" },                "path-covers-below",           "widens"],
  ["a named segment",              generateCorsModule,    { id: "a", path: "/:x/*", allowOrigins: "*" },             "path-not-expressible",        "impossible"],
  ["the answer to a preflight",    generateUrlRewrite,    { allowOrigins: "*" },                                     "headers-on-custom-response",  "narrows"],
];

test.each(losses)("a loss is told: %s", (_why, generate, document, id, effect) => {
  const { losses: told, files } = generate(definePolicy(document), { command: "" });
  expect(told).toContainEqual(expect.objectContaining({ id, effect }));
  expect(files.length).toBe(effect === "impossible" ? 0 : 2);
});

test("the steps name the clicks and the commands", () => {
  const text = (generate: Generate): string =>
    generate(definePolicy({ allowOrigins: ["https://app.example.com"], allowHeaders: ["X-'a"] }), {
      command: "crosscheck generate",
    }).files[1]?.text ?? "";
  expect(text(generateCustomHeaders)).toContain("Double-click HTTP Response Headers.");
  expect(text(generateCustomHeaders)).toContain(
    `/+"customHeaders.[name='Access-Control-Allow-Origin',value='https://app.example.com']"`,
  );
  expect(text(generateCustomHeaders)).toContain("(Access-Control-Allow-Headers: set this one by hand");
  expect(text(generateCorsModule)).toContain("open Configuration Editor");
  expect(text(generateCorsModule)).toContain(`/+"[origin='https://app.example.com']"`);
  expect(text(generateUrlRewrite)).toContain("View Server Variables...");
});

// biome-ignore format: one fact per line
const mistakes = [
  ["an open element",     "<configuration>\n<a>\n</configuration>",                        3, "not well-formed"],
  ["a document type",     '<!DOCTYPE x [<!ENTITY a "aa">]>\n<configuration>&a;</configuration>', 1, "document type"],
  ["no XML",              "server { listen 80; }",                                         1, "not well-formed"],
  ["a binary",            "<a>\n\0</a>",                                                   2, "zero byte"],
] as const;

test.each(mistakes)("told at its place: %s", (_why, text, line, message) => {
  const { problems } = parseWebConfig(text, "web.config");
  expect(problems.map(({ place }) => place.line)).toContain(line);
  expect(problems.map((problem) => problem.message).join()).toContain(message);
});

test("elements have their place", () => {
  const { root } = parseWebConfig(
    '<?xml version="1.0"?>\r\n<configuration>\r\n  <system.webServer />\r\n</configuration>',
    "web.config",
  );
  expect(childrenOf([root ?? expect.fail()], "system.webServer")[0]?.place).toEqual({
    file: "web.config",
    line: 3,
    column: 3,
  });
});

test("ten megabytes of nesting, and of nothing, end in a sentence", { timeout: 20_000 }, () => {
  expect(parseWebConfig("<a>".repeat(3_000_000), "x").problems[0]?.message).toContain("64 elements within each other");
  expect(parseWebConfig("x".repeat(10_000_000), "x").problems.length).toBeGreaterThan(0);
});

test("nothing breaks out of an attribute or a comment", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."\"'<>&-!]\n\t\u0001 a\u2028") }), (text) => {
      const xml = `${xmlComment(text)}\n${printXml({ name: "a", attributes: { b: text } })}`;
      const { root, problems } = parseWebConfig(xml, "x");
      expect(problems).toEqual([]);
      expect(root?.attributes.get("b")).toBe(text.replaceAll("\u0001", "\ufffd"));
      expect(escapeXml(text)).not.toMatch(/["<>]/);
    }),
  );
});
