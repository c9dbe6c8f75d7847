import type { Command, Io } from "crosscheck/cli/command";
import { classWords, type OutcomeClass } from "../store/outcome-class.ts";
import { openSurveyStore } from "../store/survey-store.ts";
import { folderCommand } from "./folder-command.ts";
import { type RunStatus, statusOfRun } from "./status-of-run.ts";

const summary = "how far a run is";

const help = `Usage: crosscheck survey status FOLDER [--json]

How far the run in FOLDER is, and what became of its sites. It may be running.

Examples:
  crosscheck survey status ./survey
  crosscheck survey status ./survey --json
`;

export const command: Command = { summary, help, run };

async function run(argv: readonly string[], io: Io): Promise<number> {
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
