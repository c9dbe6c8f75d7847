import { describe, expect, test } from "vitest";
import { causeExamples } from "../../packages/toolkit/src/learn/cause-examples.ts";
import type { LearnExample } from "../../packages/toolkit/src/learn/learn-example.ts";
import { parseTypedHeaders, parseTypedResponse } from "../../packages/toolkit/src/learn/parse-typed-head.ts";
import { sections } from "../../packages/toolkit/src/learn/sections.ts";
import { showExample } from "../../packages/toolkit/src/learn/show-example.ts";
import { requireProgram } from "../requirements.ts";
import type { BrowserCase } from "./browser-case.ts";
import { engineNames, engines } from "./engines.ts";
import { type RecordedCase, runCases } from "./run-cases.ts";
import { addToTally, describeDisagreement, emptyTally } from "./tally.ts";
import { startTruthServer } from "./truth-server.ts";

/** The guide's three origins, as the harness has them on loopback. */
const tokens = [
  ["https://app.example", "{page}"],
  ["https://api.example", "{other}"],
  ["https://cdn.example", "{host}"],
] as const;

const examples = [
  ...sections.flatMap(({ parts }) =>
    parts.flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === "example" ? [block.example] : []))),
  ),
  ...causeExamples,
].filter(canRun);

/** Not what needs other hosts, a filled cache or a dead server. */
function canRun(example: LearnExample): boolean {
  const { typed, gives } = showExample(example);
  const { origin, url, stored, mode } = typed;
  return (
    origin === "https://app.example" &&
    /^https:\/\/(?:api|app)\.example\//.test(url) &&
    stored === "" &&
    gives !== "network" &&
    // Cross-Origin-Resource-Policy is about sites, and two ports of one host are one.
    mode === "cors" &&
    // The default port of https means nothing on another one.
    example.id !== "acao-port"
  );
}

function caseOf(example: LearnExample, index: number): BrowserCase {
  const { typed } = showExample(example);
  const id = `klearn-${index}`;
  const response = (text: string): ReturnType<typeof withTokens> => withTokens(text, id);
  const answer = response(typed.answer);
  const after = response(typed.after);
  const preflight = typed.preflight === "" ? answer : response(typed.preflight);
  return {
    id,
    family: example.id,
    frame: "page",
    steps: [
      {
        url: `${originToken(typed.url)}/${id}/0`,
        method: typed.method,
        headers: parseTypedHeaders(typed.headers, "headers").headers,
        credentials: typed.credentials,
        redirect: typed.redirect,
      },
    ],
    answers: { 0: { preflight, actual: answer }, 1: { preflight: after, actual: after } },
  };
}

function withTokens(text: string, id: string): { status: number; headers: [string, string][] } {
  const { answer } = parseTypedResponse(text, "answer");
  if (!("status" in answer)) throw new Error(`${id} has no response`);
  const headers = answer.headers.map(([name, value]): [string, string] => {
    if (name.toLowerCase() === "location")
      return [name, `${originToken(new URL(value, "https://api.example").href)}/${id}/1`];
    return [name, tokens.reduce((sofar, [origin, token]) => sofar.replaceAll(origin, token), value)];
  });
  return { status: answer.status, headers };
}

function originToken(url: string): string {
  const token = tokens.find(([origin]) => url.startsWith(`${origin}/`))?.[1];
  if (token === undefined) throw new Error(`${url} is at none of the guide's origins`);
  return token;
}

test("most of the guide's examples can be run in a browser", () => {
  expect(examples.length).toBeGreaterThan(40);
});

describe.each(engineNames)("%s does what the guide says", (engine) => {
  const { program, debianPackages, start } = engines[engine];
  const isThere =
    requireProgram(program, debianPackages) && (engine !== "webkit" || requireProgram("xvfb-run", "xvfb xauth"));

  test.runIf(isThere)("in every example that it can be shown", { timeout: 240_000 }, async () => {
    const records: RecordedCase[] = [];
    const server = await startTruthServer();
    try {
      const driver = await start();
      try {
        await runCases(driver, server, examples.map(caseOf), (batch) => records.push(...batch));
      } finally {
        await driver.close();
      }
    } finally {
      await server.close();
    }
    const tally = emptyTally();
    for (const record of records) addToTally(tally, engine, record);
    expect(tally.disagreements.map(describeDisagreement)).toEqual([]);

    // And not by the model alone: the word that stands on the page is what the browser did.
    const done = records.map(({ case: { family }, outcome }) => [family, outcome.steps[0]?.verdict === "allowed"]);
    const said = examples.map((example) => {
      const isRead = showExample(example).judged.verdicts[engine].type === "allowed";
      return [example.id, isRead];
    });
    expect(done).toEqual(said);
  });
});
