import { readFile } from "node:fs/promises";
import type { Io } from "./command.ts";

/** The targets of a list, one a line; `#` begins a comment. A sentence when there are none or the file cannot be read. */
export async function readTargetList(file: string, stdin: Io["stdin"]): Promise<readonly string[] | string> {
  const name = file === "-" ? "standard input" : JSON.stringify(file);
  let text: string;
  try {
    text = file === "-" ? await readAll(stdin) : await readFile(file, "utf8");
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `--list ${name} cannot be read: ${why}. Name a file with one target a line.`;
  }
  const targets = text
    .replace(/^\ufeff/, "")
    .split(/\r\n|\n|\r/)
    .map((line) => line.replace(/(?:^|\s)#.*$/, "").trim())
    .filter((line) => line !== "");
  return targets.length > 0 ? targets : `--list ${name} has no target. Write one domain or URL a line.`;
}

async function readAll(stream: Io["stdin"]): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(typeof chunk === "string" ? Buffer.from(chunk) : chunk);
  return Buffer.concat(chunks).toString("utf8");
}
