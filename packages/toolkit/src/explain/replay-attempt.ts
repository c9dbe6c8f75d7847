import {
  type Engine,
  isForbiddenRequestHeader,
  type JudgeInput,
  judge,
  type PageRequest,
  type Verdict,
} from "@crosscheck/cors/browser";
import {
  getHeader,
  type HeaderList,
  type HttpRequest,
  type HttpResponse,
  isCorsSafelistedMethod,
  type NetworkAnswer,
} from "@crosscheck/cors/http";
import type { Attempt, Hop } from "./attempt.ts";

/** What the model says of a recorded call. */
export interface Replayed {
  readonly verdict: Verdict;
  readonly credentials: "same-origin" | "include" | "omit";
  /** The question that the recording has no answer to; null where it had all. */
  readonly missing: { readonly hop: number; readonly isPreflight: boolean } | null;
}

/** In place of a page that nothing is known of. */
export const unknownPage = "https://page.invalid";

/** Judges a call by the answers that were recorded, as an engine. */
export function replayAttempt(attempt: Attempt, engine: Engine, credentials: Replayed["credentials"]): Replayed {
  let missing: Replayed["missing"] = null;
  let hop = 0;
  const responder = (request: HttpRequest): NetworkAnswer => {
    const isPreflight =
      request.method === "OPTIONS" && getHeader(request.headers, "access-control-request-method") !== null;
    const found = attempt.hops.findIndex((one, index) => index >= hop && urlOf(one) === request.url);
    if (found === -1) {
      missing ??= { hop, isPreflight };
      return { kind: "failed", why: "It was not recorded." };
    }
    hop = found;
    const recorded = attempt.hops[found];
    const answer = isPreflight ? preflightAnswer(recorded, request) : (recorded?.actual?.answer ?? null);
    if (!isPreflight) hop++;
    if (answer !== null) return answer;
    missing ??= { hop: found, isPreflight };
    return { kind: "failed", why: "Its answer was not recorded." };
  };
  const verdict = judge({ ...judgeInput(attempt, credentials), engine, responder });
  return { verdict, credentials, missing };
}

/** The call as the page made it, as far as the recording tells. */
function judgeInput(
  attempt: Attempt,
  credentials: Replayed["credentials"],
): Pick<JudgeInput, "page" | "request" | "cookies"> {
  return {
    page: { origin: attempt.pageOrigin ?? unknownPage },
    request: { ...pageRequestOf(attempt), credentials },
    ...(credentials === "include" ? { cookies: "session=***" } : {}),
  };
}

export function pageRequestOf({ hops }: Attempt): PageRequest {
  const [first] = hops;
  const request = first?.actual?.request ?? first?.preflight?.request;
  const asked = first?.preflight?.request.headers ?? [];
  const method = first?.actual?.request.method ?? getHeader(asked, "access-control-request-method") ?? "GET";
  return {
    url: first === undefined ? "" : urlOf(first),
    method,
    headers: authorHeaders(first?.actual?.request.headers ?? [], getHeader(asked, "access-control-request-headers")),
    entryPoint: first?.actual?.kind === "xhr" ? "xhr" : "fetch",
    hasBody:
      !isCorsSafelistedMethod(method) || method === "POST"
        ? getHeader(request?.headers ?? [], "content-type") !== null
        : false,
  };
}

/** Without a user name and a password, which no call can have. */
function urlOf({ actual, preflight }: Hop): string {
  const url = (actual ?? preflight)?.request.url ?? "";
  return url.replace(/^(https?:\/\/)[^/?#]*@/i, "$1");
}

/** Headers that the browser adds by itself. */
const ownHeaders =
  /^(?:accept|accept-language|accept-encoding|user-agent|cache-control|pragma|priority|dnt|sec-.*|proxy-.*|if-none-match|if-modified-since|upgrade-insecure-requests|:.*)$/i;

/** What the page itself set: of the recording, and of what the preflight asked for, which an exporter may have left out. */
function authorHeaders(sent: HeaderList, asked: string | null): HeaderList {
  const set = sent.filter(([name]) => !ownHeaders.test(name) && !isForbiddenRequestHeader(name, ""));
  const names = new Set(set.map(([name]) => name.toLowerCase()));
  const added = (asked ?? "")
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "" && !names.has(name))
    .map((name): readonly [string, string] => [name, name === "content-type" ? "application/json" : "***"]);
  return [...set, ...added];
}

/** A preflight that nobody recorded let its request out, where that has an answer. */
function preflightAnswer(hop: Hop | undefined, request: HttpRequest): HttpResponse | null {
  if (hop?.preflight) return hop.preflight.answer;
  if (!hop?.actual?.answer) return null;
  const value = (name: string): string => getHeader(request.headers, name) ?? "";
  return {
    status: 204,
    headers: [
      ["Access-Control-Allow-Origin", value("origin")],
      ["Access-Control-Allow-Credentials", "true"],
      ["Access-Control-Allow-Methods", value("access-control-request-method")],
      ["Access-Control-Allow-Headers", value("access-control-request-headers")],
    ],
  };
}
