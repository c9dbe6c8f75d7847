import type { Command, Io } from "crosscheck/cli/command";
import { parseOptions } from "crosscheck/cli/parse-options";
import { judgePending } from "../judge/judge-pending.ts";
import { collectRun } from "../postgres/collect-run.ts";
import { databaseError, openDatabase } from "../postgres/database.ts";
import { needRun } from "../postgres/run-tables.ts";
import { openSurveyStore } from "../store/survey-store.ts";

const summary = "copy a PostgreSQL's run into a folder, and judge it";

const help = `Usage: crosscheck survey collect --database URL --output FOLDER

Copies what was gathered into FOLDER, which \`survey judge\`, \`report\` and \`export\` read as they read a run of one machine. While
the work goes on it copies what is there, and may be asked again.

Examples:
  crosscheck survey collect --database postgres://survey@db.example/survey --output ./survey
`;

export const command: Command = { summary, help, run };

async function run(argv: readonly string[], io: Io): Promise<number> {
  const parsed = parseOptions("survey collect", argv, { database: "value", output: "value" });
  if (!parsed.ok) {
    io.stderr.write(`${parsed.message}\n`);
    return 2;
  }
  const [url, folder] = [parsed.values.get("database")?.[0], parsed.values.get("output")?.[0]];
  if (url === undefined || folder === undefined) {
    io.stderr.write("crosscheck survey collect: it needs --database URL and --output FOLDER.\n");
    return 2;
  }
  const database = openDatabase(url);
  try {
    await needRun(database);
    const store = openSurveyStore(folder, "create");
    try {
      const count = await collectRun(database, store);
      await judgePending(store);
      io.stderr.write(`${count} results of ${store.countTargets()} sites are in ${folder}.\n`);
    } finally {
      store.close();
    }
    return 0;
  } catch (error) {
    throw databaseError(database.place, error);
  } finally {
    await database.close();
  }
}
