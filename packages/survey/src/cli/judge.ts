import type { Command, Io } from "crosscheck/cli/command";
import { progressLine } from "crosscheck/cli/progress-line";
import { judgePending } from "../judge/judge-pending.ts";
import { openSurveyStore } from "../store/survey-store.ts";
import { folderCommand } from "./folder-command.ts";

const summary = "judge what is stored again, without a packet";

const help = `Usage: crosscheck survey judge FOLDER

Runs the installed catalogue of checks over everything that is stored, as after an update of crosscheck. No packet is sent.

Examples:
  crosscheck survey judge ./survey
`;

export const command: Command = { summary, help, run };

async function run(argv: readonly string[], io: Io): Promise<number> {
  const asked = folderCommand("judge", argv, {}, io);
  if (typeof asked === "number") return asked;
  const store = openSurveyStore(asked.folder, "write");
  const progress = progressLine(io);
  try {
    store.clearJudgements();
    const all = store.countResults();
    const judged = await judgePending(store, (count) => progress.show(`${count} of ${all} judged`));
    progress.clear();
    io.stderr.write(`${judged} results judged.\n`);
    return 0;
  } finally {
    progress.clear();
    store.close();
  }
}
