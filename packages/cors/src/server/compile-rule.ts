import type { Header } from "../http/header-list.ts";
import { varyMembers } from "../http/vary.ts";
import type { AllowOriginsFunction } from "../policy/allow-origins-function.ts";
import type { PathPattern, Rule } from "../policy/policy.ts";
import { compileOrigins, type OriginMatcher } from "./compile-origins.ts";
import { corsResponseHeaderNames, type Decision } from "./decision.ts";

/** A rule as `decide` reads it: whatever an answer needs is made once, and frozen, because every decision shares it. */
export interface CompiledRule {
  /** Absent for the rule of ambiguous targets. */
  readonly id: string | undefined;
  readonly path: PathPattern;
  readonly anyOrigin: boolean;
  readonly grantsNothing: boolean;
  readonly origins: OriginMatcher;
  /** Asked in place of `origins`. */
  readonly originFunction: AllowOriginsFunction | null;
  readonly mayBeNull: boolean;
  /** Whether an origin that a page on the network could take over may be allowed. */
  readonly mayBeInsecure: boolean;
  readonly refuseUnlisted: boolean;
  readonly selfOrigins: ReadonlySet<string>;
  readonly actual: AnswerParts;
  readonly preflight: AnswerParts;
}

/** The parts of an answer that do not depend on the request. */
export interface AnswerParts {
  /** Beside `Access-Control-Allow-Origin`. */
  readonly headers: readonly Header[];
  /** All of a granted answer, for `*`. */
  readonly headersForAny: readonly Header[];
  /** The names of the six that a granted answer does not set. */
  readonly remove: readonly string[];
  readonly vary: readonly string[];
  /** Decisions of listed origins that came lately, and of none. Not of a function's rule, which is asked each time. */
  readonly known: Map<string, Decision>;
  /** The last origin that is not listed, and what it got if it came twice in a row. */
  readonly last: { origin: string | null; decision: Decision | null };
}

export function compileRule(rule: Rule): CompiledRule {
  const anyOrigin = rule.allowOrigins === "*";
  const patterns = rule.allowOrigins === "*" ? [] : rule.allowOrigins;
  const originFunction = rule.originFunction ?? null;
  const grantsNothing = !anyOrigin && originFunction === null && patterns.length === 0;
  const variesOn = rule.variesOn ?? [];
  // A rule that says the same to every origin has no need of `Origin` in Vary. One that refuses only some does.
  const origin = !anyOrigin && (!grantsNothing || rule.refuseUnlisted) ? ["Origin"] : [];

  const credentials: readonly Header[] = rule.allowCredentials ? [["Access-Control-Allow-Credentials", "true"]] : [];
  const maxAge: readonly Header[] = rule.maxAge === null ? [] : [["Access-Control-Max-Age", String(rule.maxAge)]];
  return {
    id: rule.id,
    path: rule.path,
    anyOrigin,
    grantsNothing,
    origins: compileOrigins(patterns),
    originFunction,
    mayBeNull: rule.danger.some(({ allow }) => allow === "null-origin"),
    mayBeInsecure: !rule.allowCredentials || rule.danger.some(({ allow }) => allow === "insecure-origin"),
    refuseUnlisted: rule.refuseUnlisted,
    selfOrigins: new Set(rule.selfOrigins),
    actual: answerParts(
      [...credentials, ...listHeader("Access-Control-Expose-Headers", rule.exposeHeaders)],
      varyMembers([...origin, ...variesOn]),
    ),
    preflight: answerParts(
      [
        ...credentials,
        ...listHeader("Access-Control-Allow-Methods", rule.allowMethods),
        ...listHeader("Access-Control-Allow-Headers", rule.allowHeaders),
        ...maxAge,
      ],
      varyMembers([...origin, "Access-Control-Request-Method", "Access-Control-Request-Headers", ...variesOn]),
    ),
  };
}

/** A rule with no origins and no name. */
export function refusingRule(refuseUnlisted: boolean, selfOrigins: ReadonlySet<string>): CompiledRule {
  const rule = compileRule({
    id: "",
    path: { text: "", segments: [], everythingBelow: true },
    allowOrigins: [],
    allowCredentials: false,
    allowMethods: [],
    allowHeaders: [],
    exposeHeaders: [],
    maxAge: null,
    refuseUnlisted,
    selfOrigins: [...selfOrigins],
    danger: [],
  });
  return { ...rule, id: undefined };
}

function listHeader(name: string, values: readonly string[]): readonly Header[] {
  return values.length === 0 ? [] : [[name, values.join(", ")]];
}

function answerParts(headers: readonly Header[], vary: readonly string[]): AnswerParts {
  const frozen = headers.map((header) => Object.freeze(header));
  const any: Header = Object.freeze(["Access-Control-Allow-Origin", "*"] as const);
  const set = new Set(["Access-Control-Allow-Origin", ...headers.map(([name]) => name)]);
  return {
    headers: Object.freeze(frozen),
    headersForAny: Object.freeze([any, ...frozen]),
    remove: Object.freeze(corsResponseHeaderNames.filter((name) => !set.has(name))),
    vary: Object.freeze(vary),
    known: new Map(),
    last: { origin: null, decision: null },
  };
}
