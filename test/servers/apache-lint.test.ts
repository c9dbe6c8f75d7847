import { definePolicy } from "@crosscheck/cors";
import { describe, expect, test } from "vitest";
import { generateApache } from "../../packages/toolkit/src/config/apache/generate.ts";
import { apacheTarget, htaccessTarget } from "../../packages/toolkit/src/lint/apache/apache-target.ts";
import type { LintedFile } from "../../packages/toolkit/src/lint/lint-report.ts";
import { lintText } from "../../packages/toolkit/src/lint/lint-text.ts";
import { lintFixtures } from "./lint-fixtures-apache.ts";
import { policies } from "./policies.ts";

function lint(text: string, where: string, files: Readonly<Record<string, string>> = {}): LintedFile {
  const source = { read: (path: string) => files[path] ?? null, list: () => [] };
  const target = where === "vhost" ? apacheTarget : htaccessTarget;
  return lintText(text.replaceAll("{app}", "http://127.0.0.1:9/"), target, { file: "site.conf", source });
}

const found = (result: LintedFile): readonly string[] => result.findings.map(({ check }) => check);

describe("a fault is told where it is, and only there", () => {
  test.each(lintFixtures.map((fixture, number) => [`${fixture.check} (${number})`, fixture] as const))(
    "%s",
    (_name, { check, where, bad, good }) => {
      const result = lint(bad, where);
      expect(found(result)).not.toContain("not-modelled");
      expect(found(result)).toContain(check);
      for (const { line, fix, message } of result.findings.filter((finding) => finding.check === check)) {
        expect(line).toBeLessThanOrEqual(bad.split("\n").length);
        expect(fix.length * message.length).toBeGreaterThan(0);
      }
      expect(found(lint(good, where))).not.toContain(check);
    },
  );
});

test("an origin that gets in is printed, and gets in", () => {
  const bad = lintFixtures.find(({ check }) => check === "unescaped-dot")?.bad ?? "";
  const [finding] = lint(bad, "vhost").findings.filter(({ check }) => check === "unescaped-dot");
  expect(finding?.example).toMatch(/^https:\/\/app[a-z]example\.com$/);
  expect(finding?.line).toBe(2);
});

// biome-ignore format: one fact per line
const guide = [
  ["the guide's snippet is Failed",       lintFixtures[0]?.bad ?? "",  "vhost",    "failed"],
  ["* alone is Passed",                   lintFixtures[0]?.good ?? "", "vhost",    "passed"],
  ["nothing of CORS is Passed",           "DocumentRoot /srv/www",     "vhost",    "passed"],
  ["what is not simulated is not Passed", "SetHandler x\nHeader set Access-Control-Allow-Origin *", "htaccess", "inconclusive"],
] as const;

test.each(guide)("%s", (_why, text, where, verdict) => {
  expect(lint(text, where).verdict).toBe(verdict);
});

test.each(policies)("our own configuration is Passed: $why", ({ document }) => {
  const policy = definePolicy(document);
  // What the author took on as a danger, lint tells too.
  if (policy.rules.some(({ danger }) => danger.length > 0)) return;
  const [file] = generateApache(policy, { command: "crosscheck generate" }).files;
  const result = lint(file?.text ?? "", "vhost");
  expect(found(result)).not.toContain("not-modelled");
  expect(
    result.findings.filter(({ level, severity }) => level === "broken" || /critical|high|medium/.test(severity)),
  ).toEqual([]);
});

describe("with other files", () => {
  const site = '<Directory "/srv/www">\n  AllowOverride None\n</Directory>\nDocumentRoot /srv/www';
  const cors = { "/srv/www/.htaccess": 'Header set Access-Control-Allow-Origin "*"' };
  // biome-ignore format: one fact per line
  const facts = [
    ["an access file that is not read",    site,                             cors, "access-file-ignored", true],
    ["one that may not say it",            site.replace("None", "AuthConfig"), cors, "access-file-ignored", true],
    ["one that may",                       site.replace("None", "FileInfo"), cors, "access-file-ignored", false],
    ["a module that is not loaded",        'LoadModule dir_module x\nHeader set Access-Control-Allow-Origin "*"', {}, "module-missing", true],
    ["one that is",                        'LoadModule headers_module x\nHeader set Access-Control-Allow-Origin "*"', {}, "module-missing", false],
    ["rules that an access file replaces", `<Directory "/srv/www">\nAllowOverride All\nRewriteRule ^ - [R=204]\n</Directory>`, { "/srv/www/.htaccess": "RewriteEngine On" }, "rules-replaced-by-access-file", true],
    ["no rules there",                     `<Directory "/srv/www">\nAllowOverride All\nRewriteRule ^ - [R=204]\n</Directory>`, {}, "rules-replaced-by-access-file", false],
  ] as const;

  test.each(facts)("%s", (_why, text, files, check, told) => {
    expect(found(lint(text, "vhost", files)).includes(check)).toBe(told);
  });
});
