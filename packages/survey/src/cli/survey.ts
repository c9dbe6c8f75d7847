import type { Command } from "crosscheck/cli/command";
import { printable } from "crosscheck/report/printable";
import { ListError } from "../lists/list-error.ts";
import { NoSurveyError, StoreError } from "../store/store-error.ts";
import { subcommands } from "./subcommand.ts";

const summary = "survey a list of sites, up to millions";

const width = Math.max(...subcommands.map(({ name }) => name.length));

const help = `Usage: crosscheck survey <command> [options]

Scans a list of sites, keeps what they answered, judges it, and reports how many have CORS and how many can be exploited.

${subcommands.map((each) => `  ${each.name.padEnd(width)}  ${each.summary}`).join("\n")}

  crosscheck survey <command> --help    its options, with examples

Examples:
  crosscheck survey run --list tranco.csv.zip --output ./survey --contact https://example.org/survey
  crosscheck survey run --list tranco.csv.zip --output ./survey --resume
  crosscheck survey report ./survey --output report.html

Exit codes: 0 done, 2 wrong use or input that cannot be read, 3 stopped before the end (go on with --resume).
`;

export const command: Command = {
  summary,
  help,
  run: async (argv, io) => {
    const [first, ...rest] = argv;
    if (first === undefined || first === "--help" || first === "-h") {
      (first === undefined ? io.stderr : io.stdout).write(help);
      return first === undefined ? 2 : 0;
    }
    const entry = subcommands.find(({ name }) => name === first);
    if (entry === undefined) {
      const there = subcommands.map(({ name }) => name).join(", ");
      io.stderr.write(
        `crosscheck survey: there is no command ${printable(JSON.stringify(first), 60)}; there are: ${there}.\n`,
      );
      return 2;
    }
    const { help: page, run } = await entry.load();
    if (rest.includes("--help") || rest.includes("-h")) {
      io.stdout.write(page);
      return 0;
    }
    try {
      return await run(rest, io);
    } catch (error) {
      if (!(error instanceof ListError) && !(error instanceof StoreError)) throw error;
      io.stderr.write(`crosscheck survey ${first}: ${printable(error.message, 2_000)}\n`);
      return error instanceof ListError || error instanceof NoSurveyError ? 2 : 3;
    }
  },
};
