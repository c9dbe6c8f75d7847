import { decide, type Policy } from "@crosscheck/cors";
import type { Finding } from "../checks/finding.ts";
import type { ReadPolicyFile } from "../policy-file/read-policy-file.ts";
import type { PolicyPlace } from "../report/scan-report.ts";

type Path = readonly (string | number)[];

/** The part of a rule that a finding is about. */
const lists = ["allowOrigins", "allowMethods", "allowHeaders", "exposeHeaders"] as const;

/**
 * Where a policy says what a finding is about: the entry that lets the origin in or names what is missing, else the rule's
 * allowOrigins, else the list of rules that has none for that URL.
 *
 * @param source the text of a policy in code, where a rule is found by its id
 */
export function policyPlaces(
  file: string,
  policy: Policy,
  document: ReadPolicyFile["document"],
  source: string,
): (finding: Pick<Finding, "check" | "url" | "origin" | "subject">) => PolicyPlace {
  return ({ url, origin, subject }) => {
    const { ruleId, pattern } = reasonOf(policy, url, origin);
    const place =
      document === undefined
        ? placeOfText(source, ruleId)
        : document.locate(
            pathOf(document.value, policy, ruleId, [subject, pattern]),
            ruleId === undefined ? "key" : "value",
          );
    return { file, line: place?.line ?? 1, column: place?.column ?? 1 };
  };
}

function reasonOf(
  policy: Policy,
  url: string,
  origin: string | null,
): { readonly ruleId?: string; readonly pattern?: string } {
  try {
    const headers = origin === null ? [] : [["Origin", origin] as const];
    return decide(policy, { method: "GET", target: url, headers }).reason;
  } catch {
    // A function that has to wait says nothing of a place.
    return {};
  }
}

function pathOf(
  document: unknown,
  policy: Policy,
  ruleId: string | undefined,
  names: readonly (string | undefined)[],
): Path {
  const index = policy.rules.findIndex(({ id }) => id === ruleId);
  const rules = member(document, "rules");
  if (index < 0) return ["rules"];
  const base: Path = Array.isArray(rules) ? ["rules", index] : [];
  const rule = Array.isArray(rules) ? rules[index] : document;
  const isOfMethods = /^[A-Z]+$/.test(names[0] ?? "");
  for (const name of isOfMethods ? names.slice(0, 1) : names) {
    if (name === undefined) continue;
    for (const list of lists) {
      const entries = member(rule, list);
      if (!Array.isArray(entries)) continue;
      const found = entries.indexOf(name);
      if (found >= 0) return [...base, list, found];
      if (list === "allowOrigins") {
        const inSet = entryOfSet(member(document, "originSets"), entries, name);
        if (inSet !== null) return inSet;
      }
    }
  }
  // A method that the rule does not list is missing from its list.
  return [...base, isOfMethods && member(rule, "allowMethods") !== undefined ? "allowMethods" : "allowOrigins"];
}

/** A rule that names a set has its origins there. */
function entryOfSet(sets: unknown, entries: readonly unknown[], name: string): Path | null {
  for (const entry of entries) {
    const set = typeof entry === "string" && entry.startsWith("$") ? entry.slice(1) : null;
    const origins = set === null ? undefined : member(sets, set);
    const found = Array.isArray(origins) ? origins.indexOf(name) : -1;
    if (set !== null && found >= 0) return ["originSets", set, found];
  }
  return null;
}

/** Where a rule's id stands in quotes, in a policy in code. */
function placeOfText(
  source: string,
  id: string | undefined,
): { readonly line: number; readonly column: number } | null {
  const offset = ['"', "'", "`"]
    .map((quote) => (id === undefined ? -1 : source.indexOf(`${quote}${id}${quote}`)))
    .find((found) => found >= 0);
  if (offset === undefined) return null;
  const before = source.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
