import { corsCheck } from "@crosscheck/cors/browser";
import { getHeader, type HeaderList, type HttpResponse } from "@crosscheck/cors/http";
import type { LintSite, LintSubject } from "./lint-target.ts";
import { lintWorld } from "./lint-world.ts";
import { sampleOf } from "./rule-origins.ts";

/** A rule that a configuration amounts to, as far as asking it tells. */
export interface InferredRule {
  readonly path: string;
  readonly allowOrigins: "*" | readonly string[];
  readonly allowCredentials: boolean;
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly maxAge: number | null;
  /** Whether an origin was let in that nobody can have listed. */
  readonly letsAnybodyIn: boolean;
}

/** Asks the simulated server, as a page of this origin or of none; null where the answer is not known. */
export type AskSite = (site: LintSite, method: string, headers: HeaderList) => HttpResponse | null;

const nobody = "https://crosscheck-nobody.example";

/** Names that nobody can have listed below another, and ports that nobody can have listed. */
const unlistedNames = ["crosschecka", "crosscheckb"];
const unlistedPorts = [":47113", ":3"];

export function askSubject(subject: LintSubject): AskSite {
  const respond = subject.respond(lintWorld);
  return (site, method, headers) => {
    const { pathname, host } = new URL(site.url);
    const { scheme, port } = site;
    const evaluated = respond({ method, target: pathname, headers: [["Host", host], ...headers], scheme, port });
    return evaluated.kind === "answer" ? evaluated.response : null;
  };
}

/** The rules of a configuration, the narrower path first. */
export function inferRules(subject: LintSubject, ask: AskSite): readonly InferredRule[] {
  const rules = new Map<string, InferredRule>();
  for (const site of subject.sites) {
    const path = `${new URL(site.url).pathname.replace(/[^/]*$/, "")}*`;
    const rule = ruleAt(site, path, candidates(subject), ask);
    if (rule !== null && !rules.has(path)) rules.set(path, rule);
  }
  const whole = rules.get("/*");
  const same = (rule: InferredRule): boolean =>
    whole !== undefined && JSON.stringify({ ...rule, path: "" }) === JSON.stringify({ ...whole, path: "" });
  const kept = [...rules.values()].filter((rule) => rule.path === "/*" || !same(rule));
  const grants = kept.filter((rule) => rule.allowOrigins.length > 0 || rule.letsAnybodyIn || rule.path !== "/*");
  return grants.toSorted((left, right) => right.path.length - left.path.length);
}

/** What may be let in: asking tells whether it is. */
interface Candidates {
  readonly origins: readonly string[];
  readonly patterns: readonly string[];
}

/** What is named, over http too, and names below it that nobody can have listed; and what the expressions let in. */
function candidates({ namedOrigins, ruleOrigins }: LintSubject): Candidates {
  const parents = namedOrigins.map((origin) => origin.replace(/^(https:\/\/)[^.]+\.(?=[^.]+\.)/, "$1"));
  const named = [...new Set([...namedOrigins, ...parents])].flatMap((origin) => [
    origin,
    origin.replace(/^https:/, "http:"),
  ]);
  const ofRules = ruleOrigins.flatMap(({ patterns }) => patterns);
  const below = named.map((origin) => origin.replace("://", "://*."));
  return {
    origins: [...new Set([...named, ...ofRules.filter((pattern) => !pattern.includes("*"))])],
    patterns: [...new Set([...ofRules.filter((pattern) => pattern.includes("*")), ...below])],
  };
}

function ruleAt(site: LintSite, path: string, { origins, patterns }: Candidates, ask: AskSite): InferredRule | null {
  const isLetIn = (origin: string): boolean => {
    const answer = ask(site, "GET", [["Origin", origin]]);
    return answer !== null && corsCheck(origin, "omit", answer.headers).ok;
  };
  const stranger = ask(site, "GET", [["Origin", nobody]]);
  if (stranger === null) return null;
  const isPublic = getHeader(stranger.headers, "access-control-allow-origin") === "*";
  const letsAnybodyIn = !isPublic && isLetIn(nobody);
  const isSharedBy = (pattern: string): boolean => {
    const names = pattern.includes("*.") ? unlistedNames : [""];
    const ports = pattern.endsWith(":*") ? unlistedPorts : [""];
    return names.every((name) => ports.every((port) => isLetIn(sampleOf(pattern, name, port))));
  };
  const listed = isPublic ? [] : origins.filter(isLetIn);
  const stars = isPublic || letsAnybodyIn ? [] : patterns.filter(isSharedBy);
  // What a wider pattern covers is not listed again.
  const all = [...new Set([...stars, ...listed])];
  const allowed = all.filter((origin) => !stars.some((star) => star !== origin && isCovered(origin, star)));
  const speaker = isPublic ? nobody : sampleOf(allowed[0] ?? nobody, "crosschecka", "");
  const answer = ask(site, "GET", [["Origin", speaker]]);
  const preflight = ask(site, "OPTIONS", [
    ["Origin", speaker],
    ["Access-Control-Request-Method", "PUT"],
    ["Access-Control-Request-Headers", "x-crosscheck"],
  ]);
  const credentials = !isPublic && answer !== null && corsCheck(speaker, "include", answer.headers).ok;
  const maxAge = preflight === null ? null : getHeader(preflight.headers, "access-control-max-age");
  return {
    path,
    allowOrigins: isPublic ? "*" : allowed,
    allowCredentials: credentials,
    allowMethods: names(preflight, "access-control-allow-methods"),
    allowHeaders: names(preflight, "access-control-allow-headers"),
    exposeHeaders: names(answer, "access-control-expose-headers"),
    maxAge: maxAge !== null && /^\d+$/.test(maxAge) ? Number(maxAge) : null,
    letsAnybodyIn,
  };
}

function isCovered(origin: string, star: string): boolean {
  const isAnyPort = star.endsWith(":*");
  const [scheme = "", host = ""] = star.replace(/:\*$/, "").split(/(?<=:\/\/)\*?/);
  const rest = isAnyPort ? origin.replace(/:(?:\d+|\*)$/, "") : origin;
  return origin.startsWith(scheme) && (star.includes("*.") ? rest.endsWith(host) : rest === `${scheme}${host}`);
}

function names(answer: HttpResponse | null, header: string): readonly string[] {
  const value = answer === null ? null : getHeader(answer.headers, header);
  const all = (value ?? "").split(",").map((name) => name.trim());
  return all.filter(
    (name, index) => name !== "" && all.findIndex((other) => other.toLowerCase() === name.toLowerCase()) === index,
  );
}
