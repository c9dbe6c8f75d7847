import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bufferIo } from "../../../../test/buffer-io.ts";
import { schemaMismatches } from "../../../../test/schema-mismatches.ts";
import { run } from "../cli/main.ts";
import { createApp } from "./create-app.ts";
import { openApi } from "./openapi.ts";
import { namesFor } from "./request-guards.ts";

const app = createApp({ names: namesFor("127.0.0.1") });
const json = { "content-type": "application/json" };
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "crosscheck-text-"));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function post(path: string, body: unknown, headers: Record<string, string> = json): Promise<Response> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return app.fetch(new Request(`http://127.0.0.1:8787/api/v1/${path}`, { method: "POST", headers, body: text }));
}

/** What the command prints of the same text. */
async function printed(...argv: readonly string[]): Promise<Record<string, unknown>> {
  const io = bufferIo();
  await run(argv, io);
  return JSON.parse(io.text.stdout) as Record<string, unknown>;
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const policy =
  "rules:\n  - { id: api, path: /api/*, allowOrigins: [https://app.example.com], allowCredentials: true }\n";
const staged =
  "originSets: { ui: [https://app.example.com] }\nrules:\n  - { id: api, path: /api/*, allowOrigins: [$ui] }\n" +
  "environments:\n  stage:\n    originSets: { ui: { replace: [https://stage.example.com] } }\n";
const mistaken = "rules:\n  - id: api\n    path: /api/*\n    allowOrigins: [https://app.example.com/]\n";
const widening = "rules:\n  - { id: api, path: /api/*, allowOrigins: ['https://*.example.com'] }\n";
const reflecting =
  "server {\n  listen 80;\n  location / {\n    add_header Access-Control-Allow-Origin $http_origin;\n    add_header Access-Control-Allow-Credentials true;\n  }\n}\n";

describe("the API says what the commands say", () => {
  test.each([
    ["a good policy", policy],
    ["one with a mistake", mistaken],
    ["no YAML", "rules: [\n"],
    ["nothing", ""],
  ])("check: %s", async (_why, text) => {
    const response = await post("check", { policy: text });
    expect(response.status).toBe(200);
    const answer = (await response.json()) as Record<string, unknown>;
    expect(schemaMismatches(openApi, "PolicyCheck", answer)).toEqual([]);
    const path = file("crosscheck.policy.yaml", text);
    const said = JSON.stringify(await printed("check", path, "--json")).replaceAll(path, "crosscheck.policy.yaml");
    expect(answer).toEqual(JSON.parse(said));
  });

  test.each(["nginx", "nginx@1.22", "apache", "htaccess"])("generate: %s", async (target) => {
    const response = await post("generate", { target, policy });
    expect(response.status).toBe(200);
    const { problems, ...answer } = (await response.json()) as Record<string, unknown>;
    expect(schemaMismatches(openApi, "Generated", { ...answer, problems })).toEqual([]);
    const path = file("crosscheck.policy.yaml", policy);
    const said = JSON.stringify(await printed("generate", target, "--policy", path, "--json"));
    expect(answer).toEqual(JSON.parse(said.replaceAll(path, "crosscheck.policy.yaml")));
  });

  test("lint, the kind detected", async () => {
    const response = await post("lint", { text: reflecting, file: "site.conf" });
    expect(response.status).toBe(200);
    const answer = (await response.json()) as { files: { verdict: string }[] };
    expect(schemaMismatches(openApi, "LintReport", answer)).toEqual([]);
    expect(answer.files[0]?.verdict).toBe("failed");
    const path = file("site.conf", reflecting);
    expect(answer).toEqual(
      JSON.parse(JSON.stringify(await printed("lint", path, "--json")).replaceAll(path, "site.conf")),
    );
  });

  test("a policy may be the document itself, and an environment is applied", async () => {
    const document = { rules: [{ id: "api", path: "/api/*", allowOrigins: ["https://app.example.com"] }] };
    expect(await (await post("check", { policy: document })).json()).toMatchObject({ verdict: "passed" });
    const answer = await (await post("generate", { target: "nginx", policy: staged, environment: "stage" })).json();
    // The dots are escaped in the files' expressions.
    expect(JSON.stringify(answer)).toMatch(/stage\\*\.example/);
    expect(JSON.stringify(answer)).not.toMatch(/app\\*\.example/);
  });
});

// biome-ignore format: one fact per line
const problems = [
  ["no JSON",                       "check",    "{",                                             400, "bad-request-body",       ""],
  ["a list",                        "check",    [],                                              400, "bad-request-body",       ""],
  ["no policy",                     "check",    {},                                              400, "bad-request-body",       "/policy"],
  ["a policy that is a number",     "check",    { policy: 1 },                                   400, "bad-request-body",       "/policy"],
  ["a member too many",             "check",    { policy, "a/b": 1 },                            400, "bad-request-body",       "/a~1b"],
  ["an environment not there",      "check",    { policy, environment: "moon" },                 400, "bad-request-body",       "/environment"],
  ["no target",                     "generate", { policy },                                      400, "bad-request-body",       "/target"],
  ["a target that is none",         "generate", { policy, target: "nginy" },                     400, "bad-request-body",       "/target"],
  ["a version that is none",        "generate", { policy, target: "nginx@new" },                 400, "bad-request-body",       "/target"],
  ["accept is no list",             "generate", { policy, target: "nginx", accept: "all" },      400, "bad-request-body",       "/accept"],
  ["a policy with a mistake",       "generate", { policy: mistaken, target: "nginx" },           422, "bad-policy",             "/policy"],
  ["what the server cannot say",    "generate", { policy: widening, target: "iis-custom-headers" }, 422, "refused-losses",      "/policy"],
  ["no text",                       "lint",     {},                                              400, "bad-request-body",       "/text"],
  ["a kind that is none",           "lint",     { text: "x", as: "nginy" },                      400, "bad-request-body",       "/as"],
  ["a text like none of them",      "lint",     { text: "Dear Sir" },                            400, "bad-request-body",       "/as"],
  ["a text too large",              "lint",     { text: "#".repeat(512 * 1024 + 1), as: "nginx" }, 413, "body-too-large",       null],
  ["a body too large",              "lint",     " ".repeat(1_700_000),                           413, "body-too-large",         null],
  ["a policy too large",            "check",    { policy: "#".repeat(512 * 1024 + 1) },          413, "body-too-large",         null],
] as const;

test.each(problems)("a problem document: %s", async (_why, path, body, status, code, pointer) => {
  const response = await post(path, body);
  expect(response.status).toBe(status);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const problem = (await response.json()) as { errors?: { pointer: string }[] };
  expect(problem).toMatchObject({ type: `urn:crosscheck:problem:${code}`, status });
  expect(schemaMismatches(openApi, "Problem", problem)).toEqual([]);
  if (pointer !== null) expect(problem.errors?.map((error) => error.pointer)).toContain(pointer);
});

test("a policy's mistake has its line", async () => {
  const problem = (await (await post("generate", { policy: mistaken, target: "nginx" })).json()) as {
    errors: object[];
  };
  expect(problem.errors[0]).toMatchObject({ line: 4 });
});

test.each(["check", "generate", "lint"])("%s refuses other sites, other types and other methods", async (path) => {
  expect((await post(path, {}, { ...json, "sec-fetch-site": "cross-site" })).status).toBe(403);
  expect((await post(path, {}, { "content-type": "text/plain" })).status).toBe(415);
  const got = await app.fetch(new Request(`http://127.0.0.1:8787/api/v1/${path}`));
  expect([got.status, got.headers.get("allow")]).toEqual([405, "POST"]);
});

describe("a text's includes are never opened on this machine", () => {
  const secret = "add_header Access-Control-Allow-Origin https://secret-of-this-machine.example;\n";
  const apacheSecret = 'Header set Access-Control-Allow-Origin "https://secret-of-this-machine.example"\n';

  // biome-ignore format: one fact per line
  const includes = [
    ["nginx, a file",          "nginx",    (path: string) => `server {\n  listen 80;\n  include ${path};\n}\n`,                    secret,       "secret.conf"],
    ["nginx, a pattern",       "nginx",    (path: string) => `server {\n  listen 80;\n  include ${path.replace("secret.conf", "*.conf")};\n}\n`, secret, "secret.conf"],
    ["nginx, a map's",         "nginx",    (path: string) => `map $http_origin $o {\n  include ${path};\n}\nserver {\n  listen 80;\n  add_header Access-Control-Allow-Origin $o;\n}\n`, "default https://secret-of-this-machine.example;\n", "secret.conf"],
    ["Apache, a file",         "apache",   (path: string) => `<VirtualHost *:80>\n  ServerName a.example\n  Include ${path}\n</VirtualHost>\n`, apacheSecret, "secret.conf"],
    ["Apache, a pattern",      "apache",   (path: string) => `<VirtualHost *:80>\n  ServerName a.example\n  IncludeOptional ${path.replace("secret.conf", "*.conf")}\n</VirtualHost>\n`, apacheSecret, "secret.conf"],
  ] as const;

  test.each(includes)("%s is not modelled", async (_why, as, text, content, name) => {
    const path = file(name, content);
    expect(existsSync(path)).toBe(true);
    // The command, which may read it, says something of it: the test would see it here, too.
    const response = await post("lint", { text: text(path), as, file: join(folder, "pasted.conf") });
    const answer = await response.text();
    expect(answer).not.toContain("secret-of-this-machine");
    const { files } = JSON.parse(answer) as {
      files: { verdict: string; findings: { check: string; line: number }[] }[];
    };
    expect(files[0]?.verdict).toBe("inconclusive");
    expect(files[0]?.findings.map(({ check }) => check)).toContain("not-modelled");
    expect(files[0]?.findings.map(({ check }) => check)).not.toContain("syntax");
  });

  test("nor the .htaccess of a DocumentRoot", async () => {
    file(".htaccess", apacheSecret);
    const text = `<VirtualHost *:80>\n  DocumentRoot ${folder}\n  <Directory ${folder}>\n    AllowOverride All\n  </Directory>\n</VirtualHost>\n`;
    const answer = await (await post("lint", { text, as: "apache" })).text();
    expect(answer).not.toContain("secret-of-this-machine");
    expect(answer).toContain('"verdict":"passed"');
  });
});
