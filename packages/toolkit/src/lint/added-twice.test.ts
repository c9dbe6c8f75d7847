import { definePolicy, policyResponder } from "@crosscheck/cors";
import { expect, test } from "vitest";
import { noFiles } from "../config/source.ts";
import { lintTargets } from "./lint-targets.ts";
import { lintText } from "./lint-text.ts";

const application = policyResponder(
  definePolicy({ rules: [{ id: "api", path: "/api/*", allowOrigins: ["https://app.example.com"] }] }),
);
const nginx = (lines: string, path = "/api/"): string =>
  `server {\n  listen 80;\n  location ${path} {\n    add_header Access-Control-Allow-Origin https://app.example.com always;\n    add_header Vary Origin always;\n    ${lines}\n    proxy_pass http://127.0.0.1:3000;\n  }\n}\n`;
const apache = (lines: string): string =>
  `ProxyPass /api/ http://127.0.0.1:3000/api/\n<Location "/api/">\n${lines}Header always set Access-Control-Allow-Origin "https://app.example.com"\nHeader always merge Vary Origin\n</Location>\n`;
const unset = "Header onsuccess unset Access-Control-Allow-Origin\nHeader always unset Access-Control-Allow-Origin\n";

// biome-ignore format: one fact per line
const facts: readonly (readonly [why: string, as: string, text: string, line: number | null])[] = [
  ["nginx and the application",                   "nginx",  nginx(""),                                                 4],
  ["the application's is hidden",                 "nginx",  nginx("proxy_hide_header Access-Control-Allow-Origin;"),   null],
  ["the application is told of no origin",        "nginx",  nginx('proxy_set_header Origin "";'),                      null],
  ["a path that the application does not share",  "nginx",  nginx("", "/other/"),                                      null],
  ["Apache and the application",                  "apache", apache(""),                                                3],
  ["Apache unsets both tables first",             "apache", apache(unset),                                             null],
];

test.each(facts)("%s", (_why, as, text, line) => {
  const target = lintTargets.find(({ name }) => name === as);
  if (target === undefined) throw new Error(`no target ${as}`);
  const { findings, verdict } = lintText(text, target, { file: "site.conf", source: noFiles, application });
  const twice = findings.filter(({ check }) => check === "added-twice");
  expect(twice.map((finding) => finding.line)).toEqual(line === null ? [] : [line]);
  if (line === null) return;
  expect(verdict).toBe("failed");
  expect(twice[0]?.message).toContain('"https://app.example.com" and "https://app.example.com"');
  expect(twice[0]?.request).toMatch(/^curl -i .*Origin: https:\/\/app\.example\.com/);
});
