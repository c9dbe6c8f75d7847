import { nearestName } from "#for-authors";
import { type RulePath, reportHiddenRules } from "./hidden-rules.ts";
import { parseMaxAge } from "./parse-max-age.ts";
import { lookUpSets, nameShape, type OriginSets, parseOriginSets, parseSetChanges } from "./parse-origin-sets.ts";
import { parseRule, type RuleContext, ruleKeys, ruleKeysFor } from "./parse-rule.ts";
import type { Policy, Rule } from "./policy.ts";
import { isPolicy, printPolicy, registerPolicy } from "./print-policy.ts";
import { collectProblems, type DocumentPath, type Problem, type Report } from "./problem.ts";
import {
  type DocumentEntries,
  type DocumentRecord,
  readBoolean,
  readEntries,
  readList,
  readProperties,
  readRecord,
  recordOf,
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
/** Far more keys than a policy has; no more are compared to tell what a document is. */
const mostKeys = 100;
const loneRuleKeys = [...documentKeys, ...ruleKeys];

/**
 * Makes a policy of a document: a whole one, or one rule alone. Never throws; every problem is reported at once.
 * The policy is frozen and shares nothing with the document.
 */
export function parsePolicy(document: unknown, options: ParseOptions = {}): ParsedPolicy {
  const { problems, report } = collectProblems();
  const rules = readDocument(isPolicy(document) ? printPolicy(document) : document, options, report);
  const broken = problems.some((problem) => problem.severity === "error");
  return { policy: broken ? null : registerPolicy(rules, [...problems]), problems };
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
  if (document === undefined || document === null) {
    report("policy-missing", [], document);
    return [];
  }
  const properties = readProperties(document, [], report);
  if (properties === null) return [];
  const alone = isRuleAlone(properties);
  const record = recordOf(properties, [], alone ? [...documentKeys, ...ruleKeysFor(properties)] : documentKeys, report);

  const version = record.get("version");
  if (version !== undefined && version !== 1) {
    report("unsupported-version", record.at("version"), version, { suggestion: 1 });
  }

  const baseSets = parseOriginSets(record.get("originSets"), record.at("originSets"), report);
  const { sets, ...chosen } = parseEnvironments(record, baseSets, options.environment, report);
  const used = new Set<string>();
  const context: RuleContext = {
    lookUp: lookUpSets(sets, used, report),
    now: options.now,
    hasEnvironments: record.has("environments"),
    alone,
    ...chosen,
  };
  const rules = alone ? [parseRule(record, context, report).rule] : parseRules(record, context, report);
  for (const name of baseSets.keys()) {
    if (!used.has(name)) report("origin-set-unused", [...record.at("originSets"), name], name);
  }
  return rules;
}

/** Whether a document is one rule alone: it has no rules, and either a rule's keys, perhaps misspelt, or nothing of a policy's. */
function isRuleAlone(properties: DocumentEntries): boolean {
  if (properties.get("rules") !== undefined) return false;
  const meant = new Map(
    [...properties]
      .slice(0, mostKeys)
      .map(([key, value]) => [loneRuleKeys.includes(key) ? key : nearestName(key, loneRuleKeys), value]),
  );
  if (meant.get("rules") !== undefined) return false;
  return ruleKeys.some((key) => meant.has(key)) || !documentKeys.some((key) => meant.has(key));
}

function parseRules(document: DocumentRecord, context: RuleContext, report: Report): readonly Rule[] {
  if (!document.has("rules")) {
    document.reportMissing("rules", "a list of rules");
    return [];
  }
  const place = document.at("rules");
  const list = readList(document.get("rules"), place, "a list of rules", report);
  if (list?.length === 0) report("no-rules", place, list);
  const rules: Rule[] = [];
  const paths: RulePath[] = [];
  const places = new Map<string, DocumentPath>();
  for (const [index, entry] of (list ?? []).entries()) {
    const properties = readProperties(entry, [...place, index], report);
    if (properties === null) continue;
    const record = recordOf(properties, [...place, index], ruleKeysFor(properties), report);
    const { rule, pathRead } = parseRule(record, context, report);
    rules.push(rule);
    if (pathRead) paths.push({ ruleId: rule.id, pattern: rule.path, place: record.at("path") });
    if (!record.has("id")) continue;
    const earlier = places.get(rule.id);
    if (earlier === undefined) places.set(rule.id, record.at("id"));
    else report("rule-id-duplicate", record.at("id"), rule.id, { earlier });
  }
  reportHiddenRules(paths, report);
  return rules;
}

/** Every environment is read, so that a mistake in one shows before it is chosen; the chosen one's changes are returned. */
function parseEnvironments(
  document: DocumentRecord,
  sets: OriginSets,
  wanted: string | undefined,
  report: Report,
): Pick<RuleContext, "environment" | "maxAge"> & { sets: OriginSets } {
  let chosen: ReturnType<typeof parseEnvironments> = { environment: null, maxAge: undefined, sets };
  const place = document.at("environments");
  const entries = document.has("environments") ? readEntries(document.get("environments"), place, report) : null;
  for (const [name, entry] of entries ?? []) {
    const path = [...place, name];
    if (!nameShape.test(name)) report("name-invalid", path, name);
    const record = readRecord(entry, path, ["development", "originSets", "maxAge"], report);
    if (record === null) continue;
    const development = readBoolean(record, "development", report);
    const changed = parseSetChanges(record.get("originSets"), record.at("originSets"), sets, report);
    const maxAge = record.has("maxAge") ? parseMaxAge(record.get("maxAge"), record.at("maxAge"), report) : undefined;
    if (name === wanted) chosen = { environment: { name, development }, maxAge, sets: changed };
  }
  if (wanted !== undefined && entries?.has(wanted) !== true) {
    const known = [...(entries?.keys() ?? [])];
    const suggestion = nearestName(wanted, known);
    report("unknown-environment", place, wanted, { known, suggestion });
  }
  return chosen;
}
