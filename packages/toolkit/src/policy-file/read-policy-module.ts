import { type ParsedPolicy, type Problem, parsePolicy } from "@crosscheck/cors";
import { loadModule } from "./load-module.ts";
import type { FileProblem } from "./located-problem.ts";
import { moduleExport } from "./module-export.ts";
import type { Place } from "./parse-document.ts";
import { placeInSource } from "./place-in-source.ts";

/** A policy of a module, and everything that is wrong with it; places as far as they can be told. */
export interface ReadModule extends Pick<ParsedPolicy, "policy"> {
  readonly problems: readonly { readonly problem: Problem | FileProblem; readonly place: Place | null }[];
}

/**
 * Reads a policy in code: what the module exports as its default, or as `policy`. A document, or a policy that
 * `definePolicy` made, of this copy of the library or another.
 */
export async function readPolicyModule(
  file: string,
  source: string,
  options: { readonly environment?: string; readonly now: Date },
): Promise<ReadModule> {
  const loaded = await loadModule(file);
  if (!loaded.ok) {
    const refused = problemsOf(loaded.thrown);
    if (refused === null) return { policy: null, problems: [{ problem: loaded.problem, place: loaded.place }] };
    return { policy: null, problems: refused.map((problem) => ({ problem, place: placeInSource(source, problem) })) };
  }
  const found = moduleExport(loaded.exports, "policy", "policy");
  if (!found.ok) return { policy: null, problems: [{ problem: found.problem, place: null }] };
  const { policy, problems } = parseExport(found.value, options);
  return { policy, problems: problems.map((problem) => ({ problem, place: placeInSource(source, problem) })) };
}

function parseExport(value: unknown, options: { readonly environment?: string; readonly now: Date }): ParsedPolicy {
  const parsed = parsePolicy(value, options);
  if (parsed.policy !== null) return parsed;
  // A policy of another copy of the library is, to this one, an object with a function that gives its document.
  const { rules, toJSON } = value as { readonly rules?: unknown; readonly toJSON?: unknown };
  if (!Array.isArray(rules) || typeof toJSON !== "function") return parsed;
  return parsePolicy(toJSON.call(value), options);
}

/** The problems of a PolicyError that `definePolicy` threw while the module was loaded; null for any other value. */
function problemsOf(thrown: unknown): readonly Problem[] | null {
  if (!(thrown instanceof Error) || thrown.name !== "PolicyError") return null;
  const { problems } = thrown as Error & { readonly problems?: unknown };
  return Array.isArray(problems) && problems.length > 0 ? (problems as readonly Problem[]) : null;
}
