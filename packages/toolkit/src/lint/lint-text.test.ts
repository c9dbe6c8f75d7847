import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { definePolicy, type PolicyDocument } from "@crosscheck/cors";
import { describe, expect, test } from "vitest";
import { generateNginx } from "../config/nginx/generate.ts";
import type { LintedFile } from "./lint-report.ts";
import type { LintTarget } from "./lint-target.ts";
import { detectTarget, lintTargets } from "./lint-targets.ts";
import { lintText } from "./lint-text.ts";

const noFiles = { read: () => null, list: () => [] };

/** The folders of the targets' fixtures: `CHECK.bad.conf` must be reported, at the line that says `bad`; `.good.` must not. */
const folders: readonly (readonly [string, string])[] = [["nginx", join(import.meta.dirname, "nginx/fixtures")]];

for (const [name, folder] of folders) {
  describe(`the fixtures of ${name}`, () => {
    const files = readdirSync(folder).sort();

    test.each(files.filter((file) => file.includes(".bad")))("%s is reported", (file) => {
      const text = readFileSync(join(folder, file), "latin1");
      const { findings, verdict } = lint(name, file, text);
      const check = file.replace(/\..*$/, "");
      const lines = text.split("\n").flatMap((line, index) => (/# bad\b/.test(line) ? [index + 1] : []));
      const found = findings.filter((finding) => finding.check === check);
      expect(lines.length).toBeGreaterThan(0);
      expect(found.map(({ line }) => line)).toEqual(expect.arrayContaining(lines));
      expect(found.every(({ fix, message }) => fix !== "" && message !== "")).toBe(true);
      if (found.some(({ level }) => level !== "info")) expect(["failed", "passed"]).toContain(verdict);
    });

    test.each(files.filter((file) => file.includes(".good")))("%s is not", (file) => {
      const { findings, verdict } = lint(name, file, readFileSync(join(folder, file), "latin1"));
      expect(findings.filter(({ check }) => check === file.replace(/\..*$/, ""))).toEqual([]);
      expect(verdict).toBe("passed");
    });
  });
}

// biome-ignore format: one fact per line
const attacked = [
  ["prefix-match",  "prefix-match.bad.conf",  /^https?:\/\/(?:[a-z]+\.)?app\.example\.com[a-z.-]*qxattackera\.com$/],
  ["unescaped-dot", "unescaped-dot.bad.conf", /^https:\/\/app[^.]example\.com$/],
  ["suffix-match",  "suffix-match.bad.conf",  /^https?:\/\/[a-z0-9-]+example\.com$/],
] as const;

test.each(attacked)("%s comes with an origin that is let in", (check, file, shape) => {
  const text = readFileSync(join(import.meta.dirname, "nginx/fixtures", file), "latin1");
  const { findings } = lint("nginx", file, text);
  expect(findings.find((finding) => finding.check === check)?.example).toMatch(shape);
});

const policies: readonly PolicyDocument[] = [
  { rules: [{ id: "all", path: "/*", allowOrigins: ["https://app.example.com"], allowCredentials: true }] },
  { rules: [{ id: "api", path: "/api/*", allowOrigins: ["https://*.example.com"], allowMethods: ["GET", "PUT"] }] },
  { rules: [{ id: "public", path: "/*", allowOrigins: "*" }] },
];

test.each(policies)("our own files pass: %j", (document) => {
  const { files } = generateNginx(definePolicy(document), { command: "crosscheck generate" });
  const source = {
    read: (path: string) => files.find(({ name }) => path.endsWith(`/${name}`))?.text ?? null,
    list: () => [],
  };
  const text = `http {
include cors/http.conf;
server {
  listen 80;
  server_name api.example.com;
  include cors/server.conf;
  include cors/headers.conf;
  location /api/ { proxy_pass http://127.0.0.1:3000; }
}
}`;
  const { verdict, findings } = lintText(text, targetNamed("nginx"), { file: "/etc/nginx/nginx.conf", source });
  expect(findings.filter(({ level }) => level !== "info" && level !== "public")).toEqual([]);
  expect(verdict).toBe("passed");
});

test("the guide's own snippet fails: credentials never work, and a file answers a preflight with 405", () => {
  const file = join(import.meta.dirname, "../../../../test/servers/fixtures/guide-snippet.nginx.conf");
  const { findings, verdict } = lint("nginx", file, readFileSync(file, "latin1"));
  expect(verdict).toBe("failed");
  expect(findings.map(({ check, level }) => [check, level])).toEqual([
    ["wildcard-with-credentials", "broken"],
    ["inconsistent-on-error", "info"],
    ["preflight-fails", "broken"],
  ]);
});

test("what a file is, is told by its name, else by its text", () => {
  expect(detectTarget("/etc/nginx/nginx.conf", "")?.name).toBe("nginx");
  expect(detectTarget("x.conf", "server {\n  listen 80;\n}\n")?.name).toBe("nginx");
  expect(detectTarget("notes.txt", "hello")).toBe(null);
});

test("a directive that is not known makes it inconclusive, at its line", () => {
  const text = "server {\n  listen 80;\n  frobnicate on;\n  add_header Access-Control-Allow-Origin * always;\n}\n";
  const { verdict, findings } = lint("nginx", "x.conf", text);
  expect(verdict).toBe("inconclusive");
  expect(findings[0]).toMatchObject({ check: "not-modelled", line: 3, column: 3 });
});

function lint(name: string, file: string, text: string): LintedFile {
  return lintText(text, targetNamed(name), { file, source: noFiles });
}

function targetNamed(name: string): LintTarget {
  const target = lintTargets.find((entry) => entry.name === name);
  if (target === undefined) throw new Error(`no target ${name}`);
  return target;
}
