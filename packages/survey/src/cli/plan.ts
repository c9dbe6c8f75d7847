import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import type { Command, Io } from "crosscheck/cli/command";
import { parseOptions } from "crosscheck/cli/parse-options";
import { printable } from "crosscheck/report/printable";
import { bulkNames, isLookupFailure } from "../gather/bulk-names.ts";
import { importList } from "../lists/import-list.ts";
import { openSurveyStore, type TargetRow } from "../store/survey-store.ts";
import { gatherKinds, runOptions } from "./survey-options.ts";

const summary = "what a run would ask, and how long it would take";

const help = `Usage: crosscheck survey plan --list FILE [options]

Reads the list and looks up the names of 1,000 of its sites, to say how many there are, how many are gone, how many share an
address, and what that makes in hours and gigabytes. No site is asked. Takes the options of \`survey run\`.

Examples:
  crosscheck survey plan --list top-1m.csv.zip --resolver 127.0.0.1
`;

export const command: Command = { summary, help, run };

const looked = 1_000;
/** Measured with bench/survey.ts: CPU for a site and bytes stored of it. They give an order, not a promise. */
const cpuSecondsASite = 0.005;
const bytesASite = 1_500;

async function run(argv: readonly string[], io: Io): Promise<number> {
  const parsed = parseOptions("survey plan", argv, { list: "value", json: "flag", ...gatherKinds });
  const wrong = (sentence: string): number => {
    io.stderr.write(`${printable(sentence, 1_000)}\n`);
    return 2;
  };
  if (!parsed.ok) return wrong(parsed.message);
  const file = parsed.values.get("list")?.[0];
  if (file === undefined) return wrong("crosscheck survey plan: it needs --list FILE.");
  const options = runOptions(parsed.flags, parsed.values);
  if (typeof options === "string") return wrong(`crosscheck survey plan: ${options}`);
  const folder = mkdtempSync(join(tmpdir(), "crosscheck-plan-"));
  const store = openSurveyStore(folder, "create");
  try {
    const imported = await importList(store, { file, seed: "1", sample: null }, io.stdin, () => {});
    const sample = store.pending({ turn: -1, id: -1 }, looked);
    const { startsPerSecond } = options.gather.politeness;
    const found = await lookUp(sample, options.gather.resolver);
    const { targets, duplicates, malformed, kind } = imported;
    const busiest = Math.max(0, ...found.addresses.values());
    // One site at an address of its own says nothing of the others: a share is seen from two on.
    const atBusiest = busiest > 1 ? (targets * busiest) / sample.length : 1;
    const byCpu = (targets * cpuSecondsASite) / Math.min(options.processes, cpus().length);
    const byAddress = atBusiest / startsPerSecond;
    const plan = {
      schema: "crosscheck/survey-plan@1",
      list: kind,
      targets,
      duplicates,
      malformed,
      lookedUp: sample.length,
      deadShare: found.dead / sample.length,
      addresses: found.addresses.size,
      busiestAddressShare: busiest / sample.length,
      hoursByProcessor: byCpu / 3_600,
      hoursByBusiestAddress: byAddress / 3_600,
      gigabytes: (targets * bytesASite) / 1e9,
    };
    io.stdout.write(parsed.flags.has("json") ? `${JSON.stringify(plan)}\n` : textOf(plan));
    return 0;
  } finally {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function lookUp(
  sample: readonly TargetRow[],
  resolver: string | null,
): Promise<{ readonly dead: number; readonly addresses: ReadonlyMap<string, number> }> {
  const names = bulkNames({ resolver });
  const { signal } = new AbortController();
  const addresses = new Map<string, number>();
  let dead = 0;
  await Promise.all(
    sample.map(async ({ site }) => {
      const host = new URL(site).hostname.replace(/^\[|\]$/g, "");
      const isAddress = /^[0-9.]+$/.test(host) || host.includes(":");
      const found = isAddress ? [host] : await names.resolve(host, signal);
      if (isLookupFailure(found)) dead++;
      else addresses.set(found[0] ?? "", (addresses.get(found[0] ?? "") ?? 0) + 1);
    }),
  );
  return { dead, addresses };
}

function textOf(plan: {
  readonly list: string;
  readonly targets: number;
  readonly duplicates: number;
  readonly malformed: number;
  readonly lookedUp: number;
  readonly deadShare: number;
  readonly addresses: number;
  readonly busiestAddressShare: number;
  readonly hoursByProcessor: number;
  readonly hoursByBusiestAddress: number;
  readonly gigabytes: number;
}): string {
  const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;
  const hours = (number: number): string => (number < 0.1 ? "minutes" : `${number.toFixed(1)} hours`);
  return `${plan.targets} sites (${plan.list} list), ${plan.duplicates} named twice, ${plan.malformed} lines left out.
Of ${plan.lookedUp} looked up: ${percent(plan.deadShare)} have no address, the others share ${plan.addresses} addresses; the busiest has ${percent(plan.busiestAddressShare)}.
By the processors it would take ${hours(plan.hoursByProcessor)}; at the busiest address, politely, ${hours(plan.hoursByBusiestAddress)}. The longer of the two is the run.
About ${plan.gigabytes.toFixed(1)} GB.
`;
}
