import { extname } from "node:path";
import { isModuleName, loadModule } from "../load-module.ts";
import type { FileProblem, LocatedProblem } from "../located-problem.ts";
import { moduleExport } from "../module-export.ts";
import { type DocumentFormat, parseText } from "../parse-document.ts";
import { readText } from "../read-text.ts";

/** A library's options, or what keeps them from being read. */
export type ReadOptions =
  | { readonly ok: true; readonly options: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly problems: readonly LocatedProblem[] };

const formats: ReadonlyMap<string, DocumentFormat> = new Map([
  [".yaml", "yaml"],
  [".yml", "yaml"],
  [".json", "json"],
  [".jsonc", "jsonc"],
]);

/** Reads options from data, or from a module that exports them as its default or as `options`. */
export async function readOptionsFile(file: string): Promise<ReadOptions> {
  const text = await readText(file);
  if (typeof text !== "string") return failed(file, text);
  if (isModuleName(file)) {
    const loaded = await loadModule(file);
    if (!loaded.ok) return failed(file, loaded.problem, loaded.place);
    const found = moduleExport(loaded.exports, "options", "options");
    return found.ok ? optionsOf(file, found.value) : failed(file, found.problem);
  }
  const format = formats.get(extname(file).toLowerCase());
  if (format === undefined) return failed(file, unknownKind);
  const { value, faults } = parseText(text, format);
  const problems = faults.map(({ place, ...problem }) => located(file, problem, place));
  return problems.length > 0 ? { ok: false, problems } : optionsOf(file, value);
}

function optionsOf(file: string, value: unknown): ReadOptions {
  // A function gives other options to every request; what it gives can only be read in its code.
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return { ok: true, options: { ...value } };
  }
  const what = typeof value === "function" ? "a function, which gives each request its own" : "no mapping of options";
  const message = `The file has ${what}.\nThe importer reads options as they are passed to the library.\nExport the object itself.`;
  return failed(file, { code: "options-unreadable", message });
}

const unknownKind: FileProblem = {
  code: "file-kind-unknown",
  message:
    "The end of the file's name does not say what kind it is.\nHow a file is read depends on it.\n" +
    "Give options as .json, .jsonc, .yaml, .js or .ts.",
};

function failed(
  file: string,
  problem: FileProblem,
  place: { line: number; column: number } | null = null,
): ReadOptions {
  return { ok: false, problems: [located(file, problem, place)] };
}

function located(file: string, problem: FileProblem, place: { line: number; column: number } | null): LocatedProblem {
  return { file, line: place?.line ?? null, column: place?.column ?? null, severity: "error", problem };
}
