import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { definePolicy, type PolicyDocument, policyResponder } from "@crosscheck/cors";
import { cors } from "@crosscheck/cors/node";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { narrowerThanPolicy } from "../../packages/toolkit/src/checks/catalogue/narrower-than-policy.ts";
import { widerThanPolicy } from "../../packages/toolkit/src/checks/catalogue/wider-than-policy.ts";
import { run } from "../../packages/toolkit/src/cli/main.ts";
import type { ScanReport } from "../../packages/toolkit/src/report/scan-report.ts";
import { evidenceFrom } from "../../packages/toolkit/src/scan/evidence-from.ts";
import { intendedAnswers } from "../../packages/toolkit/src/scan/intended-answers.ts";
import { ruleOf } from "../../packages/toolkit/src/scan/policy-paths.ts";
import { policyQuestions } from "../../packages/toolkit/src/scan/policy-questions.ts";
import { probeRequest } from "../../packages/toolkit/src/scan/probe-request.ts";
import { arbitraryPolicy } from "../arbitrary-policy.ts";
import { bufferIo } from "../buffer-io.ts";

let folder: string;
const closing: (() => Promise<void>)[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "crosscheck-policy-"));
});

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  rmSync(folder, { recursive: true, force: true });
});

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

async function serve(handler: Handler): Promise<string> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** A site that answers as a policy says. */
const deployed =
  (document: PolicyDocument): Handler =>
  (request, response) =>
    cors(definePolicy(document))(request, response, () => response.end("hello"));

const written = `version: 1
originSets:
  apps:
    - https://app.example.com
environments:
  stage:
    originSets:
      apps: { replace: ["https://stage.example.com"] }
rules:
  - id: private
    path: /private/*
    allowOrigins: []
  - id: api
    path: /api/*
    allowOrigins:
      - $apps
      - https://*.example.org
    allowCredentials: true
    allowMethods: [PUT]
    allowHeaders: [Content-Type]
    exposeHeaders: [X-Total]
  - id: public
    path: /public/*
    allowOrigins: "*"
`;

const meant = {
  rules: [
    { id: "private", path: "/private/*", allowOrigins: [] },
    {
      id: "api",
      path: "/api/*",
      allowOrigins: ["https://app.example.com", "https://*.example.org"],
      allowCredentials: true,
      allowMethods: ["PUT"],
      allowHeaders: ["Content-Type"],
      exposeHeaders: ["X-Total"],
    },
    { id: "public", path: "/public/*", allowOrigins: "*" },
  ],
} as const satisfies PolicyDocument;

/** The same with one rule changed. */
function changed(id: "private" | "api" | "public", change: object): PolicyDocument {
  return { rules: meant.rules.map((rule) => (rule.id === id ? { ...rule, ...change } : rule)) } as PolicyDocument;
}

async function scan(url: string, ...argv: string[]) {
  const file = join(folder, "policy.yaml");
  writeFileSync(file, written);
  const io = bufferIo({ env: { CROSSCHECK_DATA: join(folder, "results.sqlite") } });
  const exitCode = await run(["scan", url, "--allow-private", "--policy", file, ...argv], io);
  return { exitCode, file, ...io.text };
}

async function differences(url: string, ...argv: string[]) {
  const { exitCode, stdout } = await scan(url, "--json", ...argv);
  const report = JSON.parse(stdout) as ScanReport;
  const found = report.findings
    .filter(({ check }) => check.endsWith("-than-policy"))
    .map(({ check, level, url: at, place }) => [check, level, new URL(at).pathname, place?.line]);
  return { exitCode, report, found };
}

describe("a scan against the intended policy", () => {
  test("what is deployed as written differs in nothing, and every rule was asked", async () => {
    const { found, report, exitCode } = await differences(await serve(deployed(meant)));
    expect({ found, exitCode }).toEqual({ found: [], exitCode: 0 });
    expect(report.notes.map((note) => note.replace(/http\S+?\/\/[^/]+/, ""))).toEqual([
      "Compared with the policy: / is covered by no rule, so it should have no CORS headers.",
      "Compared with the policy: /private/ is decided by the rule private.",
      "Compared with the policy: /api/ is decided by the rule api.",
      "Compared with the policy: /public/ is decided by the rule public.",
    ]);
  });

  // biome-ignore format: one fact per line
  const facts: readonly (readonly [why: string, live: PolicyDocument, found: readonly (readonly unknown[])[]])[] = [
    ["a rule of [] that the site opens to everybody", changed("private", { allowOrigins: "*" }),
      [["wider-than-policy", "public", "/private/", 12]]],
    ["an origin of the policy that the site lacks", changed("api", { allowOrigins: ["https://*.example.org"] }),
      [["narrower-than-policy", "broken", "/api/", 4]]],
    ["a pattern that the site lacks", changed("api", { allowOrigins: ["https://app.example.com"] }),
      [["narrower-than-policy", "broken", "/api/", 17]]],
    ["credentials that the site does not grant", changed("api", { allowCredentials: false }),
      [["narrower-than-policy", "broken", "/api/", 4], ["narrower-than-policy", "broken", "/api/", 17]]],
    ["a method that the site lacks", changed("api", { allowMethods: [] }),
      [["narrower-than-policy", "broken", "/api/", 19]]],
    ["a header that the site lacks", changed("api", { allowHeaders: [] }),
      [["narrower-than-policy", "broken", "/api/", 19]]],
    ["a header that the site does not show", changed("api", { exposeHeaders: [] }),
      [["narrower-than-policy", "broken", "/api/", 21]]],
    ["a method that the policy does not list", changed("api", { allowMethods: ["PUT", "DELETE"] }),
      [["wider-than-policy", "write-only", "/api/", 19]]],
    ["a public rule that the site closes", changed("public", { allowOrigins: [] }),
      [["narrower-than-policy", "broken", "/public/", 24]]],
    ["a rule for a place that the policy has none for", { rules: [...meant.rules, { id: "rest", path: "/*", allowOrigins: "*" }] },
      [["wider-than-policy", "public", "/", 9]]],
  ];

  test.each(facts)("%s", async (_why, live, expected) => {
    const { found, exitCode, report } = await differences(await serve(deployed(live)));
    expect(found.toSorted()).toEqual(expected.toSorted());
    const isWriteOnly = expected.every(([, level]) => level === "write-only");
    expect(exitCode).toBe(isWriteOnly ? 0 : 1);
    for (const finding of report.findings.filter(({ check }) => check.endsWith("-than-policy"))) {
      expect(finding.evidence.length).toBeGreaterThan(0);
    }
  });

  test("another environment is another policy", async () => {
    const url = await serve(
      deployed(changed("api", { allowOrigins: ["https://stage.example.com", "https://*.example.org"] })),
    );
    expect((await differences(url, "--environment", "stage")).found).toEqual([]);
    expect((await differences(url)).found).toEqual([["narrower-than-policy", "broken", "/api/", 4]]);
  });

  test("a path that is named asks about its rule, instead of one that was guessed", async () => {
    const url = await serve(deployed(meant));
    const { report } = await differences(url, "--path", "/api/items?page=2");
    expect(report.notes.join("\n")).toContain("/api/items?page=2 is decided by the rule api");
    expect(report.notes.join("\n")).not.toContain("/api/ is decided");
  });

  test("where the site has no such page, the rule could not be compared, and what to do is said", async () => {
    const url = await serve((_request, response) => response.writeHead(404).end());
    const { found, report, exitCode } = await differences(url);
    expect(exitCode).toBe(3);
    expect(report.error?.message).toMatch(
      /\/api\/ answers 404, so the policy's rule for it could not be compared\. Name/,
    );
    expect(found.filter(([, level]) => level === "info").length).toBeGreaterThan(0);
    expect(report.findings.map(({ message }) => message).join("\n")).toContain(
      "The site answered 404 there: name a page that exists with --path.",
    );
  });

  test("every finding, of other checks too, is at the policy's line: in text and in SARIF", async () => {
    const url = await serve((request, response) => {
      response.setHeader("Access-Control-Allow-Origin", request.headers.origin ?? "null");
      response.setHeader("Access-Control-Allow-Credentials", "true");
      response.end();
    });
    const sarif = join(folder, "a.sarif");
    const { stdout, file } = await scan(`${url}api/`, "--report", `sarif=${sarif}`);
    expect(stdout).toMatch(/reflects-any-origin · CWE-942\n +\S+policy\.yaml:16:7\n/);
    const results: { ruleId: string; locations: unknown[] }[] = JSON.parse(readFileSync(sarif, "utf8")).runs[0].results;
    const place = { artifactLocation: { uri: file }, region: { startLine: 16, startColumn: 7 } };
    expect(results.find(({ ruleId }) => ruleId === "reflects-any-origin")?.locations).toEqual([
      { physicalLocation: place },
    ]);
  });

  test("a policy in code: its rules' lines", async () => {
    const file = join(folder, "policy.ts");
    writeFileSync(file, `export default {\n  rules: [\n    { id: "all", path: "/*", allowOrigins: [] },\n  ],\n};\n`);
    const url = await serve((_request, response) => {
      response.setHeader("Access-Control-Allow-Origin", "*");
      response.end();
    });
    const io = bufferIo();
    expect(await run(["scan", url, "--allow-private", "--policy", file, "--json"], io)).toBe(1);
    const report = JSON.parse(io.text.stdout) as ScanReport;
    expect(report.findings.find(({ check }) => check === "wider-than-policy")?.place).toEqual({
      file,
      line: 3,
      column: 11,
    });
  });

  test("no request but GET and OPTIONS is sent", async () => {
    const asked = new Set<string>();
    const site = deployed(meant);
    await scan(
      await serve((request, response) => {
        asked.add(request.method ?? "");
        site(request, response);
      }),
    );
    expect([...asked].sort()).toEqual(["GET", "OPTIONS"]);
  });

  // biome-ignore format: one fact per line
  const wrong = [
    ["a policy that is not there", ["--policy", "/nowhere/p.yaml"],                   /--policy cannot be used:\n\/nowhere\/p\.yaml: There is no such file/],
    ["a policy with a mistake",    ["--policy", "BAD"],                               /bad\.yaml:1:.*has a path/],
    ["an environment that it has not", ["--policy", "GOOD", "--environment", "x"],    /--policy cannot be used/],
    ["an environment of nothing",  ["--environment", "x"],                            /--environment is of a policy\. Name its file, too: --policy FILE\./],
  ] as const;

  test.each(wrong)("%s: exit 2, nothing sent", async (_why, argv, sentence) => {
    const files = { BAD: join(folder, "bad.yaml"), GOOD: join(folder, "good.yaml") };
    writeFileSync(files.BAD, "rules: [{ id: a, path: /*, allowOrigins: [https://a.example/] }]\n");
    writeFileSync(files.GOOD, written);
    const io = bufferIo();
    const named = argv.map((word) => files[word as keyof typeof files] ?? word);
    expect(await run(["scan", "http://127.0.0.1:9/", "--allow-private", ...named], io)).toBe(2);
    expect(io.text.stdout).toBe("");
    expect(io.text.stderr).toMatch(sentence);
  });
});

test("whatever the policy, a site that has it differs in nothing", async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryPolicy, async (policy) => {
      const url = "https://shop.example/api/items";
      const responder = policyResponder(policy);
      const planned = evidenceFrom(url, responder);
      const questions = policyQuestions(policy, await ruleOf(policy, url), url);
      const listed = questions.map((question) => {
        const { request, ...probe } = probeRequest(question);
        return { ...probe, exchange: { request, response: responder(request) } };
      });
      const probes = [...planned.probes, ...listed];
      const intended = await intendedAnswers(
        policy,
        probes.map(({ exchange }) => exchange),
      );
      const evidence = { ...planned, probes, intended };
      expect([...widerThanPolicy.run(evidence), ...narrowerThanPolicy.run(evidence)]).toEqual([]);
    }),
    { numRuns: 100 },
  );
});
