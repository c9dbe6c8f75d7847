/**
 * `npm run bench [-- NAME]`: one table, CPU per operation, each row beside its peers in the same run.
 *
 * Rounds of all rows of a group are interleaved and medians taken, so that a change of the machine's speed falls on all
 * of them alike. The ratio is to the group's first row.
 */
import { decideBench } from "./decide.ts";
import { explainBench } from "./explain.ts";
import { httpBench } from "./http.ts";
import { judgeBench } from "./judge.ts";
import { lintBench } from "./lint.ts";
import { middlewareBench } from "./middleware.ts";
import { parseBench } from "./parse.ts";
import { scanBench } from "./scan.ts";
import { serversBench } from "./servers.ts";
import { surveyBench } from "./survey.ts";

/** One thing measured. */
export interface Row {
  readonly name: string;
  readonly operation: () => unknown;
  /** What has to hold: so many nanoseconds, so many times the first row, or no slower than another row. */
  readonly mark?: { readonly nanoseconds?: number; readonly ratio?: number; readonly noSlowerThan?: string };
}

/** Rows that are compared with each other; the first is what the others are a ratio of. */
export interface Group {
  readonly title: string;
  readonly rows: readonly Row[];
}

const benches: Readonly<Record<string, () => readonly Group[]>> = {
  decide: decideBench,
  middleware: middlewareBench,
  judge: judgeBench,
};

/** Benches that print a table of their own, and say which marks do not hold. */
const others: Readonly<Record<string, () => readonly string[] | Promise<readonly string[]>>> = {
  explain: explainBench,
  http: httpBench,
  lint: lintBench,
  parse: parseBench,
  survey: surveyBench,
  scan: scanBench,
  servers: serversBench,
};

// Short ones and many: what else the machine does then falls on some rounds of each row, and not on one row.
const rounds = 45;
const roundMicroseconds = 7_000;

/** CPU nanoseconds per operation of one round that does `count` of them. */
function measure(row: Row, count: number): number {
  const start = process.cpuUsage();
  for (let index = 0; index < count; index++) row.operation();
  const { user, system } = process.cpuUsage(start);
  return ((user + system) * 1000) / count;
}

/** How many operations fill a round, once the row is warm. */
function calibrate(row: Row): number {
  let count = 16;
  while (measure(row, count) * count < roundMicroseconds * 1000) count *= 2;
  // What building the row left behind is collected now, not in its rounds, whose CPU includes the collector's threads.
  globalThis.gc?.();
  count = 16;
  while (measure(row, count) * count < roundMicroseconds * 1000) count *= 2;
  return count;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** The marks that do not hold. */
function printGroup({ title, rows }: Group): readonly string[] {
  const counts = rows.map(calibrate);
  const samples: number[][] = rows.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, row] of rows.entries()) samples[index]?.push(measure(row, counts[index] ?? 1));
  }
  const medians = samples.map(median);
  process.stdout.write(`\n${title}\n`);
  const missed: string[] = [];
  for (const [index, row] of rows.entries()) {
    const value = medians[index] ?? Number.NaN;
    // Of one round each, which were next to each other in time.
    const ratio = median(samples[index]?.map((sample, round) => sample / (samples[0]?.[round] ?? Number.NaN)) ?? []);
    const fault = faultOf(row, value, ratio, (name) => medians[rows.findIndex((other) => other.name === name)]);
    if (fault !== null) missed.push(`${title}: ${row.name}: ${fault}`);
    process.stdout.write(
      `  ${row.name.padEnd(52)}${value.toFixed(0).padStart(12)} ns${ratio.toFixed(2).padStart(10)} ×${fault === null ? "" : `  ${fault}`}\n`,
    );
  }
  return missed;
}

function faultOf(
  { mark }: Row,
  value: number,
  ratio: number,
  medianOf: (name: string) => number | undefined,
): string | null {
  if (mark === undefined) return null;
  const { nanoseconds, ratio: most, noSlowerThan } = mark;
  if (nanoseconds !== undefined && value > nanoseconds) return `over its ${nanoseconds} ns`;
  if (most !== undefined && ratio > most) return `over its ${most} ×`;
  const other = noSlowerThan === undefined ? undefined : medianOf(noSlowerThan);
  return other !== undefined && value > other ? `slower than ${noSlowerThan}` : null;
}

const names = [...Object.keys(benches), ...Object.keys(others)];
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`There is no bench "${unknown[0]}"; there are: ${names.join(", ")}.\n`);
  process.exit(2);
}
process.stdout.write(`Node ${process.version}, CPU per operation, median of ${rounds} interleaved rounds\n`);
const missed: string[] = [];
for (const name of wanted.length > 0 ? wanted : names) {
  for (const group of benches[name]?.() ?? []) missed.push(...printGroup(group));
  missed.push(...((await others[name]?.()) ?? []));
}
if (missed.length > 0) {
  process.stdout.write(`\nMarks that do not hold:\n${missed.map((mark) => `  ${mark}\n`).join("")}`);
  process.exitCode = 1;
}
