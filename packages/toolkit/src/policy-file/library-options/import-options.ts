import { describeWithoutPlace, type Problem, parsePolicy } from "@crosscheck/cors";
import { describeGrant } from "./describe-grant.ts";
import { expressionReach } from "./expression-reach.ts";
import { isSentOrigin } from "./is-sent-origin.ts";
import type { LibraryOptions, OldGrant } from "./old-grant.ts";

/** A policy made of another library's options. */
export interface ImportedOptions {
  /** A document that `parsePolicy` takes. It never allows an origin that the options did not. */
  readonly document: ImportedDocument;
  /** What the options really allowed: sentences. */
  readonly allowed: readonly string[];
  /** Where the policy differs from them, and why: sentences. */
  readonly changed: readonly string[];
  /** What only the author can fill in: sentences. Empty when the policy is whole. */
  readonly open: readonly string[];
}

interface ImportedDocument {
  readonly version: 1;
  readonly rules: readonly [Readonly<Record<string, unknown>>];
}

type Draft = Record<string, unknown> & { allowOrigins: "*" | string[] };

/** How long a danger that the options had stands in the policy before somebody must have looked at it. */
const graceDays = 30;

export function importOptions(
  library: LibraryOptions,
  options: Readonly<Record<string, unknown>>,
  now: Date,
): ImportedOptions {
  const grant = library.read(options);
  const changed: string[] = [];
  const open: string[] = [];
  const draft: Draft = {
    id: "imported",
    path: "/*",
    allowOrigins: originsOf(grant, changed, open),
    ...permissionsOf(grant, changed, open),
  };
  mend(draft, now, changed);
  return {
    document: { version: 1, rules: [draft] },
    allowed: [...ignoredKeys(library, options), ...describeGrant(grant)],
    changed,
    open,
  };
}

function originsOf({ origins, credentials }: OldGrant, changed: string[], open: string[]): "*" | string[] {
  if (origins.kind === "star") return "*";
  if (origins.kind === "none") return [];
  if (origins.kind === "code") {
    open.push("List the origins that the function allows.");
    return [];
  }
  if (origins.kind === "echoed") {
    if (credentials === false) {
      changed.push("The policy sends * instead of an echo: browsers give pages the same, and caches one answer.");
      return "*";
    }
    open.push("List the origins whose pages may act as the signed-in user: no policy allows all of them that.");
    return [];
  }
  const patterns = new Set(origins.texts.filter(isSentOrigin));
  for (const expression of origins.expressions) {
    const reach = expressionReach(expression);
    if (reach.everybody) {
      if (credentials === false) return "*";
      open.push(`List the origins that ${String(expression)} was meant for: it lets in every website.`);
    } else {
      for (const pattern of reach.patterns) patterns.add(pattern);
      const taken = reach.patterns.length === 0 ? "nothing" : reach.patterns.join(", ");
      open.push(
        `Compare: of ${String(expression)} the policy has ${taken}. There are no regular expressions in a policy.`,
      );
    }
  }
  if (origins.texts.some((text) => !isSentOrigin(text))) {
    changed.push("What never matched is left out; if it was meant, write it as a browser sends it.");
  }
  return [...patterns];
}

function permissionsOf(grant: OldGrant, changed: string[], open: string[]): Readonly<Record<string, unknown>> {
  const { origins, exposed, maxAge, preflights } = grant;
  const withCredentials = grant.credentials !== false && origins.kind !== "star";
  if (grant.credentials === "code")
    open.push(
      "A function decides about credentials: the policy allows them. Take allowCredentials out if it should not.",
    );
  const methods =
    grant.methods === "code" ? [] : grant.methods.filter((name) => !["GET", "HEAD", "POST"].includes(name));
  if (grant.methods === "code") open.push("List the methods that the function allows.");
  const echoed = grant.headers === "echoed";
  if (echoed && withCredentials && preflights) {
    open.push("List the request headers that pages set: any was allowed, and a policy with credentials lists them.");
  }
  const headers = !echoed
    ? grant.headers
    : withCredentials
      ? ["Content-Type", "Authorization"]
      : ["*", "Authorization"];
  // Beside credentials a * is still any name to a request without cookies; a policy has no word for that.
  const spelledOut = (names: readonly string[], what: string) => {
    if (!withCredentials || !names.includes("*")) return names;
    open.push(
      `List the ${what}: * allowed all of them to requests without cookies, and a policy with credentials lists them.`,
    );
    return names.filter((name) => name !== "*");
  };
  return {
    ...(withCredentials && { allowCredentials: true }),
    ...list("allowMethods", preflights ? spelledOut(methods, "methods") : []),
    ...list("allowHeaders", preflights ? spelledOut(headers, "request headers") : []),
    ...list("exposeHeaders", spelledOut(exposed, "exposed response headers")),
    ...maxAgeOf(maxAge, changed),
  };
}

function list(key: string, names: readonly string[]): Readonly<Record<string, readonly string[]>> {
  return names.length === 0 ? {} : { [key]: [...new Set(names)] };
}

function maxAgeOf(sent: string | null, changed: string[]): Readonly<Record<string, number>> {
  if (sent === null) return {};
  const seconds = Number(sent);
  // https://fetch.spec.whatwg.org/#extract-header-list-values: what is no number counts as absent, and a browser caps the rest.
  if (sent.trim() === "" || Number.isNaN(seconds)) {
    changed.push(
      `A maxAge of ${JSON.stringify(sent)} is no number of seconds, and counted for nothing: it is left out.`,
    );
    return {};
  }
  const kept = Math.min(Math.max(Math.floor(seconds), 0), 86_400);
  if (kept !== seconds) changed.push(`A maxAge of ${sent} is ${kept} to a browser, at most: the policy says that.`);
  return { maxAge: kept };
}

/** Takes out what no policy may have, and enters the dangers that the options took. */
function mend(draft: Draft, now: Date, changed: string[]): void {
  const dangers = new Set<string>();
  for (let round = 0; round < 3; round++) {
    const faults = parsePolicy({ rules: [draft] }).problems.filter(({ severity }) => severity === "error");
    const removed = new Map<string, Set<number>>();
    for (const problem of faults) {
      const [, , key, index] = problem.path;
      if (["insecure-origin", "shared-suffix", "null-origin", "local-origin"].includes(problem.code))
        dangers.add(problem.code);
      else if (typeof key === "string" && typeof index === "number") {
        removed.set(key, (removed.get(key) ?? new Set()).add(index));
        changed.push(`${sentence(problem)} It is left out.`);
      }
    }
    for (const [key, indexes] of removed) {
      const left = (draft[key] as readonly unknown[]).filter((_, index) => !indexes.has(index));
      if (left.length > 0 || key === "allowOrigins") draft[key] = left;
      else delete draft[key];
    }
    if (dangers.size > 0) draft.danger = [...dangers].map((allow) => ({ allow, reason, expires: lastDay(now) }));
    if (removed.size === 0 && dangers.size === 0) return;
  }
  if (dangers.size > 0) {
    changed.push(
      `It has ${[...dangers].join(" and ")} for ${graceDays} days: look at what the options allowed, and give a reason or take it out.`,
    );
  }
}

const reason = "taken over from the old options, not looked at yet";

function lastDay(now: Date): string {
  return new Date(now.getTime() + graceDays * 86_400_000).toISOString().slice(0, 10);
}

function sentence(problem: Problem): string {
  return describeWithoutPlace(problem).split("\n").slice(0, 2).join(" ");
}

function ignoredKeys({ keys, library }: LibraryOptions, options: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.keys(options)
    .filter((key) => !keys.includes(key))
    .map((key) => `${JSON.stringify(key.slice(0, 100))} is no option of ${library}: it was ignored.`);
}
