import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../architecture/imports.ts";
import type { Farm } from "./start-farm.ts";

const launcher = join(repository, "packages", "toolkit", "bin", "crosscheck.js");

/** A command of the survey in a process of its own, as it is installed. */
export function startSurvey(argv: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
  return spawn(process.execPath, [launcher, "survey", ...argv], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function ended(child: ChildProcess): Promise<Ended> {
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    stderr += chunk;
  });
  return new Promise((resolve) => child.once("close", (code, signal) => resolve({ code, signal, stdout, stderr })));
}

export function survey(...argv: readonly string[]): Promise<Ended> {
  return ended(startSurvey(argv));
}

/** The options by which a farm is surveyed, and the environment that trusts its authority. */
export function farmRun(
  farm: Farm,
  folder: string,
): { readonly argv: readonly string[]; readonly env: { readonly NODE_EXTRA_CA_CERTS: string } } {
  const list = join(folder, "sites.txt");
  const authority = join(folder, "authority.pem");
  writeFileSync(list, farm.list);
  writeFileSync(authority, farm.authority);
  const asks = ["--resolver", farm.resolver, "--allow-private", "--checks", "cors", "--deadline", "12s"];
  return {
    argv: ["run", "--list", list, "--output", join(folder, "run"), ...asks],
    env: { NODE_EXTRA_CA_CERTS: authority },
  };
}

/** The rows of a CSV whose fields have no line ends. */
export function csvRows(file: string): readonly Readonly<Record<string, string>>[] {
  const [head = "", ...lines] = readFileSync(file, "utf8").trimEnd().split("\r\n");
  const fields = (line: string): readonly string[] =>
    [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
  const names = fields(head);
  return lines.map((line) => Object.fromEntries(fields(line).map((value, index) => [names[index] ?? "", value])));
}
