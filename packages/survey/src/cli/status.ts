import type { Command, Io } from "crosscheck/cli/command";
import { parseOptions } from "crosscheck/cli/parse-options";
import { databaseError, openDatabase } from "../postgres/database.ts";
import { needRun } from "../postgres/run-tables.ts";
import { statusOfQueue } from "../postgres/status-of-queue.ts";
import { classWords, type OutcomeClass } from "../store/outcome-class.ts";
import { openSurveyStore } from "../store/survey-store.ts";
import { folderCommand } from "./folder-command.ts";
import { type RunStatus, statusOfRun } from "./status-of-run.ts";

const summary = "how far a run is";

const help = `Usage: crosscheck survey status FOLDER [--json]
       crosscheck survey status --database URL [--json]

How far the run in FOLDER is, and what became of its sites. It may be running.

Examples:
  crosscheck survey status ./survey
  crosscheck survey status ./survey --json
  crosscheck survey status --database postgres://survey@db.example/survey
`;

export const command: Command = { summary, help, run };

async function run(argv: readonly string[], io: Io): Promise<number> {
  if (argv.includes("--database")) return queue(argv, io);
  const asked = folderCommand("status", argv, { json: "flag" }, io);
  if (typeof asked === "number") return asked;
  const store = openSurveyStore(asked.folder, "read");
  try {
    const status = statusOfRun(store, asked.folder);
    io.stdout.write(asked.flags.has("json") ? `${JSON.stringify(status)}\n` : textOf(status));
    return 0;
  } finally {
    store.close();
  }
}

/** The status of a run on several machines. */
async function queue(argv: readonly string[], io: Io): Promise<number> {
  const parsed = parseOptions("survey status", argv, { database: "value", json: "flag" });
  if (!parsed.ok) {
    io.stderr.write(`${parsed.message}\n`);
    return 2;
  }
  const database = openDatabase(parsed.values.get("database")?.[0] ?? "");
  try {
    await needRun(database);
    const status = await statusOfQueue(database);
    const { state, done, targets, enqueued, classes, workers } = status;
    const lines = [
      state,
      `${done} of ${targets} sites asked, ${enqueued} put into the queue`,
      ...workers.map(({ name, isAlive }) => `${isAlive ? "at work" : "gone   "}  ${name}`),
      ...Object.entries(classes).map(
        ([name, count]) => `${String(count).padStart(9)}  ${classWords[name as OutcomeClass]}`,
      ),
    ];
    io.stdout.write(parsed.flags.has("json") ? `${JSON.stringify(status)}\n` : `${lines.join("\n")}\n`);
    return 0;
  } catch (error) {
    throw databaseError(database.place, error);
  } finally {
    await database.close();
  }
}

function textOf(status: RunStatus): string {
  const { state, targets, done, judged, toRetry, classes, ratePerSecond, loopDelayMs } = status;
  const stateWords = {
    running: "running",
    finished: "finished",
    stopped: "stopped before its end: go on with --resume",
  };
  return [
    `${stateWords[state]}`,
    `${done} of ${targets} sites asked, ${judged} judged${toRetry > 0 ? `, ${toRetry} to be tried again` : ""}`,
    ...(state === "running" ? [`${ratePerSecond} sites a second, event loop up to ${loopDelayMs} ms late`] : []),
    ...Object.entries(classes).map(
      ([name, count]) => `${String(count).padStart(9)}  ${classWords[name as OutcomeClass]}`,
    ),
    "",
  ].join("\n");
}
