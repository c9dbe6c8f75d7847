import { type RulePath, reportHiddenRules } from "./hidden-rules.ts";
import { nearestName } from "./nearest-name.ts";
import { parseMaxAge } from "./parse-max-age.ts";
import { lookUpSets, nameShape, type OriginSets, parseOriginSets, parseSetChanges } from "./parse-origin-sets.ts";
import { parseRule, type RuleContext, ruleKeys } from "./parse-rule.ts";
import type { Policy, Rule } from "./policy.ts";
import { isPolicy, printPolicy, registerPolicy } from "./print-policy.ts";
import { collectProblems, type DocumentPath, type Problem, type Report } from "./problem.ts";
import {
  type DocumentRecord,
  readBoolean,
  readEntries,
  readList,
  readRecord,
  reportUnknownKeys,
} from "./read-document.ts";

export interface ParseOptions {
  /** The environment of the document to apply; none leaves it as written. */
  readonly environment?: string;
  /** Judges the expiry of danger entries; without it none has passed. */
  readonly now?: Date;
}

export interface ParsedPolicy {
  /** Null when a problem is an error. */
  readonly policy: Policy | null;
  /** Every problem of the document, in its order. */
  readonly problems: readonly Problem[];
}

const documentKeys = ["version", "originSets", "rules", "environments"];

/**
 * Makes a policy of a document: a whole one, or one rule alone. Never throws; every problem is reported at once.
 * The policy is frozen and shares nothing with the document.
 */
export function parsePolicy(document: unknown, options: ParseOptions = {}): ParsedPolicy {
  const { problems, report } = collectProblems();
  const rules = readDocument(isPolicy(document) ? printPolicy(document) : document, options, report);
  const broken = problems.some((problem) => problem.severity === "error");
  return { policy: broken ? null : registerPolicy(rules), problems };
}

/** Even looking at what an object is can run its code, when it is a proxy. */
function readDocument(document: unknown, options: ParseOptions, report: Report): readonly Rule[] {
  try {
    return parseDocument(document, options, report);
  } catch {
    report("unreadable", [], document);
    return [];
  }
}

function parseDocument(document: unknown, options: ParseOptions, report: Report): readonly Rule[] {
  const entries = readEntries(document, [], report);
  if (entries === null) return [];
  const alone = !entries.has("rules") && ruleKeys.some((key) => entries.has(key));
  reportUnknownKeys(entries, [], alone ? [...documentKeys, ...ruleKeys] : documentKeys, report);

  const version = entries.get("version");
  if (version !== undefined && version !== 1) report("unsupported-version", ["version"], version, { suggestion: 1 });

  const baseSets = parseOriginSets(entries.get("originSets"), ["originSets"], report);
  const { sets, ...chosen } = parseEnvironments(entries.get("environments"), baseSets, options.environment, report);
  const used = new Set<string>();
  const context: RuleContext = {
    lookUp: lookUpSets(sets, used, report),
    now: options.now,
    hasEnvironments: entries.has("environments"),
    alone,
    ...chosen,
  };
  const rules = alone ? [parseRule(entries, [], context, report).rule] : parseRules(entries, context, report);
  for (const name of baseSets.keys()) {
    if (!used.has(name)) report("origin-set-unused", ["originSets", name], name);
  }
  return rules;
}

function parseRules(entries: DocumentRecord, context: RuleContext, report: Report): readonly Rule[] {
  if (!entries.has("rules")) {
    report("missing-key", ["rules"], undefined, { expected: "a list of rules" });
    return [];
  }
  const list = readList(entries.get("rules"), ["rules"], "a list of rules", report);
  if (list?.length === 0) report("no-rules", ["rules"], list);
  const rules: Rule[] = [];
  const paths: RulePath[] = [];
  const places = new Map<string, DocumentPath>();
  for (const [index, entry] of (list ?? []).entries()) {
    const path = ["rules", index];
    const record = readRecord(entry, path, ruleKeys, report);
    if (record === null) continue;
    const { rule, pathRead } = parseRule(record, path, context, report);
    rules.push(rule);
    if (pathRead) paths.push({ ruleId: rule.id, pattern: rule.path, place: [...path, "path"] });
    if (!record.has("id")) continue;
    const earlier = places.get(rule.id);
    if (earlier === undefined) places.set(rule.id, [...path, "id"]);
    else report("rule-id-duplicate", [...path, "id"], rule.id, { earlier });
  }
  reportHiddenRules(paths, report);
  return rules;
}

/** Every environment is read, so that a mistake in one shows before it is chosen; the chosen one's changes are returned. */
function parseEnvironments(
  value: unknown,
  sets: OriginSets,
  wanted: string | undefined,
  report: Report,
): Pick<RuleContext, "environment" | "maxAge"> & { sets: OriginSets } {
  let chosen: ReturnType<typeof parseEnvironments> = { environment: null, maxAge: undefined, sets };
  const entries = value === undefined ? null : readEntries(value, ["environments"], report);
  for (const [name, entry] of entries ?? []) {
    const path = ["environments", name];
    if (!nameShape.test(name)) report("name-invalid", path, name);
    const record = readRecord(entry, path, ["development", "originSets", "maxAge"], report);
    if (record === null) continue;
    const development = readBoolean(record, "development", path, report);
    const changed = parseSetChanges(record.get("originSets"), [...path, "originSets"], sets, report);
    const maxAge = record.has("maxAge") ? parseMaxAge(record.get("maxAge"), [...path, "maxAge"], report) : undefined;
    if (name === wanted) chosen = { environment: { name, development }, maxAge, sets: changed };
  }
  if (wanted !== undefined && entries?.has(wanted) !== true) {
    const known = [...(entries?.keys() ?? [])];
    const suggestion = nearestName(wanted, known);
    report("unknown-environment", ["environments"], wanted, { known, ...(suggestion !== undefined && { suggestion }) });
  }
  return chosen;
}
