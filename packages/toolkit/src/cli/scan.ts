import type { Io } from "./command.ts";
import { parseOptions } from "./parse-options.ts";

export const summary: string = "scan a site: Passed or Failed, and why";

export const help: string = `Usage: crosscheck scan URL… [options]

Examples:
  crosscheck scan example.com
`;

export async function run(argv: readonly string[], io: Io): Promise<number> {
  const parsed = parseOptions("scan", argv, { json: "flag", format: "value", output: "value" });
  if (!parsed.ok) {
    io.stderr.write(`${parsed.message}\n`);
    return 2;
  }
  io.stderr.write("crosscheck scan: the scanner is not there yet.\n");
  return 2;
}
