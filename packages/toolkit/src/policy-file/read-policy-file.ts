import { extname } from "node:path";
import { type Policy, type Problem, parsePolicy } from "@crosscheck/cors";
import { isModuleName } from "./load-module.ts";
import type { FileProblem, LocatedProblem } from "./located-problem.ts";
import { type DocumentFormat, type ParsedText, type Place, parseText } from "./parse-document.ts";
import { readPolicyModule } from "./read-policy-module.ts";
import { readText } from "./read-text.ts";

export interface ReadPolicyFile {
  /** Null when a problem is an error. */
  readonly policy: Policy | null;
  /** In the order of the file. */
  readonly problems: readonly LocatedProblem[];
  /** The document as it is written, and its parts' places; absent where the file is no document, or is code. */
  readonly document?: { readonly value: unknown; readonly locate: ParsedText["locate"] };
}

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
  const inCode = isModuleName(file);
  if (format === undefined && !inCode) return { policy: null, problems: [wholeFile(file, unknownKind(file))] };
  const text = await readText(file);
  if (typeof text !== "string") return { policy: null, problems: [wholeFile(file, text)] };
  if (format === undefined) {
    const { policy, problems } = await readPolicyModule(file, text, options);
    const located = problems.map(({ problem, place }) => at(file, place, problem));
    return { policy, problems: located.sort(byPlace) };
  }

  return readPolicyText(text, format, file, options);
}

/** Reads a policy from a text. `file` is what the problems call it; nothing is opened. */
export function readPolicyText(
  text: string,
  format: DocumentFormat,
  file: string,
  options: { readonly environment?: string; readonly now: Date },
): ReadPolicyFile {
  const { value, faults, locate } = parseText(text, format);
  if (faults.length > 0) {
    return { policy: null, problems: faults.map(({ place, ...problem }) => at(file, place, problem)) };
  }
  if (value === null) return { policy: null, problems: [wholeFile(file, empty(format))] };
  const { policy, problems } = parsePolicy(value, options);
  const located = problems.map((problem) => at(file, locate(problem.path, partOf(problem)), problem));
  return { policy, problems: located.sort(byPlace), document: { value, locate } };
}

function at(file: string, place: Place | null, problem: Problem | FileProblem): LocatedProblem {
  const severity = "severity" in problem ? problem.severity : "error";
  return { file, line: place?.line ?? null, column: place?.column ?? null, severity, problem };
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
  return at(file, null, problem);
}

function unknownKind(file: string): FileProblem {
  const kind = extname(file).toLowerCase();
  const what =
    kind === ""
      ? "The file's name does not say what kind it is."
      : `A file that ends in ${JSON.stringify(kind)} is no kind of policy file.`;
  const why = "How a file is read depends on the end of its name.";
  const advice = "Write the policy as .yaml, .yml, .json, .jsonc, .ts or .js.";
  return { code: "file-kind-unknown", message: `${what}\n${why}\n${advice}` };
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
