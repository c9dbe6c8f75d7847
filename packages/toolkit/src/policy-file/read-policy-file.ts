import { readFile, stat } from "node:fs/promises";
import { extname } from "node:path";
import { type Policy, type Problem, parsePolicy } from "@crosscheck/cors";
import type { FileProblem, LocatedProblem } from "./located-problem.ts";
import { type DocumentFormat, type Place, parseText } from "./parse-document.ts";

export interface ReadPolicyFile {
  /** Null when a problem is an error. */
  readonly policy: Policy | null;
  /** In the order of the file. */
  readonly problems: readonly LocatedProblem[];
}

/** 100,000 origins take 4 MB. */
const largestFile = 16 * 1024 * 1024;

const formats: ReadonlyMap<string, DocumentFormat> = new Map([
  [".yaml", "yaml"],
  [".yml", "yaml"],
  [".json", "json"],
  [".jsonc", "jsonc"],
]);

/** Reads a policy from a file. Never rejects: what is wrong with the file, or in it, is in the problems, with its place. */
export async function readPolicyFile(
  file: string,
  options: { readonly environment?: string; readonly now: Date },
): Promise<ReadPolicyFile> {
  const format = formats.get(extname(file).toLowerCase());
  if (format === undefined) return { policy: null, problems: [wholeFile(file, unknownKind(file))] };
  const text = await readText(file);
  if (typeof text !== "string") return { policy: null, problems: [wholeFile(file, text)] };

  const { value, faults, locate } = parseText(text, format);
  if (faults.length > 0) {
    const problems = faults.map(({ place, ...problem }): LocatedProblem => {
      return { file, line: place?.line ?? null, column: place?.column ?? null, severity: "error", problem };
    });
    return { policy: null, problems };
  }
  if (value === null) return { policy: null, problems: [wholeFile(file, empty(format))] };
  const { policy, problems } = parsePolicy(value, options);
  const located = problems.map((problem): LocatedProblem => {
    const { line, column } = locate(problem.path, partOf(problem));
    return { file, line, column, severity: problem.severity, problem };
  });
  return { policy, problems: located.sort(byPlace) };
}

/** Some problems are about a key, not about what it holds. */
function partOf({ code }: Problem): "key" | "value" {
  return ["unknown-key", "name-invalid", "origin-set-unused"].includes(code) ? "key" : "value";
}

function byPlace(a: LocatedProblem, b: LocatedProblem): number {
  const order = (one: Place["line"] | null, other: Place["line"] | null) => (one ?? 0) - (other ?? 0);
  return order(a.line, b.line) || order(a.column, b.column);
}

function wholeFile(file: string, problem: FileProblem): LocatedProblem {
  return { file, line: null, column: null, severity: "error", problem };
}

function unknownKind(file: string): FileProblem {
  const kind = extname(file).toLowerCase();
  const what = /^\.[cm]?[jt]s$/.test(kind)
    ? "A policy in code is not read yet."
    : kind === ""
      ? "The file's name does not say what kind it is."
      : `A file that ends in ${JSON.stringify(kind)} is no kind of policy file.`;
  const why = "How a file is read depends on the end of its name.";
  return { code: "file-kind-unknown", message: `${what}\n${why}\nWrite the policy as .yaml, .yml, .json or .jsonc.` };
}

/** The least that a policy file has, by path, as each format writes it. */
const smallestYaml = "rules:\n  - { id: api, path: /api/*, allowOrigins: [https://app.example.com] }";
const smallestJson =
  '{ "rules": [\n  { "id": "api", "path": "/api/*", "allowOrigins": ["https://app.example.com"] } ] }';

function empty(format: DocumentFormat): FileProblem {
  const what = "The file is empty: it has no more than white space, comments or a null.";
  const why = "Without rules it does not say what is allowed.";
  const smallest = format === "yaml" ? smallestYaml : smallestJson;
  return { code: "file-empty", message: `${what}\n${why}\nWrite at least these two lines:\n${smallest}` };
}

/** The file's text, or what keeps it from being read. */
async function readText(file: string): Promise<string | FileProblem> {
  try {
    // Asked before it is opened: opening a pipe would wait for somebody to write to it.
    const status = await stat(file);
    if (!status.isFile()) return unreadable(status.isDirectory() ? "it is a directory" : "it is no regular file");
    if (status.size > largestFile) return tooLarge(status.size);
    return decode(await readFile(file));
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT") return unreadable(code === "EACCES" ? "permission denied" : message);
    const advice = "Give the path of a policy file, seen from the current directory.";
    return { code: "file-missing", message: `There is no such file.\nWithout it there is no policy.\n${advice}` };
  }
}

function decode(bytes: Uint8Array): string | FileProblem {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (!text.includes("\0")) return text;
  } catch {
    // Said below.
  }
  const why = "A policy is UTF-8 text; a guess at another encoding could change a host.";
  return { code: "file-not-text", message: `The file is not UTF-8 text.\n${why}\nSave it as UTF-8.` };
}

function unreadable(reason: string): FileProblem {
  const why = "Without it there is no policy.";
  return { code: "file-unreadable", message: `The file cannot be read: ${reason}.\n${why}\nGive a readable file.` };
}

function tooLarge(size: number): FileProblem {
  const limit = `At most ${largestFile} bytes are read, which hold some 400,000 origins.`;
  return { code: "file-too-large", message: `The file has ${size} bytes.\n${limit}\nUse patterns for origins alike.` };
}
