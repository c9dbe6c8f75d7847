import { type AllowOriginsFunction, parseVariesOn } from "./allow-origins-function.ts";
import { judgeOrigins, type OriginContext } from "./judge-origins.ts";
import { parseDanger } from "./parse-danger.ts";
import { parseMaxAge } from "./parse-max-age.ts";
import { parseNames } from "./parse-names.ts";
import { type OriginList, parseOriginList, type SetLookup } from "./parse-origin-list.ts";
import { nameShape } from "./parse-origin-sets.ts";
import { everyPath, parsePathPattern } from "./parse-path-pattern.ts";
import { parseSelfOrigins } from "./parse-self-origins.ts";
import type { PathPattern, Rule } from "./policy.ts";
import type { Report } from "./problem.ts";
import { type DocumentEntries, type DocumentRecord, readBoolean, readString } from "./read-document.ts";

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

const functionRuleKeys: readonly string[] = [...ruleKeys, "variesOn"];

/** A rule whose origins a function decides, in code, may say what else that looks at. No file has such a rule. */
export function ruleKeysFor(rule: DocumentEntries): readonly string[] {
  return typeof rule.get("allowOrigins") === "function" ? functionRuleKeys : ruleKeys;
}

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
  context: RuleContext,
  report: Report,
): { readonly rule: Rule; readonly pathRead: boolean } {
  const id = parseId(record, context.alone, report);
  const pattern = parsePath(record, context.alone, report);
  const allowCredentials = readBoolean(record, "allowCredentials", report);
  const dangers = parseDanger(record.get("danger"), record.at("danger"), context.now, report);

  const originsPath = record.at("allowOrigins");
  const origins = parseAllowOrigins(record, allowCredentials, context.lookUp, report);
  const value = record.get("allowOrigins");
  const originFunction = typeof value === "function" ? (value as AllowOriginsFunction) : undefined;
  const variesOn = parseVariesOn(record.get("variesOn"), record.at("variesOn"), report);
  const list = origins === "*" ? { patterns: [], indexes: [] } : origins;
  const { environment } = context;
  const needed = judgeOrigins(
    list,
    originsPath,
    { ruleId: id, allowCredentials, dangers, environment, checking: context.now !== undefined },
    report,
  );
  for (const { allow, index } of dangers) {
    // Which origins a function allows is not known here.
    if (!needed.has(allow) && !context.hasEnvironments && originFunction === undefined)
      report("danger-unused", [...record.at("danger"), index], allow);
  }

  const names = (key: "allowMethods" | "allowHeaders" | "exposeHeaders") =>
    Object.freeze(parseNames(record.get(key), record.at(key), key, allowCredentials, report));
  const maxAge = parseMaxAge(record.get("maxAge"), record.at("maxAge"), report);
  const refusal = parseRefusal(record, origins, report);

  const rule = Object.freeze({
    id,
    path: pattern ?? everyPath,
    allowOrigins: origins === "*" ? "*" : Object.freeze(origins.patterns),
    ...(originFunction !== undefined && { originFunction, variesOn: Object.freeze(variesOn) }),
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

function parseId(record: DocumentRecord, alone: boolean, report: Report): string {
  if (!record.has("id")) {
    if (!alone) record.reportMissing("id", "a name for the rule");
    return "default";
  }
  const id = readString(record.get("id"), record.at("id"), "a name for the rule", report);
  if (id !== null && !nameShape.test(id)) report("rule-id-invalid", record.at("id"), id);
  return id ?? "default";
}

function parsePath(record: DocumentRecord, alone: boolean, report: Report): PathPattern | null {
  if (!record.has("path")) {
    if (alone) return everyPath;
    record.reportMissing("path", "the paths it covers, such as /api/*");
    return null;
  }
  const place = record.at("path");
  const text = readString(record.get("path"), place, "a path, such as /api/*", report);
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
  allowCredentials: boolean,
  lookUp: SetLookup,
  report: Report,
): "*" | OriginList {
  const value = record.get("allowOrigins");
  const path = record.at("allowOrigins");
  if (value === "*") {
    if (allowCredentials) report("any-origin-with-credentials", path, value);
    return "*";
  }
  if (value === undefined) record.reportMissing("allowOrigins", "*, a list of origins, or [] for none");
  else if (typeof value !== "function") return parseOriginList(value, path, lookUp, report);
  return { patterns: [], indexes: [] };
}

function parseRefusal(
  record: DocumentRecord,
  origins: "*" | OriginList,
  report: Report,
): Pick<Rule, "refuseUnlisted" | "selfOrigins"> {
  const refuseUnlisted = readBoolean(record, "refuseUnlisted", report);
  const selfPath = record.at("selfOrigins");
  const selfOrigins = parseSelfOrigins(record.get("selfOrigins"), selfPath, report);
  if (refuseUnlisted && origins === "*") report("refuse-unlisted-unused", record.at("refuseUnlisted"), true);
  else if (refuseUnlisted && selfOrigins.length === 0) report("self-origins-missing", selfPath, undefined);
  if (!refuseUnlisted && selfOrigins.length > 0) report("self-origins-unused", selfPath, record.get("selfOrigins"));
  return { refuseUnlisted, selfOrigins: Object.freeze(selfOrigins) };
}
