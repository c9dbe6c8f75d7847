import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type BufferIo, bufferIo } from "../../../../test/buffer-io.ts";
import { requireProgram } from "../../../../test/requirements.ts";
import { run } from "./main.ts";

let folder: string;
let policy: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "crosscheck-verify-"));
  policy = join(folder, "cors.yaml");
  writeFileSync(
    policy,
    "rules:\n  - { id: v1, path: /v1/*, allowOrigins: [https://app.example.com, https://*.example.org] }\n",
  );
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function crosscheck(...argv: string[]): Promise<{ code: number; io: BufferIo }> {
  const io = bufferIo();
  return { code: await run(argv, io), io };
}

describe("wrong use is one sentence", () => {
  // biome-ignore format: one fact per line
  const mistakes = [
    ["no target",                  [],                                        "it takes one target, and none was given. There are: nginx, apache, htaccess."],
    ["a target that is not run",   ["iis"],                                   '"iis" cannot be run. There are: nginx, apache, htaccess.'],
    ["no policy",                  ["nginx"],                                 "Name its file: --policy FILE."],
    ["a policy that is not there", ["nginx", "--policy", "no.yaml"],          "no.yaml: There is no such file."],
  ] as const;

  test("a rule whose origins a function decides", async () => {
    const file = join(folder, "cors.mjs");
    writeFileSync(file, 'export default { rules: [{ id: "a", path: "/a", allowOrigins: async () => true }] };');
    const { code, io } = await crosscheck("verify", "nginx", "--policy", file);
    expect(code).toBe(2);
    expect(io.text.stderr).toContain("nginx: loss origin-function of rule a (impossible): allowOrigins is a function");
  });

  test.each(mistakes)("%s", async (_why, argv, sentence) => {
    const { code, io } = await crosscheck("verify", ...argv);
    expect(code).toBe(2);
    expect(io.text.stderr).toContain(sentence);
    expect(io.text.stdout).toBe("");
  });

  test("a folder without the files", async () => {
    const { code, io } = await crosscheck("verify", "nginx", "--policy", policy, "--config", folder);
    expect(code).toBe(2);
    expect(io.text.stderr).toContain("--config takes a folder with http.conf, server.conf, headers.conf");
  });
});

describe.runIf(requireProgram("/usr/sbin/nginx", "nginx"))("on a real nginx", { timeout: 60_000 }, () => {
  test("what was generated answers as the policy says", async () => {
    const { code, io } = await crosscheck("verify", "nginx", "--policy", policy, "--json");
    expect(JSON.parse(io.text.stdout)).toMatchObject({
      schema: "crosscheck/verify@1",
      target: "nginx",
      verdict: "passed",
      mismatches: [],
    });
    expect(JSON.parse(io.text.stdout).compared).toBeGreaterThan(1_000);
    expect(code).toBe(0);
  });

  test("a file that somebody changed is found out, by the request that shows it", async () => {
    await crosscheck("generate", "nginx", "--policy", policy, "--output", folder);
    const file = join(folder, "http.conf");
    writeFileSync(
      file,
      readFileSync(file, "utf8").replace(
        '"https://app.example.com" "https://app.example.com";',
        '"~^https://app\\.example\\.com" $http_origin;',
      ),
    );
    const { code, io } = await crosscheck("verify", "nginx", "--policy", policy, "--config", folder);
    expect(code).toBe(1);
    expect(io.text.stdout).toContain('Origin:"https://app.example.com.evil.example"');
  });

  test("a configuration that does not load has the server's own error, at the operator's file", async () => {
    await crosscheck("generate", "nginx", "--policy", policy, "--output", folder);
    writeFileSync(join(folder, "server.conf"), "# mine\nset $x;\n");
    const { code, io } = await crosscheck("verify", "nginx", "--policy", policy, "--config", folder);
    expect(code).toBe(3);
    expect(io.text.stderr).toContain('invalid number of arguments in "set" directive');
    expect(io.text.stderr).toContain(`in ${join(folder, "server.conf")}:2`);
  });
});
