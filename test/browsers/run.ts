import { parseArgs } from "node:util";
import type { BrowserEngine } from "../../packages/cors/src/browser/departures.ts";
import { departuresOf } from "../../packages/cors/src/browser/index.ts";
import {
  type DepartureEvidence,
  departureCases,
  gatherEvidence,
  problemsOf,
  writeEvidence,
} from "./departure-evidence.ts";
import { engineNames, engines, runInFreshBrowser, runSeed } from "./engines.ts";
import { type Recording, writeRecording } from "./recording.ts";
import type { RecordedCase } from "./run-cases.ts";
import { addToTally, describeDisagreement, emptyTally, reasonAgreement } from "./tally.ts";

// `npm run test:browsers -- --seed S --cases N [--engine E]… [--record] [--departures]`: one table; ends with 1 when an
// engine and its profile disagree more often than allowed. `--record` replaces the recorded outcomes that `npm test` checks.
// `--departures` runs the case of each departure in three fresh browsers first, and keeps what came of it, and of the seed.
const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    cases: { type: "string", default: "1000" },
    engine: { type: "string", multiple: true },
    record: { type: "boolean", default: false },
    departures: { type: "boolean", default: false },
  },
});
const seed = natural("seed", values.seed ?? `${Math.floor(Math.random() * 1_000_000)}`);
const count = natural("cases", values.cases);
const chosen = values.engine ?? engineNames;
const unknown = chosen.filter((name) => !engineNames.some((engine) => engine === name));
if (unknown.length > 0)
  fail(`--engine ${unknown.join(", ")}: there is no such engine. Write ${engineNames.join(", ")}.`);

process.stdout.write(`seed ${seed}\n`);
const rows: string[][] = [];
let isTooMuch = false;
for (const engine of chosen as readonly BrowserEngine[]) {
  const seen = values.departures ? await runDepartures(engine) : null;
  const tally = emptyTally();
  const records: RecordedCase[] = [];
  const version = await runSeed(engine, seed, count, (batch) => {
    for (const record of batch) addToTally(tally, engine, record);
    if (values.record) records.push(...batch);
  });
  for (const disagreement of tally.disagreements)
    process.stdout.write(`${engine} ${describeDisagreement(disagreement)}\n`);
  for (const { case: one, messages } of tally.otherReasons)
    process.stdout.write(
      `${engine} ${one.id} is blocked for another reason than the console says\n  ${messages.join("\n  ")}\n`,
    );
  const allowed = Math.ceil((engines[engine].allowedIn10000 * count) / 10_000);
  if (tally.disagreements.length > allowed || tally.cases !== count) isTooMuch = true;
  const explained = tally.disagreements.filter(({ explanation }) => explanation !== null).length;
  rows.push([
    engine,
    version,
    `${tally.cases}`,
    `${tally.disagreements.length} (${allowed} allowed)`,
    `${explained}`,
    `${(100 * reasonAgreement(tally)).toFixed(2)} % of ${tally.reasonsEqual + tally.reasonsDifferent}`,
    `${departuresOf(engine).length}`,
  ]);
  if (seen !== null) {
    const freshSeed = { seed, cases: tally.cases, disagreements: tally.disagreements.length };
    writeEvidence(engine, { version, seen, freshSeed });
  }
  if (values.record) writeRecording(engine, { version, seeds: [seed], records } satisfies Recording);
}

const table = [["engine", "version", "cases", "disagreements", "explained", "reasons equal", "departures"], ...rows];
const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
for (const row of table)
  process.stdout.write(
    `${row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd()}\n`,
  );
process.exit(isTooMuch ? 1 : 0);

/** The evidence of an engine's departures; prints what is wrong with it. */
async function runDepartures(engine: BrowserEngine): Promise<DepartureEvidence["seen"]> {
  const runs: RecordedCase[][] = [];
  for (let run = 1; run <= 3; run++) {
    const records: RecordedCase[] = [];
    await runInFreshBrowser(engine, departureCases(engine, run), (batch) => records.push(...batch));
    runs.push(records);
  }
  const seen = gatherEvidence(engine, runs);
  const problems = departuresOf(engine).flatMap((id) => problemsOf(engine, id, seen[id]));
  for (const problem of problems) process.stdout.write(`${engine} ${problem}\n`);
  const held = departuresOf(engine).length - new Set(problems.map((problem) => problem.split(":")[0])).size;
  process.stdout.write(`${engine}: ${held} of ${departuresOf(engine).length} departures seen in three runs\n`);
  if (problems.length > 0) isTooMuch = true;
  return seen;
}

function natural(option: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  return fail(`--${option} ${JSON.stringify(text)} is not a whole number.`);
}

function fail(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}
