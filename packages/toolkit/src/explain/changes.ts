import { judgeInEngines, type Verdict } from "@crosscheck/cors/browser";
import {
  getHeader,
  type Header,
  type HeaderList,
  type HttpRequest,
  type HttpResponse,
  isResponse,
  type NetworkAnswer,
  type Responder,
  variesOn,
  withoutHeader,
} from "@crosscheck/cors/http";
import type { Attempt } from "./attempt.ts";
import { pageRequestOf, type Replayed } from "./replay-attempt.ts";

/** What a server must answer otherwise, and nothing more than that. */
export interface Changes {
  /** The page's origin is named, and Vary says that it depends on who asks. */
  readonly allowOrigin: boolean;
  readonly allowCredentials: boolean;
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  /** The preflight is answered with 204, before whatever answered it. */
  readonly answerPreflight: boolean;
  /** The page asks there at once, rather than be redirected. */
  readonly finalUrl: string | null;
}

const noChanges: Changes = {
  allowOrigin: false,
  allowCredentials: false,
  allowMethods: [],
  allowHeaders: [],
  exposeHeaders: [],
  answerPreflight: false,
  finalUrl: null,
};

export interface RepairedCall {
  readonly changes: Changes;
  readonly preflights: boolean;
  readonly pageOrigin: string;
  readonly credentials: Replayed["credentials"];
  /** The URL that answers in the end. */
  readonly url: string;
  /** The answers as they were, and with the changes. */
  readonly before: Responder;
  readonly after: Responder;
}

/** A fix for each failure in its turn: no call fails for more reasons than these. */
const mostRounds = 10;

/**
 * The smallest set of changes with which every engine lets the page read the answer: each is there because the model failed
 * without it. Null where none helps, or where the recording lacks the answer to begin from.
 */
export function repair(
  attempt: Attempt,
  credentials: Replayed["credentials"],
  start: Partial<Changes> = {},
): RepairedCall | null {
  const { pageOrigin } = attempt;
  if (pageOrigin === null || pageOrigin === "null" || attempt.hops.length === 0) return null;
  let changes: Changes = { ...noChanges, ...start };
  for (let round = 0; round < mostRounds; round++) {
    const call = callWith(attempt, changes, credentials, pageOrigin);
    const failed = failingVerdict(call, attempt);
    if (failed === null) return call;
    const more = changeFor(failed, attempt, changes);
    if (more === null) return null;
    changes = more;
  }
  return null;
}

/** The first engine's verdict that is not "allowed"; null when all let it through. */
export function failingVerdict(
  call: RepairedCall,
  attempt: Attempt,
  responder: Responder = call.after,
): Verdict | null {
  const { standard, chromium, firefox, webkit } = judgeInEngines({
    page: { origin: call.pageOrigin },
    request: { ...pageRequestOf(attempt), url: call.url, credentials: call.credentials },
    responder,
    ...(call.credentials === "include" ? { cookies: "session=***" } : {}),
  });
  return [standard, chromium, firefox, webkit].find(({ type }) => type !== "allowed") ?? null;
}

function changeFor(verdict: Verdict, attempt: Attempt, changes: Changes): Changes | null {
  if (verdict.type !== "network error") return null;
  const { reason, details, hop } = verdict;
  const asked = verdict.exchanges.at(-1)?.request;
  if (hop > 0 && changes.finalUrl === null && getHeader(asked?.headers ?? [], "origin") === "null") {
    const last = attempt.hops.at(-1);
    const url = (last?.actual ?? last?.preflight)?.request.url;
    return url === undefined ? null : { ...changes, finalUrl: url };
  }
  switch (reason) {
    case "acao-missing":
    case "acao-mismatch":
    case "acao-invalid":
    case "acao-multiple":
    case "acao-star-with-credentials":
      return changes.allowOrigin ? null : { ...changes, allowOrigin: true };
    case "acac-not-true":
      return changes.allowCredentials ? null : { ...changes, allowOrigin: true, allowCredentials: true };
    case "preflight-status":
    case "preflight-redirect":
      return changes.answerPreflight ? null : { ...changes, answerPreflight: true };
    case "preflight-method":
    case "preflight-methods-parse":
      return {
        ...changes,
        allowMethods: added(changes.allowMethods, getHeader(asked?.headers ?? [], "access-control-request-method")),
      };
    case "preflight-header":
    case "preflight-headers-parse":
      return {
        ...changes,
        allowHeaders: added(
          changes.allowHeaders,
          details.header ?? getHeader(asked?.headers ?? [], "access-control-request-headers"),
        ),
      };
    default:
      return null;
  }
}

function added(list: readonly string[], names: string | null): readonly string[] {
  const more = (names ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "" && !list.includes(name));
  return [...list, ...more];
}

function callWith(
  attempt: Attempt,
  changes: Changes,
  credentials: Replayed["credentials"],
  pageOrigin: string,
): RepairedCall {
  const request = pageRequestOf(attempt);
  const before: Responder = (asked) => recorded(attempt, asked) ?? { kind: "failed", why: "It was not recorded." };
  const after: Responder = (asked) => {
    const answer = recorded(attempt, asked) ?? { status: isPreflight(asked) ? 204 : 200, headers: [] };
    return isResponse(answer) ? changed(answer, asked, changes, pageOrigin) : answer;
  };
  const preflights =
    attempt.hops.some(({ preflight }) => preflight !== null) ||
    changes.answerPreflight ||
    changes.allowMethods.length + changes.allowHeaders.length > 0;
  return { changes, preflights, pageOrigin, credentials, url: changes.finalUrl ?? request.url, before, after };
}

function isPreflight({ method, headers }: HttpRequest): boolean {
  return method === "OPTIONS" && getHeader(headers, "access-control-request-method") !== null;
}

/** What was answered at this URL, whoever asks: a recording knows no more of its server. */
function recorded({ hops }: Attempt, request: HttpRequest): NetworkAnswer | null {
  const hop = hops.find(({ actual, preflight }) => (actual ?? preflight)?.request.url === request.url);
  return (isPreflight(request) ? hop?.preflight : hop?.actual)?.answer ?? null;
}

/** The answer with the changes, for the page alone: to others it says what it said before. */
function changed(answer: HttpResponse, request: HttpRequest, changes: Changes, pageOrigin: string): HttpResponse {
  const asksFirst = isPreflight(request);
  const isPage = getHeader(request.headers, "origin") === pageOrigin;
  let { status, headers } = answer;
  if (asksFirst && changes.answerPreflight) {
    status = 204;
    headers = headers.filter(([name]) => /^(?:access-control-.*|vary|server|date)$/i.test(name));
  }
  if (changes.allowOrigin) {
    headers = withoutHeader(headers, "access-control-allow-origin");
    if (!variesOn(headers, "origin")) headers = [...headers, ["Vary", "Origin"]];
    if (!isPage) return { status, headers: headers.filter(([name]) => !/^access-control-/i.test(name)) };
    headers = [...headers, ["Access-Control-Allow-Origin", pageOrigin]];
  }
  if (changes.allowCredentials) headers = put(headers, ["Access-Control-Allow-Credentials", "true"]);
  if (changes.exposeHeaders.length > 0 && !asksFirst)
    headers = join(headers, "Access-Control-Expose-Headers", changes.exposeHeaders);
  if (asksFirst && changes.allowMethods.length > 0)
    headers = join(headers, "Access-Control-Allow-Methods", changes.allowMethods);
  if (asksFirst && changes.allowHeaders.length > 0)
    headers = join(headers, "Access-Control-Allow-Headers", changes.allowHeaders);
  return { status, headers };
}

function put(headers: HeaderList, header: Header): HeaderList {
  return [...withoutHeader(headers, header[0]), header];
}

/** To what the list has already, where that is a list. */
function join(headers: HeaderList, name: string, values: readonly string[]): HeaderList {
  const known = (getHeader(headers, name) ?? "")
    .split(",")
    .map((value) => value.trim())
    .filter((value) => /^[\w!#$%&'*+.^`|~-]+$/.test(value) && value !== "*");
  return put(headers, [name, [...new Set([...known, ...values])].join(", ")]);
}

/** The lines of each answer that the changes add or replace. */
export function changedHeaders(
  { changes, pageOrigin, after, preflights, url }: RepairedCall,
  method: string,
  headerNames: string,
): { readonly preflight: HeaderList; readonly actual: HeaderList } {
  const names = new Set([
    ...(changes.allowOrigin ? ["access-control-allow-origin", "vary"] : []),
    ...(changes.allowCredentials ? ["access-control-allow-credentials"] : []),
    ...(changes.exposeHeaders.length > 0 ? ["access-control-expose-headers"] : []),
    ...(changes.allowMethods.length > 0 ? ["access-control-allow-methods"] : []),
    ...(changes.allowHeaders.length > 0 ? ["access-control-allow-headers"] : []),
  ]);
  const ask = (asked: HttpRequest): HeaderList => {
    const answer = after(asked);
    return isResponse(answer) ? answer.headers.filter(([name]) => names.has(name.toLowerCase())) : [];
  };
  const origin: Header = ["Origin", pageOrigin];
  return {
    preflight: preflights
      ? ask({
          method: "OPTIONS",
          url,
          headers: [
            origin,
            ["Access-Control-Request-Method", method],
            ...(headerNames === "" ? [] : [["Access-Control-Request-Headers", headerNames] as const]),
          ],
        })
      : [],
    actual: ask({ method, url, headers: [origin] }),
  };
}
