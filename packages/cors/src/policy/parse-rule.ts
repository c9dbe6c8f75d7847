import { judgeOrigins, type OriginContext } from "./judge-origins.ts";
import { parseDanger } from "./parse-danger.ts";
import { parseMaxAge } from "./parse-max-age.ts";
import { parseNames } from "./parse-names.ts";
import { type OriginList, parseOriginList, type SetLookup } from "./parse-origin-list.ts";
import { nameShape } from "./parse-origin-sets.ts";
import { everyPath, parsePathPattern } from "./parse-path-pattern.ts";
import { parseSelfOrigins } from "./parse-self-origins.ts";
import type { PathPattern, Rule } from "./policy.ts";
import type { DocumentPath, Report } from "./problem.ts";
import { type DocumentRecord, readBoolean, readString } from "./read-document.ts";

export const ruleKeys: readonly string[] = [
  "id",
  "path",
  "allowOrigins",
  "allowCredentials",
  "allowMethods",
  "allowHeaders",
  "exposeHeaders",
  "maxAge",
  "refuseUnlisted",
  "selfOrigins",
  "danger",
];

/** What a rule's meaning takes from around it. */
export interface RuleContext {
  readonly lookUp: SetLookup;
  readonly environment: OriginContext["environment"];
  /** Seconds that replace every rule's own; undefined leaves them. */
  readonly maxAge: number | null | undefined;
  readonly now: Date | undefined;
  /** Whether another environment may need a danger entry that this one does not. */
  readonly hasEnvironments: boolean;
  /** A rule alone needs neither id nor path. */
  readonly alone: boolean;
}

/**
 * Parses one rule as far as it goes; what is wrong is reported and left out. `pathRead` is false when its path is a stand-in.
 */
export function parseRule(
  record: DocumentRecord,
  path: DocumentPath,
  context: RuleContext,
  report: Report,
): { readonly rule: Rule; readonly pathRead: boolean } {
  const id = parseId(record.get("id"), path, context.alone, report);
  const pattern = parsePath(record.get("path"), path, context.alone, report);
  const allowCredentials = readBoolean(record, "allowCredentials", path, report);
  const dangers = parseDanger(record.get("danger"), [...path, "danger"], context.now, report);

  const originsPath = [...path, "allowOrigins"];
  const origins = parseAllowOrigins(record, originsPath, allowCredentials, context.lookUp, report);
  const list = origins === "*" ? { patterns: [], indexes: [] } : origins;
  const { environment } = context;
  const needed = judgeOrigins(list, originsPath, { ruleId: id, allowCredentials, dangers, environment }, report);
  for (const { allow, index } of dangers) {
    if (!needed.has(allow) && !context.hasEnvironments) report("danger-unused", [...path, "danger", index], allow);
  }

  const names = (key: "allowMethods" | "allowHeaders" | "exposeHeaders") =>
    Object.freeze(parseNames(record.get(key), [...path, key], key, allowCredentials, report));
  const maxAge = parseMaxAge(record.get("maxAge"), [...path, "maxAge"], report);
  const refusal = parseRefusal(record, path, origins, report);

  const rule = Object.freeze({
    id,
    path: pattern ?? everyPath,
    allowOrigins: origins === "*" ? "*" : Object.freeze(origins.patterns),
    allowCredentials,
    allowMethods: names("allowMethods"),
    allowHeaders: names("allowHeaders"),
    exposeHeaders: names("exposeHeaders"),
    maxAge: context.maxAge === undefined ? maxAge : context.maxAge,
    ...refusal,
    danger: Object.freeze(dangers.map(({ allow, reason, expires }) => Object.freeze({ allow, reason, expires }))),
  });
  return { rule, pathRead: pattern !== null };
}

function parseId(value: unknown, path: DocumentPath, alone: boolean, report: Report): string {
  if (value === undefined) {
    if (!alone) report("missing-key", [...path, "id"], value, { expected: "a name for the rule" });
    return "default";
  }
  const id = readString(value, [...path, "id"], "a name for the rule", report);
  if (id !== null && !nameShape.test(id)) report("rule-id-invalid", [...path, "id"], id);
  return id ?? "default";
}

function parsePath(value: unknown, path: DocumentPath, alone: boolean, report: Report): PathPattern | null {
  const place = [...path, "path"];
  if (value === undefined) {
    if (alone) return everyPath;
    report("missing-key", place, value, { expected: "the paths it covers, such as /api/*" });
    return null;
  }
  const text = readString(value, place, "a path, such as /api/*", report);
  if (text === null) return null;
  const { pattern, problem } = parsePathPattern(text);
  if (problem !== null) {
    const { code, ...data } = problem;
    report(code, place, text, data);
  }
  return pattern;
}

function parseAllowOrigins(
  record: DocumentRecord,
  path: DocumentPath,
  allowCredentials: boolean,
  lookUp: SetLookup,
  report: Report,
): "*" | OriginList {
  const value = record.get("allowOrigins");
  if (value === "*") {
    if (allowCredentials) report("any-origin-with-credentials", path, value);
    return "*";
  }
  if (value === undefined) report("missing-key", path, value, { expected: "*, a list of origins, or [] for none" });
  else if (typeof value === "function") report("allow-origins-function", path, value);
  else return parseOriginList(value, path, lookUp, report);
  return { patterns: [], indexes: [] };
}

function parseRefusal(
  record: DocumentRecord,
  path: DocumentPath,
  origins: "*" | OriginList,
  report: Report,
): Pick<Rule, "refuseUnlisted" | "selfOrigins"> {
  const refuseUnlisted = readBoolean(record, "refuseUnlisted", path, report);
  const selfPath = [...path, "selfOrigins"];
  const selfOrigins = parseSelfOrigins(record.get("selfOrigins"), selfPath, report);
  if (refuseUnlisted && origins === "*") report("refuse-unlisted-unused", [...path, "refuseUnlisted"], true);
  else if (refuseUnlisted && selfOrigins.length === 0) report("self-origins-missing", selfPath, undefined);
  if (!refuseUnlisted && selfOrigins.length > 0) report("self-origins-unused", selfPath, record.get("selfOrigins"));
  return { refuseUnlisted, selfOrigins: Object.freeze(selfOrigins) };
}
