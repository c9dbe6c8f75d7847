import { judge, type PageRequest } from "@crosscheck/cors/browser";
import {
  getHeader,
  type HeaderList,
  type HttpResponse,
  isCorsSafelistedMethod,
  isToken,
  type NetworkAnswer,
  type Responder,
} from "@crosscheck/cors/http";
import type { AskedRequest } from "./asked-request.ts";
import { type Attempt, attemptsOf } from "./attempt.ts";
import { readConsole } from "./console-evidence.ts";
import type { Evidence } from "./explain.ts";
import { maskHeaders, maskText, maskUrl } from "./mask-secrets.ts";
import type { Observation, ReadProblem } from "./observation.ts";
import { originOf } from "./origin-of.ts";
import { readCurlCommand } from "./read-curl-command.ts";
import { readCurlOutput } from "./read-curl-output.ts";
import { type HarEvidence, readHar } from "./read-har.ts";
import { readHeaderBlock } from "./read-header-block.ts";
import { readSnippet } from "./read-snippet.ts";
import { unknownPage } from "./replay-attempt.ts";

/** What a person brings; everything is optional, and several are combined. */
export interface Given {
  /** Pasted: each kind is recognised by itself, and one text may hold several. */
  readonly text?: string;
  /** Archives that were read as they came. */
  readonly archives?: readonly HarEvidence[];
  readonly message?: string;
  readonly curl?: string;
  readonly url?: string;
  readonly origin?: string;
  readonly method?: string;
  readonly headers?: HeaderList;
  readonly credentials?: "omit" | "same-origin" | "include";
  /** A policy or a configuration that was read from the text, as what it answers. */
  readonly responder?: { readonly as: string; readonly respond: Responder; readonly problems?: readonly ReadProblem[] };
  /** Exchanges with the live server, asked as a browser asks: the call and its credentials. */
  readonly live?: Attempt;
}

/** Longer texts are cut; archives are read in full. */
const longestText = 2_000_000;

export function readEvidence(given: Given): Evidence {
  const kinds: string[] = [];
  const problems: ReadProblem[] = [...(given.responder?.problems ?? [])];
  const observations: Observation[] = [];
  const addArchive = (archive: HarEvidence): void => {
    observations.push(...archive.observations);
    problems.push(...archive.problems);
    const count = archive.observations.length;
    kinds.push(
      `an HTTP Archive${archive.engine === null ? "" : ` of ${engineNames[archive.engine]}`} with ${count} request${count === 1 ? "" : "s"}`,
    );
  };
  for (const archive of given.archives ?? []) addArchive(archive);

  let text = given.text ?? "";
  const pasted = cutArchive(text);
  if (pasted !== null) {
    addArchive(readHar(pasted.archive));
    text = pasted.rest;
  }
  text = text.slice(0, longestText);

  const lines = [given.curl ?? "", text].join("\n");
  const command = readCurlCommand(lines);
  const output = readCurlOutput(lines, command);
  if (output !== null) {
    observations.push(...output.observations);
    kinds.push("the output of curl -v");
  }
  const snippet = readSnippet(text);
  const console = readConsole([given.message ?? "", withoutCurl(text, output !== null)].join("\n"));
  if (console !== null)
    kinds.push(`a console message${console.engine === null ? "" : ` of ${engineNames[console.engine]}`}`);
  else if ((given.message ?? "").trim() !== "")
    problems.push({
      place: "the message",
      message: "It is none that a browser writes about a request. Copy the whole line from the console.",
    });

  const asked = askedRequest(given, snippet ?? command);
  if (snippet !== null) kinds.push("a call in a script");
  else if (command !== null) kinds.push("a command of curl");

  const told = {
    url: given.url === undefined ? (asked?.request.url ?? null) : maskUrl(given.url),
    origin: toldOrigin(given, asked),
  };
  const page = told.origin ?? console?.pageOrigin ?? null;
  const block = output === null ? readHeaderBlock(headText(given.curl ?? "", text)) : null;
  const attempts: Attempt[] = [];
  if (given.live !== undefined) {
    attempts.push(given.live);
    kinds.push("the answers of the live server");
  }
  if (given.responder !== undefined) {
    kinds.push(given.responder.as);
    const request = asked?.request ?? (console?.url == null ? null : { url: console.url });
    if (request !== null) attempts.push(...simulate(request, page, given.responder.respond));
  }
  if (block !== null) {
    kinds.push(
      block.answers.length === 1 ? "the headers of an answer" : `the headers of ${block.answers.length} answers`,
    );
    if (asked !== null && block.requestHeaders.length === 0)
      attempts.push(...simulate(asked.request, page, respondWith(block.answers.map(({ response }) => response))));
    else
      observations.push(
        ...observationsOf(block, told.url ?? console?.url ?? null, page, console?.onPreflight ?? false),
      );
  }
  return {
    observations,
    console,
    attempts,
    problems: problems.map(({ place, message }) => ({ place: maskText(place), message: maskText(message) })),
    kinds,
    told: { url: attempts.length > 0 ? null : told.url, origin: told.origin },
  };
}

const engineNames = { chromium: "Chromium", firefox: "Firefox", webkit: "Safari" } as const;

/** The archive in a text, from its first brace to its last, and what stands around it. */
function cutArchive(text: string): { readonly archive: string; readonly rest: string } | null {
  const start = /\{\s*"log"\s*:/.exec(text)?.index ?? /\{\s*"(?:startedDateTime|entries)"\s*:/.exec(text)?.index;
  if (start === undefined) return null;
  const last = text.lastIndexOf("}");
  const end = last > start ? last + 1 : text.length;
  return { archive: text.slice(start, end), rest: `${text.slice(0, start)}\n${text.slice(end)}` };
}

/** Lines of curl are no console's; the names of headers in them would be taken for one's words. */
function withoutCurl(text: string, hasCurl: boolean): string {
  return hasCurl
    ? text
        .split("\n")
        .filter((line) => !/^\s*(?:[<>*{}]|curl:)\s?/.test(line))
        .join("\n")
    : text;
}

function headText(curl: string, text: string): string {
  return curl === "" ? text : `${curl}\n${text}`;
}

function askedRequest(given: Given, read: AskedRequest | null): AskedRequest | null {
  const { url, method, headers, credentials } = given;
  if (url === undefined && read === null) return null;
  const request: AskedRequest["request"] = {
    ...(read?.request ?? { url: "", headers: [] }),
    ...(url === undefined ? {} : { url: maskUrl(url) }),
    ...(method === undefined ? {} : { method }),
    ...(headers === undefined || headers.length === 0 ? {} : { headers: maskHeaders(headers) }),
    ...(credentials === undefined ? {} : { credentials }),
  };
  // A URL by itself is not a call: it says which one is meant.
  if (
    read === null &&
    method === undefined &&
    credentials === undefined &&
    (headers ?? []).length === 0 &&
    given.responder === undefined
  ) {
    return { request, pageOrigin: null, by: "page" };
  }
  return { request, pageOrigin: read?.pageOrigin ?? null, by: "page" };
}

function toldOrigin(given: Given, asked: AskedRequest | null): string | null {
  if (given.origin === "null") return "null";
  if (given.origin !== undefined) return originOf(given.origin) ?? given.origin;
  return asked?.pageOrigin ?? null;
}

/** A call, carried out by the model against a responder, as if it had been recorded. */
function simulate(
  request: PageRequest,
  pageOrigin: string | null,
  respond: (request: Parameters<Responder>[0]) => NetworkAnswer,
): readonly Attempt[] {
  const credentials = request.credentials ?? "same-origin";
  const { exchanges } = judge({
    page: { origin: pageOrigin ?? unknownPage },
    request,
    responder: respond,
    ...(credentials === "include" ? { cookies: "session=***" } : {}),
  });
  return attemptsOf(exchanges.map((exchange) => simulated(exchange, pageOrigin, request))).map((attempt) => ({
    ...attempt,
    credentials,
  }));
}

/** An exchange of the model's, as an observation. */
export function simulated(
  { request, response }: { readonly request: Observation["request"]; readonly response: NetworkAnswer },
  pageOrigin: string | null,
  made: PageRequest,
): Observation {
  const answer = "status" in response ? { status: response.status, headers: maskHeaders(response.headers) } : null;
  return {
    request: { ...request, url: maskUrl(request.url), headers: maskHeaders(request.headers) },
    answer,
    failure: "why" in response ? response.why : null,
    isPreflight: request.method === "OPTIONS" && getHeader(request.headers, "access-control-request-method") !== null,
    kind: made.entryPoint === "xhr" ? "xhr" : "fetch",
    from: "network",
    engine: null,
    pageOrigin,
    hasBody: null,
    place: "simulated",
  };
}

/** One head answers everything; of several, the first that speaks of methods or headers answers the preflight. */
function respondWith(answers: readonly HttpResponse[]): Responder {
  const preflight = answers.length > 1 ? answers.find(speaksToPreflight) : undefined;
  const others = answers.filter((answer) => answer !== preflight);
  let next = 0;
  return (request) => {
    const isPreflight = request.method === "OPTIONS";
    if (isPreflight) return preflight ?? answers[0] ?? { kind: "failed", why: "No answer was given." };
    const answer = others[Math.min(next, others.length - 1)] ?? answers[0];
    next++;
    return answer ?? { kind: "failed", why: "No answer was given." };
  };
}

function speaksToPreflight({ headers }: HttpResponse): boolean {
  return (
    getHeader(headers, "access-control-allow-methods") !== null ||
    getHeader(headers, "access-control-allow-headers") !== null
  );
}

/** Heads without a call: to a URL that somebody else told, or none. */
function observationsOf(
  block: NonNullable<ReturnType<typeof readHeaderBlock>>,
  url: string | null,
  page: string | null,
  failedFirst: boolean,
): readonly Observation[] {
  const origin = getHeader(block.requestHeaders, "origin");
  const host = getHeader(block.requestHeaders, "host");
  const asksFirst = getHeader(block.requestHeaders, "access-control-request-method") !== null;
  // Headers without their request are of the one that the console speaks of.
  const isFirst = asksFirst || (failedFirst && block.requestHeaders.length === 0);
  const spoken =
    block.answers.length > 1 ? block.answers.find(({ response }) => speaksToPreflight(response)) : undefined;
  const preflight = asksFirst ? block.answers[0] : (spoken ?? (isFirst ? block.answers[0] : undefined));
  let at = url ?? (host === null ? "https://server.invalid/" : `https://${host}/`);
  return block.answers.map((answer): Observation => {
    const isPreflight = answer === preflight;
    const { response, line } = answer;
    const address = at;
    const location = response.status >= 300 && response.status < 400 ? getHeader(response.headers, "location") : null;
    if (location !== null && !isPreflight && URL.canParse(location, at)) at = new URL(location, at).href;
    return {
      request: {
        method: isPreflight ? "OPTIONS" : "GET",
        url: address,
        headers:
          isPreflight && !asksFirst
            ? [...block.requestHeaders, ["Access-Control-Request-Method", preflightedMethod(response)]]
            : block.requestHeaders,
      },
      answer: response,
      failure: null,
      isPreflight,
      kind: "pasted",
      from: "network",
      engine: null,
      pageOrigin: page ?? (origin === null ? null : originOf(origin)),
      hasBody: null,
      place: `line ${line}`,
    };
  });
}

/** A method that browsers ask about first: one that the answer allows, where it allows any. */
function preflightedMethod({ headers }: HttpResponse): string {
  const allowed = (getHeader(headers, "access-control-allow-methods") ?? "").split(",").map((name) => name.trim());
  return allowed.find((name) => isToken(name) && name !== "*" && !isCorsSafelistedMethod(name)) ?? "PUT";
}
