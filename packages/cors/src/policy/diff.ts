import { corsSafelistedResponseHeaderNames } from "../http/cors-safelisted-response-header-names.ts";
import { isCorsSafelistedMethod } from "../http/method.ts";
import type { AllowOriginsFunction } from "./allow-origins-function.ts";
import { indexOrigins, type OriginIndex, originsMeet } from "./origin-index.ts";
import { parseOriginPattern } from "./parse-origin-pattern.ts";
import { type PathClass, type PathOutcome, pathClasses } from "./path-classes.ts";
import type { OriginPattern, PathPattern, Policy, Rule } from "./policy.ts";
import type { PolicyChange, PolicyChangeCode } from "./policy-change.ts";
import { assertPolicy } from "./print-policy.ts";

/**
 * What requests get from a new policy that they did not get from the old one, and the reverse. By effect, not by text: rules
 * renamed, reordered or split that answer alike are no change, nor is an origin that a pattern covered already.
 *
 * @throws {TypeError} for anything that `definePolicy` or `parsePolicy` did not make.
 */
export function diff(oldPolicy: Policy, newPolicy: Policy): readonly PolicyChange[] {
  for (const policy of [oldPolicy, newPolicy]) assertPolicy(policy, "diff()");
  const classes = pathClasses(oldPolicy.rules, newPolicy.rules);
  if (classes === null) {
    const undecided = { what: "paths-undecided", path: null, example: null } as const;
    return [
      { change: "widens", ...undecided },
      { change: "narrows", ...undecided },
    ];
  }
  const oldGrant = grantReader(oldPolicy);
  const newGrant = grantReader(newPolicy);
  const changes = classes.map((paths) => compare(paths, oldGrant(paths.old), newGrant(paths.new)));
  // A rule for `/x` makes `/X` ambiguous. What that changes is worth a line only where `/x` itself does not say the same.
  const said = new Set(
    classes.flatMap((paths, index) => (isAmbiguous(paths) ? [] : (changes[index] ?? []).map(effect))),
  );
  return classes.flatMap((paths, index) => {
    const here = changes[index] ?? [];
    return isAmbiguous(paths) && paths.old !== paths.new ? here.filter((change) => !said.has(effect(change))) : here;
  });
}

function isAmbiguous(paths: PathClass): boolean {
  return paths.old === "ambiguous" || paths.new === "ambiguous";
}

function effect({ change, what, before, after }: PolicyChange): string {
  return JSON.stringify([change, what, before, after]);
}

/** Names as they were written, by what they are compared by. */
type Names = ReadonlyMap<string, string>;

/** What an outcome gives, in a form that any two can be compared in. */
interface Grant {
  /** Null for every origin, the opaque one and no origin at all included. */
  readonly origins: readonly OriginPattern[] | null;
  readonly index: OriginIndex;
  /** Allows origins that are not known before a request comes. */
  readonly asks: AllowOriginsFunction | null;
  readonly credentials: boolean;
  readonly methods: Names;
  readonly headers: Names;
  readonly exposed: Names;
  readonly maxAge: number | null;
  /** Whether requests of origins that are neither allowed nor the server's own are answered 403. */
  readonly refuses: boolean;
  readonly selfOrigins: readonly string[];
}

/** Reads each outcome once: a rule may have 100,000 origins and be part of many classes. */
function grantReader({ rules }: Policy): (outcome: PathOutcome) => Grant {
  const known = new Map<PathOutcome, Grant>();
  const refusing = rules.filter((rule) => rule.refuseUnlisted);
  const ambiguous = { refuses: refusing.length > 0, selfOrigins: refusing.flatMap((rule) => rule.selfOrigins) };
  return (outcome) => {
    const grant = known.get(outcome) ?? readGrant(outcome, ambiguous);
    known.set(outcome, grant);
    return grant;
  };
}

function readGrant(outcome: PathOutcome, ambiguous: Pick<Grant, "refuses" | "selfOrigins">): Grant {
  if (outcome === "ambiguous") return { ...nothing, ...ambiguous };
  if (outcome === null) return nothing;
  const { allowOrigins, allowCredentials, allowMethods, allowHeaders, exposeHeaders, maxAge } = outcome;
  const origins = allowOrigins === "*" ? null : allowOrigins;
  // With `*` there is no unlisted origin.
  const refuses = outcome.refuseUnlisted && origins !== null;
  return {
    origins,
    index: indexOrigins(origins ?? []),
    asks: outcome.originFunction ?? null,
    credentials: allowCredentials,
    // Browsers ask no permission for the one, and give the other to every page that may read the answer.
    methods: new Map(allowMethods.filter((name) => !isCorsSafelistedMethod(name)).map((name) => [name, name])),
    headers: byLowerCase(allowHeaders),
    exposed: byLowerCase(exposeHeaders.filter((name) => !corsSafelistedResponseHeaderNames.has(name.toLowerCase()))),
    maxAge,
    refuses,
    selfOrigins: refuses ? outcome.selfOrigins : [],
  };
}

function byLowerCase(names: readonly string[]): Names {
  return new Map(names.map((name) => [name.toLowerCase(), name]));
}

const nothing: Grant = {
  origins: [],
  index: indexOrigins([]),
  asks: null,
  credentials: false,
  methods: new Map(),
  headers: new Map(),
  exposed: new Map(),
  maxAge: null,
  refuses: false,
  selfOrigins: [],
};

function compare(paths: PathClass, old: Grant, fresh: Grant): readonly PolicyChange[] {
  const place = placeOf(paths);
  const meet = bothAllow(old, fresh);
  const changes: PolicyChange[] = [
    ...gains(old, fresh, meet).map(({ kind, values }): PolicyChange => {
      return { change: "widens", what: codeOf(kind, true), ...place, ...(values && { after: values }) };
    }),
    ...gains(fresh, old, meet).map(({ kind, values }): PolicyChange => {
      return { change: "narrows", what: codeOf(kind, false), ...place, ...(values && { before: values }) };
    }),
  ];
  if (meet && old.maxAge !== fresh.maxAge) {
    changes.push({ change: "changes", what: "max-age-changed", ...place, before: old.maxAge, after: fresh.maxAge });
  }
  if (paths.old === null && isRule(paths.new)) changes.push({ change: "changes", what: "path-governed", ...place });
  if (isRule(paths.old) && paths.new === null) changes.push({ change: "changes", what: "path-ungoverned", ...place });
  return changes;
}

/** What can be given. As `-added` it is what the new policy gives, as `-removed` what the old one gave. */
type GainKind = "origins" | "credentials" | "methods" | "headers" | "exposed-headers" | "self-origins" | "reach";

function codeOf(kind: GainKind, fresh: boolean): PolicyChangeCode {
  // Who reaches the application is told as what keeps others away.
  if (kind === "reach") return fresh ? "refusal-lifted" : "refusal-added";
  return `${kind}-${fresh ? "added" : "removed"}`;
}

interface Gain {
  readonly kind: GainKind;
  readonly values?: readonly string[];
}

/**
 * What `to` gives that `from` does not. A narrowing is this with the two exchanged.
 *
 * @param meet whether some origin is allowed by both: the rest matters to such an origin only, as one that is new, or gone,
 *   is reported as that
 */
function gains(from: Grant, to: Grant, meet: boolean): readonly Gain[] {
  const found: Gain[] = [];
  const add = (kind: GainKind, values: readonly string[]) => {
    if (values.length > 0) found.push({ kind, values });
  };
  add("origins", addedOrigins(from, to));
  if (meet) {
    if (to.credentials && !from.credentials) found.push({ kind: "credentials" });
    add("methods", addedNames(from.methods, to.methods, []));
    // https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name
    add("headers", addedNames(from.headers, to.headers, ["authorization"]));
    add("exposed-headers", addedNames(from.exposed, to.exposed, []));
  }
  if (from.refuses && !to.refuses) found.push({ kind: "reach" });
  if (from.refuses && to.refuses) add("self-origins", addedSelfOrigins(from, to));
  return found;
}

function bothAllow(a: Grant, b: Grant): boolean {
  // What a function allows may be anything.
  if (a.asks !== null || b.asks !== null) return allowsSome(a) && allowsSome(b);
  if (a.origins === null || b.origins === null) return allowsSome(a) && allowsSome(b);
  return originsMeet(a.origins, a.index, b.origins, b.index);
}

function allowsSome({ origins, asks }: Grant): boolean {
  return asks !== null || origins === null || origins.length > 0;
}

function addedOrigins(from: Grant, to: Grant): readonly string[] {
  if (from.origins === null) return [];
  if (to.origins === null) return ["*"];
  if (to.asks !== null) return to.asks === from.asks ? [] : ["a function"];
  return to.origins.filter((pattern) => !from.index.covers(pattern)).map(({ text }) => text);
}

/** `*` stands for every name but those it never stands for. */
function addedNames(from: Names, to: Names, exempt: readonly string[]): readonly string[] {
  const covers = (names: Names, key: string) => names.has("*") && !exempt.includes(key);
  return [...to]
    .filter(([key]) => !from.has(key) && !covers(from, key) && (key === "*" || !covers(to, key)))
    .map(([, name]) => name);
}

function addedSelfOrigins(from: Grant, to: Grant): readonly string[] {
  const known = new Set(from.selfOrigins);
  return [...new Set(to.selfOrigins)].filter((origin) => {
    if (known.has(origin)) return false;
    const { pattern } = parseOriginPattern(origin);
    return pattern === null || !from.index.covers(pattern);
  });
}

function isRule(outcome: PathOutcome): outcome is Rule {
  return outcome !== null && outcome !== "ambiguous";
}

function placeOf({
  old,
  new: fresh,
  example,
}: PathClass): Pick<PolicyChange, "ruleId" | "oldRuleId" | "path" | "example"> {
  const rules = [fresh, old].filter(isRule).map(({ path }) => path);
  const [narrowest] = rules.sort(
    (a, b) => b.segments.length - a.segments.length || freedom(a) - freedom(b) || (a.text < b.text ? -1 : 1),
  );
  return {
    ...(isRule(fresh) && { ruleId: fresh.id }),
    ...(isRule(old) && { oldRuleId: old.id }),
    path: old === "ambiguous" || fresh === "ambiguous" ? null : (narrowest?.text ?? null),
    example,
  };
}

/** How much a pattern of a given length leaves open. */
function freedom({ segments, everythingBelow }: PathPattern): number {
  return segments.filter((segment) => "name" in segment).length + (everythingBelow ? 1 : 0);
}
