import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command, Io } from "crosscheck/cli/command";
import { parseOptions } from "crosscheck/cli/parse-options";
import { printable } from "crosscheck/report/printable";
import { bulkNames } from "../gather/bulk-names.ts";
import { importList } from "../lists/import-list.ts";
import { noOptOut, readOptOut } from "../lists/opt-out.ts";
import { databaseError, openDatabase } from "../postgres/database.ts";
import { copyTargets, enqueueTargets } from "../postgres/enqueue-run.ts";
import { fact, runTables } from "../postgres/run-tables.ts";
import { openSurveyStore } from "../store/survey-store.ts";
import { gatherHelp, gatherKinds, runOptions, wholeNumber } from "./survey-options.ts";

const summary = "put a list into PostgreSQL, for several machines";

const help = `Usage: crosscheck survey enqueue --database URL --list FILE [options]

Reads a list into a PostgreSQL of its own, looks its names up, and makes batches by address for \`crosscheck survey work\` on
any number of machines. One database is one run. Ended early, the same command goes on.

Options:
  --database URL         postgres://user:password@host:5432/database
  --list FILE            as of \`survey run\`; may be left out to go on
  --sample N             so many of the list's sites, by chance
  --seed TEXT            the chance
  --lease N              seconds without a sign of life after which a machine's batches go to others: 30 unless told
${gatherHelp}
What is asked, of whom and how fast is set here, for all machines; their own --concurrency, --processes, --rate and --resolver
are options of \`survey work\`.

Examples:
  crosscheck survey enqueue --database postgres://survey@db.example/survey --list top-100m.csv.gz --contact https://example.org/survey
`;

export const command: Command = { summary, help, run };

async function run(argv: readonly string[], io: Io): Promise<number> {
  const kinds = { database: "value", list: "value", sample: "value", seed: "value", lease: "value" } as const;
  const parsed = parseOptions("survey enqueue", argv, { ...kinds, ...gatherKinds });
  const wrong = (sentence: string): number => {
    io.stderr.write(`${printable(sentence, 1_000)}\n`);
    return 2;
  };
  if (!parsed.ok) return wrong(parsed.message);
  const value = (name: string): string | null => parsed.values.get(name)?.[0] ?? null;
  const url = value("database");
  if (url === null) return wrong("crosscheck survey enqueue: it needs --database URL.");
  const options = runOptions(parsed.flags, parsed.values);
  const sample = wholeNumber(parsed.values, "sample", 1, 1_000_000_000, 0);
  const lease = wholeNumber(parsed.values, "lease", 10, 3_600, 30);
  for (const each of [options, sample, lease]) {
    if (typeof each === "string") return wrong(`crosscheck survey enqueue: ${each}`);
  }
  if (typeof options === "string") return 2;
  const { optOutFile } = options.gather;
  const optOut = optOutFile === null ? noOptOut : readOptOut(optOutFile);
  const database = openDatabase(url);
  try {
    await database.query(runTables);
    const file = value("list");
    if ((await fact(database, "list")) === null) {
      if (file === null) return wrong("crosscheck survey enqueue: this database holds no run. Give --list FILE.");
      const folder = mkdtempSync(join(tmpdir(), "crosscheck-enqueue-"));
      const store = openSurveyStore(folder, "create");
      try {
        const wish = { file, seed: value("seed") ?? "1", sample: Number(sample) || null };
        const { targets, kind } = await importList(store, wish, io.stdin, (line, why) =>
          io.stderr.write(`--list, line ${line}: ${printable(why, 300)} It is left out.\n`),
        );
        io.stderr.write(`${targets} sites (${kind} list).\n`);
        const left = optOutFile === null ? "" : readFileSync(optOutFile, "utf8");
        await copyTargets(database, store, JSON.stringify({ ...options.gather, optOut: left, lease }));
      } finally {
        store.close();
        rmSync(folder, { recursive: true, force: true });
      }
    } else if (file !== null && (await fact(database, "enqueuedAt")) !== null) {
      return wrong(
        "crosscheck survey enqueue: this database holds a run already. Give another one: one database, one run.",
      );
    }
    const names = bulkNames({ resolver: options.gather.resolver });
    const patience = {
      milliseconds: options.patienceMs,
      onNotice: (sentence: string) => void io.stderr.write(`${sentence}\n`),
    };
    const count = await enqueueTargets(database, names, optOut, Number(lease), patience);
    io.stderr.write(`${count} sites put into the queue. Work on them: crosscheck survey work --database URL.\n`);
    return 0;
  } catch (error) {
    throw databaseError(database.place, error);
  } finally {
    await database.close();
  }
}
