import type { Command, Io } from "./command.ts";

export const summary: string = "survey a list of sites, up to millions";

// In a variable: the survey is a package of its own, which may be installed or not.
const surveyPackage: string = "@crosscheck/survey";

export const help: string = `Usage: crosscheck survey <command> [options]

Scans a list of sites, keeps what they answered, and reports how many have CORS and how many can be exploited. It is a
package of its own, because of its weight: npm install ${surveyPackage}

With it: crosscheck survey --help lists its commands.
`;

/** Hands the command line to the survey's package, where that is installed. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  const command = await load();
  if (typeof command === "string") {
    if (argv.includes("--help") || argv.includes("-h")) {
      io.stdout.write(help);
      return 0;
    }
    io.stderr.write(`${command}\n`);
    return 2;
  }
  return command.run(argv, io);
}

async function load(): Promise<Command | string> {
  try {
    const { command }: { command: Command } = await import(surveyPackage);
    return command;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    const message = error instanceof Error ? error.message : String(error);
    if (code !== "ERR_MODULE_NOT_FOUND" || !message.includes("survey")) throw error;
    if (message.includes(`package '${surveyPackage}'`)) {
      return `crosscheck survey: the survey is a package of its own, and not installed here. Get it with: npm install ${surveyPackage}`;
    }
    return `crosscheck survey: the package ${surveyPackage} is here and not built. Run "npm run build" first.`;
  }
}
