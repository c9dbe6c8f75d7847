import type { Directive } from "./directive.ts";
import { condition } from "./evaluate-expression.ts";
import { NotModelled, type RequestState } from "./request-state.ts";
import type { Scope, ScopedDirective } from "./server-configuration.ts";

type Outcome = "granted" | "denied" | "needs user" | "neutral";

/** The status with which a visitor who is not signed in is turned away, or null. */
export function turnedAway(request: RequestState): 401 | 403 | null {
  const legacy = accessCompat(request);
  const outcome = requirements(request);
  if (legacy || outcome === "denied" || outcome === "neutral") return 403;
  if (outcome !== "needs user") return null;
  const authType = last(request.scopes, ({ key }) => key === "authtype");
  if (authType === null || /^none$/i.test(authType.words[0] ?? "")) {
    throw new NotModelled("a Require that needs a user where no AuthType is set", authType?.place ?? null);
  }
  if (!/^(?:basic|digest)$/i.test(authType.words[0] ?? ""))
    throw new NotModelled(`AuthType ${authType.words[0]}`, authType.place);
  if (request.headersIn.has("Authorization")) {
    throw new NotModelled("whether the sent credentials are right", authType.place);
  }
  request.errHeadersOut.set("WWW-Authenticate", `${authType.words[0]} realm="…"`);
  return 401;
}

function requirements(request: RequestState): Outcome {
  let found: readonly ScopedDirective[] = [];
  for (const { directives } of request.scopes) {
    const merging = directives.find(({ key }) => key === "authmerging");
    if (merging !== undefined && !/^off$/i.test(merging.words[0] ?? ""))
      throw new NotModelled("AuthMerging", merging.place);
    const own = directives.filter(({ key }) => /^(?:require|requireall|requireany|requirenone)$/.test(key));
    if (own.length > 0) found = own;
  }
  if (found.length === 0) return "granted";
  return any(
    found.map((directive) => (isLimited(directive, request.method) ? "granted" : outcomeOf(directive, request))),
  );
}

/** Whether a `<Limit>` leaves this method alone. */
function isLimited({ limit }: ScopedDirective, method: string): boolean {
  if (limit === null) return false;
  // HEAD is GET to a limit.
  const named = limit.methods.includes(method === "HEAD" ? "GET" : method);
  return named === limit.except;
}

function outcomeOf(directive: Directive, request: RequestState): Outcome {
  const { key, words, place, children } = directive;
  const inner = (children ?? []).map((child) => outcomeOf(child, request));
  if (key === "requireany") return any(inner);
  if (key === "requireall") {
    if (inner.includes("denied")) return "denied";
    if (inner.includes("needs user")) return "needs user";
    return inner.includes("granted") ? "granted" : "neutral";
  }
  if (key === "requirenone") return inner.includes("granted") ? "denied" : "neutral";
  const [first = "", ...rest] = words;
  if (first.toLowerCase() === "not") return negated(requirement(rest, request, place));
  return requirement(words, request, place);
}

function requirement(words: readonly string[], request: RequestState, place: Directive["place"]): Outcome {
  const [kind = "", ...values] = words;
  const when = (met: boolean): Outcome => (met ? "granted" : "denied");
  switch (kind.toLowerCase()) {
    case "all":
      return when(values[0]?.toLowerCase() === "granted");
    case "method":
      return when(
        values.some(
          (value) =>
            value.toUpperCase() === (request.method === "HEAD" ? "GET" : request.method) ||
            value.toUpperCase() === request.method,
        ),
      );
    case "env":
      return when(values.some((name) => request.env.has(name)));
    case "expr":
      return when(condition(values.join(" "), request, place));
    case "valid-user":
    case "user":
    case "group":
      return "needs user";
    default:
      throw new NotModelled(`Require ${kind}`, place);
  }
}

function any(outcomes: readonly Outcome[]): Outcome {
  if (outcomes.includes("granted")) return "granted";
  if (outcomes.includes("needs user")) return "needs user";
  return outcomes.includes("denied") ? "denied" : "neutral";
}

function negated(outcome: Outcome): Outcome {
  if (outcome === "granted") return "denied";
  return outcome === "denied" ? "neutral" : outcome;
}

/** `Order`, `Allow` and `Deny` of 2.2, as far as they are for everybody. */
function accessCompat(request: RequestState): boolean {
  const relevant = request.scopes.findLast(({ directives }) =>
    directives.some(({ key }) => /^(?:allow|deny)$/.test(key)),
  );
  const order = last(request.scopes, ({ key }) => key === "order");
  if (relevant === undefined && order === null) return false;
  const rules = (relevant?.directives ?? []).filter(
    (directive) => /^(?:allow|deny)$/.test(directive.key) && !isLimited(directive, request.method),
  );
  for (const { words, place } of rules) {
    if (!/^all$/i.test(words[1] ?? "") && !/^env=/i.test(words[1] ?? ""))
      throw new NotModelled("Allow or Deny from some addresses", place);
  }
  const met = (wanted: string): boolean =>
    rules.some(({ key, words }) => key === wanted && words.slice(1).some((word) => isMet(word, request)));
  const allowFirst = /^allow,\s*deny$/i.test(order?.words.join("") ?? "");
  if (allowFirst) return !met("allow") || met("deny");
  return met("deny") && !met("allow");
}

function isMet(word: string, request: RequestState): boolean {
  const [, negated, name] = /^env=(!?)(.+)$/i.exec(word) ?? [];
  return name === undefined || request.env.has(name) !== (negated === "!");
}

function last(scopes: readonly Scope[], wanted: (directive: ScopedDirective) => boolean): ScopedDirective | null {
  for (const { directives } of scopes.toReversed()) {
    const found = directives.findLast(wanted);
    if (found !== undefined) return found;
  }
  return null;
}
