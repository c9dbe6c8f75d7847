import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bufferIo } from "../../../../test/buffer-io.ts";
import { run } from "./lint.ts";

let folder = "";
const good = "server {\n  listen 80;\n  location / { proxy_pass http://127.0.0.1:3000; }\n}\n";
const bad = good.replace(
  "listen 80;",
  "listen 80;\n  add_header Access-Control-Allow-Origin $http_origin always;\n  add_header Access-Control-Allow-Credentials true always;\n  add_header Vary Origin always;",
);
const files: Readonly<Record<string, string>> = {
  "good.conf": good,
  "bad.conf": bad,
  "unclosed.conf": "server {\n  listen 80;\n  location / {\n",
  "binary.conf": "server {\n\0",
  "gone.conf": `${good}include gone/cors.conf;\n`,
  "circle.conf": `${good}include circle.conf;\n`,
  "windows.conf": good.replaceAll("\n", "\r\n"),
  "latin.conf": `# caf\xe9\n${good}`,
  "notes.txt": "hello\n",
  "both.conf": good.replace(
    "listen 80;",
    "listen 80;\n  add_header Access-Control-Allow-Origin https://app.example.com always;",
  ),
  "policy.yaml": "version: 1\nrules:\n  - { id: all, path: /*, allowOrigins: [https://app.example.com] }\n",
  "broken.yaml": "version: 1\nrules:\n  - { id: all, path: /*, allowOrigins: [app.example.com] }\n",
  "site/nginx.conf": "http {\n  include conf.d/*.conf;\n}\n",
  "site/conf.d/bad.conf": bad,
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "crosscheck-lint-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), text, "latin1");
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// biome-ignore format: one fact per line
const facts = [
  ["a good one",                      ["good.conf"],                          0, "stdout", /Passed/],
  ["a bad one",                       ["bad.conf"],                           1, "stdout", /bad\.conf:3:3 {2}reflects-any-origin/],
  ["Windows line ends",               ["windows.conf"],                       0, "stdout", /Passed/],
  ["Latin-1 bytes",                   ["latin.conf"],                         0, "stdout", /Passed/],
  ["an unclosed block",               ["unclosed.conf"],                      1, "stdout", /unclosed\.conf:3:3 .*\n.*never closed/],
  ["a binary file",                   ["--as", "nginx", "binary.conf"],       1, "stdout", /binary\.conf:2:1 .*\n.*zero byte/],
  ["an include that is not there",    ["--as", "nginx", "gone.conf"],         3, "stdout", /gone\.conf:5:1 .*\n.*There is no file "gone\/cors\.conf"/],
  ["a circular include",              ["--as", "nginx", "circle.conf"],       1, "stdout", /circle\.conf:5:1 .*\n.*includes itself/],
  ["an included file's own place",    ["site/nginx.conf"],                    1, "stdout", /conf\.d\/bad\.conf:3:3/],
  ["a folder",                        ["site"],                               1, "stdout", /bad\.conf:3:3/],
  ["no configuration at all",         ["notes.txt"],                          2, "stderr", /looks like none of .*Say what it is/],
  ["a file that is not there",        ["nothing.conf"],                       2, "stderr", /cannot be read/],
  ["no file",                         [],                                     2, "stderr", /needs a file/],
  ["an unknown kind",                 ["--as", "ngnix", "good.conf"],         2, "stderr", /Did you mean nginx/],
  ["the application's policy",        ["both.conf", "--policy", "policy.yaml"], 1, "stdout", /both\.conf:3:3 {2}added-twice/],
  ["without it",                      ["both.conf"],                          0, "stdout", /Passed/],
  ["a policy that is none",           ["both.conf", "--policy", "broken.yaml"], 2, "stderr", /lint: --policy cannot be used:\n.*broken\.yaml:3/],
  ["an environment without a policy", ["both.conf", "--environment", "dev"],  2, "stderr", /add --policy FILE/],
  ["annotations",                     ["--format", "github", "bad.conf"],     1, "stdout", /^::error file=.*,line=3,col=3,title=/m],
  ["SARIF",                           ["--format", "sarif", "bad.conf"],      1, "stdout", /"startLine": 3/],
  ["never failing",                   ["--fail-on", "never", "bad.conf"],     0, "stdout", /Failed/],
] as const;

test.each(facts)("%s", async (_why, argv, exitCode, stream, text) => {
  const io = bufferIo();
  const placed = argv.map((word) => (word in files || word === "site" ? join(folder, word) : word));
  expect(await run(placed, io)).toBe(exitCode);
  expect(io.text[stream]).toMatch(text);
});

test("JSON is crosscheck/lint@1", async () => {
  const io = bufferIo();
  const file = join(folder, "bad.conf");
  await run([file, "--format", "json"], io);
  const report = JSON.parse(io.text.stdout);
  expect(report).toMatchObject({ schema: "crosscheck/lint@1", files: [{ file, as: "nginx", verdict: "failed" }] });
  const [finding] = report.files[0].findings;
  expect(finding).toMatchObject({
    check: "reflects-any-origin",
    level: "vulnerable",
    severity: "high",
    file,
    line: 3,
    column: 3,
  });
  expect(finding.example).toMatch(/^https?:\/\//);
  expect(finding.fix).toContain("add_header");
});

test("a baseline leaves out what was accepted, wherever its line has moved", async () => {
  const file = join(folder, "bad.conf");
  const baseline = join(folder, "baseline.json");
  await run([file, "--baseline", baseline, "--write-baseline"], bufferIo());
  writeFileSync(file, `# moved\n${bad}`, "latin1");
  const io = bufferIo();
  expect(await run([file, "--baseline", baseline], io)).toBe(0);
  expect(io.text.stdout).toContain("Passed");
  writeFileSync(file, bad, "latin1");
});
