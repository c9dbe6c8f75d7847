import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { bufferIo } from "../../../../test/buffer-io.ts";
import { type PolicyCheck, policyCheck } from "../policy-file/policy-check.ts";
import { readPolicyFile } from "../policy-file/read-policy-file.ts";
import { styles } from "../report/style.ts";
import { run } from "./main.ts";
import { policyCheckText } from "./policy-check-text.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "crosscheck-check-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

async function crosscheck(...argv: string[]) {
  const io = bufferIo();
  return { code: await run(argv, io), ...io.text };
}

const kiosk = (expires: string, reason = "kiosk browser, OPS-12") => `rules:
  - { id: fonts, path: /fonts/*, allowOrigins: "*", maxAge: 1d }
  - id: kiosk
    path: /v1/*
    allowOrigins: [http://kiosk.example.net]
    allowCredentials: true
    danger: [{ allow: insecure-origin, reason: "${reason}", expires: ${expires} }]
`;
const app = (origins: string, more = "") => `originSets: { apps: [${origins}] }
rules:
  - { id: api, path: /api/*, allowOrigins: [$apps]${more} }
environments:
  stage: { originSets: { apps: { replace: ["https://app.stage.example.com"] } } }
`;

describe("crosscheck check", () => {
  // biome-ignore format: one fact per line
  const facts = [
    ["a fine policy",                     app("https://a.example"),                             [],                        0, "stdout", ": Passed, no errors, no warnings"],
    ["its rules in short",                app("https://a.example", ", allowCredentials: true, allowMethods: [PUT]"), [],  0, "stdout", "  api  /api/*  https://a.example; credentials; methods PUT"],
    ["a warning does not fail",           app("https://a.example:443"),                         [],                        0, "stdout", "no errors, 1 warning"],
    ["an error does, with its place",     app("https://a.example/"),                            [],                        1, "stdout", "cors.yaml:1:22: originSets.apps[0]: \"https://a.example/\" has a path."],
    ["broken syntax",                     "rules: [",                                           [],                        1, "stdout", "cors.yaml:1:9: "],
    ["an expired danger is an error",     kiosk("2020-01-31"),                                  [],                        1, "stdout", "Failed, 1 error"],
    ["and listed",                        kiosk("2020-01-31"),                                  [],                        1, "stdout", /kiosk +insecure-origin +until 2020-01-31, expired \d+ days ago: kiosk browser, OPS-12/],
    ["one that holds is listed",          kiosk("2199-12-31"),                                  [],                        0, "stdout", /kiosk +insecure-origin +until 2199-12-31, \d+ days left: kiosk browser, OPS-12/],
    ["a reason cannot move the cursor",   kiosk("2199-12-31", "\\e[2J"),                        [],                        0, "stdout", "\\x1b[2J"],
    ["an environment",                    app("https://a.example"),                             ["--environment", "stage"], 0, "stdout", "environment stage: Passed"],
    ["is applied",                        app("https://a.example"),                             ["--environment", "stage"], 0, "stdout", "https://app.stage.example.com"],
    ["one that is not there",             app("https://a.example"),                             ["--environment", "stag"], 2, "stderr", 'There is no environment "stag".'],
    ["two files",                         app("https://a.example"),                             ["x.yaml"],                2, "stderr", 'it takes one policy file, and "x.yaml" is one too many'],
  ] as const;

  test.each(facts)("%s", async (_why, text, more, code, stream, found) => {
    const result = await crosscheck("check", write("cors.yaml", text), ...more);
    expect(result[stream]).toMatch(
      typeof found === "string" ? new RegExp(found.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")) : found,
    );
    expect(result[stream === "stdout" ? "stderr" : "stdout"]).toBe("");
    expect(result.code).toBe(code);
  });

  test("no file, and none of that name", async () => {
    expect(await crosscheck("check")).toMatchObject({ code: 2, stdout: "" });
    const missing = await crosscheck("check", join(folder, "no.yaml"), "--json");
    expect(missing).toMatchObject({ code: 2, stdout: "" });
    expect(missing.stderr).toContain("There is no such file.");
  });

  test("--json is one object and nothing else", async () => {
    const { code, stdout, stderr } = await crosscheck("check", write("cors.yaml", kiosk("2020-01-31")), "--json");
    const printed: PolicyCheck = JSON.parse(stdout);
    expect([code, stderr]).toEqual([1, ""]);
    expect(printed).toMatchObject({ schema: "crosscheck/check@1", environment: null, verdict: "failed" });
    expect(printed.problems).toMatchObject([
      { code: "danger-expired", severity: "error", line: 7, column: 82, path: ["rules", 1, "danger", 0, "expires"] },
    ]);
    expect(printed.rules?.map(({ id }) => id)).toEqual(["fonts", "kiosk"]);
    expect(printed.dangers).toMatchObject([{ ruleId: "kiosk", allow: "insecure-origin", expires: "2020-01-31" }]);
  });

  test("what keeps the rules from being read leaves them null", async () => {
    const { stdout } = await crosscheck("check", write("cors.yaml", app("https://a.example/")), "--json");
    expect(JSON.parse(stdout)).toMatchObject({ verdict: "failed", rules: null, dangers: null });
  });

  // biome-ignore format: one fact per line
  const days = [
    ["the evening before its last day",  "2027-03-30T23:59:59Z", 1,   "1 day left"],
    ["its last day",                     "2027-03-31T00:00:00Z", 0,   "today is its last day"],
    ["the last second",                  "2027-03-31T23:59:59Z", 0,   "today is its last day"],
    ["the day after",                    "2027-04-01T00:00:00Z", -1,  "expired 1 day ago"],
    ["a year before",                    "2026-03-31T12:00:00Z", 365, "365 days left"],
  ] as const;

  test.each(days)("days until expiry: %s", async (_why, time, left, sentence) => {
    const file = write("cors.yaml", kiosk("2027-03-31"));
    const { policy } = await readPolicyFile(file, { now: new Date(0) });
    const check = policyCheck(file, null, [], policy, new Date(time));
    expect(check.dangers?.map(({ daysLeft }) => daysLeft)).toEqual([left]);
    expect(policyCheckText(check, styles(false))).toContain(sentence);
  });
});

describe("crosscheck diff", () => {
  // biome-ignore format: one fact per line
  const facts = [
    ["nothing",                    app("https://a.example"), app("https://a.example"),                          [], 0, "answer alike"],
    ["another text alone",         app("https://a.example"), `# new\n${app("https://a.example").replace("id: api", "id: v1")}`, [], 0, "answer alike"],
    ["an origin more",             app("https://a.example"), app("https://a.example, https://b.example"),       [], 1, 'widens   On "/api/*", of rule "api": pages of "https://b.example" may read answers that they could not.\n'],
    ["an origin less",             app("https://a.example, https://b.example"), app("https://a.example"),       [], 0, 'narrows  On "/api/*", of rule "api": pages of "https://b.example" may no longer read answers.\n'],
    ["neither",                    app("https://a.example"), app("https://a.example", ", maxAge: 0"),           [], 0, 'changes  On "/api/*", of rule "api": browsers may keep a preflight\'s answer for no time, and no longer as long as they choose.\n'],
    ["alike in an environment",    app("https://a.example"), app("https://a.example, https://b.example"),       ["--environment", "stage"], 0, "answer alike"],
    ["a danger that has expired",  kiosk("2020-01-31"),      kiosk("2020-01-31").replace("/v1/*", "/v1"),       [], 0, "narrows"],
  ] as const;

  test.each(facts)("%s", async (_why, old, fresh, more, code, found) => {
    const result = await crosscheck("diff", write("old.yaml", old), write("new.yaml", fresh), ...more);
    expect(result.stdout).toContain(found);
    expect(result).toMatchObject({ code, stderr: "" });
  });

  test("--json is one object and nothing else", async () => {
    const old = write("old.yaml", app("https://a.example"));
    const fresh = write("new.yaml", app("https://b.example"));
    const { code, stdout } = await crosscheck("diff", old, fresh, "--json");
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      schema: "crosscheck/diff@1",
      old,
      new: fresh,
      environment: null,
      widens: true,
      changes: [
        {
          change: "widens",
          what: "origins-added",
          ruleId: "api",
          path: "/api/*",
          example: "/api",
          after: ["https://b.example"],
        },
        {
          change: "narrows",
          what: "origins-removed",
          before: ["https://a.example"],
          message: expect.stringContaining("may no longer"),
        },
      ],
    });
  });

  // biome-ignore format: one fact per line
  const mistakes = [
    ["no file",                    [],                            "it takes two policy files, OLD and NEW, and none was given."],
    ["one file",                   ["a.yaml"],                    "and one was given."],
    ["three files",                ["a.yaml", "b.yaml", "c.yaml"], 'and "c.yaml" is one too many.'],
    ["files that are not there",   ["a.yaml", "b.yaml"],          "a.yaml: There is no such file."],
    ["an option of another",       ["a", "b", "--policy", "x"],   "there is no option --policy."],
  ] as const;

  test.each(mistakes)("%s", async (_why, argv, sentence) => {
    const { code, stdout, stderr } = await crosscheck("diff", ...argv);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(sentence);
  });

  test("a policy with an error is not compared", async () => {
    const fine = write("fine.yaml", app("https://a.example"));
    const broken = write("broken.yaml", app("https://a.example/"));
    for (const files of [
      [fine, broken],
      [broken, fine],
    ]) {
      const { code, stderr } = await crosscheck("diff", ...files);
      expect(code).toBe(2);
      expect(stderr).toContain(`${broken}:1:22: `);
    }
  });

  test("colours on a terminal, none with NO_COLOR", async () => {
    const files = [write("old.yaml", app("https://a.example")), write("new.yaml", app("https://b.example"))];
    const colored = bufferIo({ isTTY: true });
    await run(["diff", ...files], colored);
    expect(colored.text.stdout).toContain("\u001b[31mwidens");
    const plain = bufferIo({ isTTY: true, env: { NO_COLOR: "1" } });
    await run(["diff", ...files], plain);
    expect(plain.text.stdout).not.toContain("\u001b");
  });
});

test.each(["check", "diff"])("crosscheck %s --help has examples", async (name) => {
  const { code, stdout } = await crosscheck(name, "--help");
  expect(code).toBe(0);
  expect(stdout).toMatch(new RegExp(`^Usage: crosscheck ${name} [\\s\\S]*Examples:\n  crosscheck ${name} `));
});

describe("a policy with a function", () => {
  const asking = (text: string) => `export default { rules: [{ id: "a", path: "/a", allowOrigins: ${text} }] };`;

  test("is checked, and its rule says so, as text and as data", async () => {
    const file = write("cors.mjs", asking("async () => true"));
    expect((await crosscheck("check", file)).stdout).toContain("a  /a  origins that a function allows");
    const { code, stdout } = await crosscheck("check", file, "--json");
    expect([code, JSON.parse(stdout).rules]).toEqual([0, [{ id: "a", path: "/a", allowOrigins: "a function" }]]);
  });

  test("differs from a list, and from another function, in ways that are not known", async () => {
    const listed = write("old.mjs", asking('["https://a.example"]'));
    const asked = write("new.mjs", asking("() => true"));
    const { code, stdout } = await crosscheck("diff", listed, asked);
    expect(code).toBe(1);
    expect(stdout).toContain("pages of origins that a function allows may read answers that they could not");
    expect((await crosscheck("diff", asked, asked)).stdout).toContain("Nothing widens");
  });
});
