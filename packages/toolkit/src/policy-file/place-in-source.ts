import type { Problem } from "@crosscheck/cors";
import type { Place } from "./parse-document.ts";

/**
 * Where a problem's value is written in a module's source: the one place where its text stands in quotes, or its key before a
 * colon. Null when there is none or more than one, because the value may come from anywhere.
 */
export function placeInSource(source: string, { code, path, received }: Problem): Place | null {
  const key = path.findLast((step) => typeof step === "string");
  const byKey =
    typeof key === "string" ? only(source, new RegExp(`(?<![\\w$])(["']?)${escaped(key)}\\1\\s*:`, "g")) : null;
  if (code === "unknown-key") return byKey;
  const byText =
    typeof received === "string" && received.length > 1
      ? only(source, new RegExp(`(["'\`])${escaped(received)}\\1`, "g"))
      : null;
  return byText ?? byKey;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}

function only(source: string, expression: RegExp): Place | null {
  const [first, second] = source.matchAll(expression);
  if (first === undefined || second !== undefined) return null;
  const before = source.slice(0, first.index).split("\n");
  return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
}
