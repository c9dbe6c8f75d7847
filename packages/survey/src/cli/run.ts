import type { Command, Io } from "crosscheck/cli/command";
import { parseOptions } from "crosscheck/cli/parse-options";
import { untilInterrupted } from "crosscheck/cli/until-interrupted";
import { printable } from "crosscheck/report/printable";
import { bulkNames } from "../gather/bulk-names.ts";
import { type GatherEnd, gather } from "../gather/gather.ts";
import { storeSource } from "../gather/gather-source.ts";
import { judgePending } from "../judge/judge-pending.ts";
import { importList } from "../lists/import-list.ts";
import { ListError } from "../lists/list-error.ts";
import { digestOfList } from "../lists/open-list.ts";
import { noOptOut, readOptOut } from "../lists/opt-out.ts";
import { takeRunLock } from "../store/run-lock.ts";
import { openSurveyStore, type SurveyStore } from "../store/survey-store.ts";
import { runProgress } from "./run-progress.ts";
import { statusOfRun } from "./status-of-run.ts";
import { gatherHelp, gatherKinds, type RunOptions, runOptions, wholeNumber } from "./survey-options.ts";

const summary = "gather what the sites of a list answer, and judge it";

const help = `Usage: crosscheck survey run --list FILE --output FOLDER [options]

Scans every site of a list and keeps what it answers in FOLDER. A run that ends before its end, in whatever way, goes on
with --resume: nothing is lost, nothing is asked or counted twice.

Options:
  --list FILE            CrUX, Tranco, Umbrella, Majestic or one site a line; csv, gz, zip; - reads standard input
  --output FOLDER        where the run is kept: one folder, one run
  --resume               go on with the run in FOLDER, or begin it; --list may be left out then
  --sample N             so many of the list's sites, by chance
  --seed TEXT            the chance: the same seed takes the same sites in the same order
  --json                 progress and the end as one JSON object a line, on standard output
${gatherHelp}
Examples:
  crosscheck survey run --list top-1m.csv.zip --output ./survey --contact https://example.org/survey
  crosscheck survey run --list sites.txt --output ./survey --sample 10000 --seed 7
  crosscheck survey run --output ./survey --resume
`;

const kinds = {
  list: "value",
  output: "value",
  resume: "flag",
  sample: "value",
  seed: "value",
  json: "flag",
  ...gatherKinds,
} as const;

export const command: Command = { summary, help, run };

async function run(argv: readonly string[], io: Io): Promise<number> {
  const wrongUse = (sentence: string): number => {
    io.stderr.write(`crosscheck survey run: ${printable(sentence, 1_000)} See \`crosscheck survey run --help\`.\n`);
    return 2;
  };
  const parsed = parseOptions("survey run", argv, kinds);
  if (!parsed.ok) {
    io.stderr.write(`${parsed.message}\n`);
    return 2;
  }
  const { flags, values, positionals } = parsed;
  if (positionals.length > 0) {
    return wrongUse(`it takes no ${JSON.stringify(positionals[0])}: give the list with --list FILE.`);
  }
  const folder = values.get("output")?.[0];
  const list = values.get("list")?.[0] ?? null;
  const resumes = flags.has("resume");
  if (folder === undefined) return wrongUse("it needs --output FOLDER, where the run is kept.");
  if (list === null && !resumes) return wrongUse("it needs --list FILE.");
  const options = runOptions(flags, values);
  if (typeof options === "string") return wrongUse(options);
  const sample = wholeNumber(values, "sample", 1, 1_000_000_000, 0);
  if (typeof sample === "string") return wrongUse(sample);
  const optOut = options.gather.optOutFile === null ? noOptOut : readOptOut(options.gather.optOutFile);

  const store = openSurveyStore(folder, "create");
  const lock = takeRunLock(folder);
  try {
    if (lock === null) {
      return wrongUse(`another run is writing to ${JSON.stringify(folder)}. Wait for it, or name another folder.`);
    }
    const begun = store.fact("list") !== null;
    if (begun && !resumes) {
      return wrongUse(
        `${JSON.stringify(folder)} holds a run already. Go on with it by --resume, or name another folder.`,
      );
    }
    if (!begun && list === null)
      return wrongUse(`there is no run in ${JSON.stringify(folder)} to go on with. Give --list FILE.`);
    if (begun) await sameList(store, list);
    else {
      const wish = { file: list ?? "-", seed: values.get("seed")?.[0] ?? "1", sample: sample === 0 ? null : sample };
      await readList(store, wish, io);
    }
    const asked = askedOptions(store, options, values.has("checks"));
    return await runToItsEnd(store, folder, asked, optOut, io, flags.has("json"));
  } finally {
    store.close();
    lock?.release();
  }
}

const mostShown = 20;

async function readList(store: SurveyStore, wish: Parameters<typeof importList>[1], io: Io): Promise<void> {
  let malformed = 0;
  const imported = await importList(store, wish, io.stdin, (line, why) => {
    malformed++;
    if (malformed <= mostShown) io.stderr.write(`--list, line ${line}: ${printable(why, 300)} It is left out.\n`);
  });
  if (malformed > mostShown)
    io.stderr.write(`--list: ${malformed - mostShown} more lines name no site and are left out.\n`);
  const { kind, targets, duplicates } = imported;
  io.stderr.write(
    `${targets} sites (${kind} list)${duplicates > 0 ? `, ${duplicates} named twice` : ""}${malformed > 0 ? `, ${malformed} lines left out` : ""}.\n`,
  );
}

/** A run goes on with the list that it began with. */
async function sameList(store: SurveyStore, list: string | null): Promise<void> {
  if (list === null || list === "-") return;
  const begunWith: unknown = JSON.parse(store.fact("list") ?? "{}");
  const { digest, name } = begunWith as { readonly digest: string; readonly name: string };
  if ((await digestOfList(list)) !== digest) {
    throw new ListError(
      `--list ${JSON.stringify(list)} is not the list that this run began with (${JSON.stringify(name)}). Leave --list out to go on, or name another folder.`,
    );
  }
}

/** What a run asks stays what it began with, unless it is told otherwise. */
function askedOptions(store: SurveyStore, options: RunOptions, saysChecks: boolean): RunOptions {
  const before = store.fact("checks");
  const checks = before === "cors" || before === "all" ? before : null;
  if (checks !== null && saysChecks && checks !== options.gather.checks) {
    throw new ListError(`this run began with --checks ${checks}. Leave --checks out to go on, or name another folder.`);
  }
  store.setFact("checks", checks ?? options.gather.checks);
  return checks === null ? options : { ...options, gather: { ...options.gather, checks } };
}

async function runToItsEnd(
  store: SurveyStore,
  folder: string,
  options: RunOptions,
  optOut: Parameters<typeof gather>[1]["optOut"],
  io: Io,
  json: boolean,
): Promise<number> {
  if (store.fact("startedAt") === null) store.setFact("startedAt", new Date().toISOString());
  const progress = runProgress(store, io, json, options.gather.politeness.startsPerSecond);
  const interrupted = untilInterrupted();
  const controller = new AbortController();
  interrupted.signal.then(() => controller.abort());
  let how: GatherEnd;
  try {
    how = await gather(storeSource(store), {
      options: options.gather,
      processes: options.processes,
      names: bulkNames({ resolver: options.gather.resolver }),
      optOut,
      nameServerPatienceMs: options.patienceMs,
      signal: controller.signal,
      onProgress: progress.show,
      onNotice: progress.notice,
    });
  } finally {
    interrupted.dispose();
    progress.clear();
  }
  await judgePending(store, progress.judged);
  progress.clear();
  if (how.end === "done") store.setFact("finishedAt", new Date().toISOString());
  const status = statusOfRun(store, folder, false);
  if (json) io.stdout.write(`${JSON.stringify(status)}\n`);
  else progress.summary(status);
  if (how.end === "done") return 0;
  io.stderr.write(`crosscheck survey run: ${how.why}\n`);
  return controller.signal.aborted ? 130 : 3;
}
