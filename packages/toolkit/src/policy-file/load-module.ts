import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { FileProblem } from "./located-problem.ts";
import type { Place } from "./parse-document.ts";

/** What a module of JavaScript or TypeScript exports, or what keeps it from being loaded. */
export type LoadedModule =
  | { readonly ok: true; readonly exports: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly problem: FileProblem; readonly place: Place | null; readonly thrown?: unknown };

/** Whether a file's name says that it is code. */
export function isModuleName(file: string): boolean {
  return /\.[cm]?[jt]s$/i.test(file);
}

const longestWait = 10_000;

/** Runs a module, as `import` does: TypeScript by Node's own removal of types. Never rejects. */
export async function loadModule(file: string): Promise<LoadedModule> {
  const url = pathToFileURL(resolve(file)).href;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"late">((settle) => {
    timer = setTimeout(() => settle("late"), longestWait);
  });
  try {
    const exports: unknown = await Promise.race([import(url), late]);
    if (exports === "late") return { ok: false, problem: neverSettles, place: null };
    return { ok: true, exports: exports as Readonly<Record<string, unknown>> };
  } catch (error) {
    return { ok: false, ...faultOf(error, file, url), thrown: error };
  } finally {
    clearTimeout(timer);
  }
}

const neverSettles: FileProblem = {
  code: "module-never-settles",
  message:
    `The module is not loaded after ${longestWait / 1000} seconds.\n` +
    "It waits for something that does not come, so there is nothing to read.\nRemove what it awaits at its top level.",
};

function faultOf(error: unknown, file: string, url: string): { problem: FileProblem; place: Place | null } {
  const reason = firstLine(error instanceof Error ? error.message : String(error));
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  if (error instanceof SyntaxError) {
    const advice = /not supported in strip-only mode/.test(reason)
      ? "Node removes types and translates nothing: write it without what needs translation (enum, namespace, parameter properties)."
      : "Correct the syntax here, or just before it.";
    return {
      problem: { code: "syntax", message: `${reason}\nThe module cannot be run.\n${advice}` },
      place: placeAtHead(stack, [url, resolve(file)]) ?? placeOfSyntaxError(file),
    };
  }
  const missing = (error as NodeJS.ErrnoException | null)?.code === "ERR_MODULE_NOT_FOUND";
  const advice = missing ? "Install what it imports, or correct the name." : "Correct what throws.";
  return {
    problem: {
      code: "module-throws",
      message: `The module throws while it is loaded: ${reason}\nIt exports nothing then.\n${advice}`,
    },
    place: placeInFrames(stack, url),
  };
}

function firstLine(text: string): string {
  const line = text.split("\n")[0] ?? "";
  return line.length > 300 ? `${line.slice(0, 300)}…` : line.replace(/\.?$/, ".");
}

/** Node puts `file:line`, the line and a caret before a syntax error's stack. */
function placeAtHead(stack: string, names: readonly string[]): Place | null {
  const [head = "", ...lines] = stack.split("\n");
  const [, name, line] = /^(.*):([0-9]+)$/.exec(head) ?? [];
  if (name === undefined || !names.includes(name)) return null;
  const caret = lines.find((text) => /^\s*\^+\s*$/.test(text)) ?? "";
  return { line: Number(line), column: Math.max(caret.indexOf("^"), 0) + 1 };
}

/** JavaScript's own parser does not say where a module breaks off; that of TypeScript, which reads both, does. */
function placeOfSyntaxError(file: string): Place | null {
  try {
    stripTypeScriptTypes(readFileSync(file, "utf8"));
    return null;
  } catch (error) {
    return placeAtHead(error instanceof Error ? (error.stack ?? "") : "", [""]);
  }
}

/** The first frame of a stack that is in the module. */
function placeInFrames(stack: string, url: string): Place | null {
  for (const [, line, column] of stack.matchAll(/:([0-9]+):([0-9]+)\)?$/gm)) {
    if (stack.includes(`${url}:${line}:${column}`)) return { line: Number(line), column: Number(column) };
  }
  return null;
}
