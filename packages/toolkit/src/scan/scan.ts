import { randomBytes } from "node:crypto";
import type { Policy } from "@crosscheck/cors";
import type { Exchange, HeaderList, HttpRequest } from "@crosscheck/cors/http";
import type { Evidence } from "../checks/evidence.ts";
import type { ShownAnswer } from "../headers/header-tests.ts";
import { hasCors } from "./answer-hints.ts";
import { failure, isFailure } from "./client-failure.ts";
import { followRedirects, isRedirect, type Walk } from "./follow-redirects.ts";
import { gatherEvidence, gatherOthers, networkOf, type Send, stageOneQuestions } from "./gather-evidence.ts";
import { type ClientAnswer, createHttpClient, type HttpClient, type HttpClientOptions } from "./http-client.ts";
import { parseTarget } from "./parse-target.ts";
import { probeRequest } from "./probe-request.ts";
import { registrableDomain } from "./registrable-domain.ts";
import { rulesToCompare } from "./rules-to-compare.ts";
import { visitorSession } from "./visitor-session.ts";

export interface ScanOptions {
  /** Default true. False judges the first response. */
  readonly followRedirects?: boolean;
  readonly client?: HttpClientOptions;
  readonly onProgress?: (message: string, requests: number) => void;
  /** How the judged URL is asked: GET unless told. POST is for one's own site. */
  readonly method?: "GET" | "HEAD" | "POST";
  /** Paths of the same origin that are judged as well: `/api/`, `v1/items?page=2`. */
  readonly paths?: readonly string[];
  /** What the site is meant to answer: each rule is asked about, and what differs is found. */
  readonly policy?: Policy;
  /** Sent with every request to the target's own origin, and to no other: a session's cookie, a token. */
  readonly headers?: HeaderList;
  /** The attackers' names; chance unless a test says otherwise. */
  readonly randomLetters?: (count: number) => string;
  /** The survey's plan: fewer questions for a site that shows no CORS, and its page is not read. */
  readonly short?: boolean;
  /** Milliseconds that https gets to answer a bare domain before http is tried. Default 8,000, a third of the deadline at most. */
  readonly patienceMs?: number;
}

/** What a scan gathered, or why it could not. */
export interface ScanOutcome {
  /** The last URL that was asked; the target itself when it is none. */
  readonly finalUrl: string;
  readonly evidence: Evidence | null;
  /** Of other URLs of the same origin: those that were named, or that the page names itself. */
  readonly others: readonly Evidence[];
  /** The answer that a visitor is shown; null when there is none. */
  readonly shown: ShownAnswer | null;
  /** Present when there is no evidence. */
  readonly failure: { readonly code: string; readonly message: string } | null;
  readonly redirects: readonly Exchange[];
  /** What the reader should know beside the verdict. */
  readonly notes: readonly string[];
  readonly requests: number;
}

/** Failures of a connection, after which a bare domain is tried as http. A bad certificate is an answer: https is there. */
const connectionFailures: ReadonlySet<string> = new Set([
  "refused",
  "unreachable",
  "reset",
  "timeout",
  "tls",
  "not-http",
]);

/** Scans one target: finds where it leads, asks the plan's questions there. Never rejects. */
export async function scan(target: string, options: ScanOptions = {}): Promise<ScanOutcome> {
  const parsed = parseTarget(target);
  if (!parsed.ok) {
    const { message } = parsed;
    const nothing = { evidence: null, others: [], shown: null, redirects: [], notes: [], requests: 0 };
    return { ...nothing, finalUrl: target, failure: { code: "not-a-url", message } };
  }
  const client = createHttpClient(options.client);
  try {
    return await scanUrls(parsed.urls, client, options);
  } finally {
    await client.close();
  }
}

async function scanUrls(
  [url, fallback]: readonly [string, ...string[]],
  client: HttpClient,
  options: ScanOptions,
): Promise<ScanOutcome> {
  const follow = options.followRedirects ?? true;
  const notes: string[] = [];
  const session = visitorSession(url, options.headers ?? []);
  const send: Send = async (request, sendOptions) => {
    options.onProgress?.(describeQuestion(request), client.requests);
    return client.send(session.sent(request), sendOptions);
  };
  const openPage: Send = (request) => send(request, { keepsBody: options.short !== true });

  let walk = await followRedirects(
    url,
    fallback === undefined ? openPage : impatiently(openPage, url, httpsPatience(options)),
    follow,
  );
  if (fallback !== undefined && walk.hops.length === 0 && isFailure(walk.answer)) {
    const first = walk.answer;
    if (connectionFailures.has(first.code)) {
      const second = await followRedirects(fallback, openPage, follow);
      if (isFailure(second.answer) && second.hops.length === 0) {
        walk = { ...walk, answer: failure(first.code, neither(first.why, second.answer.why)) };
      } else {
        notes.push(`https did not answer, so http was tried: ${first.why}`);
        if ((options.headers ?? []).length > 0) {
          notes.push(
            `The session was not sent, as others can read it on http. Name ${fallback} to send it all the same.`,
          );
        }
        walk = second;
      }
    }
  }
  const { answer, hops } = walk;
  const known = { finalUrl: walk.url, redirects: hops };
  if (isFailure(answer)) {
    const { code, why } = answer;
    const nothing = { evidence: null, others: [], shown: null, failure: { code, message: why } };
    return { ...known, ...nothing, notes, requests: client.requests };
  }
  if (!follow && isRedirect(answer)) {
    notes.push("Redirects were not followed: the first response was judged, its destination not tested.");
  }
  const [asked] = hops;
  if (asked !== undefined && new URL(asked.request.url).origin !== new URL(walk.url).origin) {
    notes.push(`The redirects lead to another origin: ${walk.url} was judged, and not ${asked.request.url} itself.`);
  }
  if (
    client.networkOf(walk.url) === "loopback" &&
    networkOf(walk.url, registrableDomain(walk.url), client) === "public"
  ) {
    notes.push(
      `${new URL(walk.url).hostname} leads to this machine: it was judged as the public site that its name says.`,
    );
  }
  session.keep(walk.url, answer);
  const isBare = fallback !== undefined && options.short !== true;
  let overHttp = isBare && hops.length === 0 ? await askOverHttp(walk, client) : null;
  const evidence = await gatherEvidence({ ...walk, answer }, client, send, {
    randomLetters,
    ...options,
    asked: overHttp === null ? 0 : 1,
  });
  const compared =
    options.policy === undefined ? null : await rulesToCompare(options.policy, walk.url, options.paths ?? []);
  const paths = [...(options.paths ?? []), ...(compared?.paths ?? [])];
  const others = await gatherOthers(evidence, answer, client, send, { randomLetters, ...options, paths });
  notes.push(...(compared?.notes ?? []));
  // Behind redirects the questions about CORS come first.
  const mayAsk = client.requests < stageOneQuestions || evidence.probes.some(({ exchange }) => hasCors(exchange));
  if (isBare && hops.length > 0 && mayAsk) overHttp = await askOverHttp(walk, client);
  const shown = {
    url: walk.url,
    response: { status: answer.status, headers: answer.headers },
    hops,
    overHttp,
    registrableDomain: evidence.registrableDomain,
    body: answer.body ?? null,
  };
  return { ...known, evidence, others, shown, failure: null, notes, requests: client.requests };
}

/** Milliseconds. The first answer from https has to come soon, or http would never get its turn before the deadline. */
function httpsPatience({ patienceMs, client }: ScanOptions): number {
  return patienceMs ?? Math.min(8_000, (client?.deadlineMs ?? 30_000) / 3);
}

/** Milliseconds for the answer over http, which many sites' firewalls never give. */
const httpPatience = 3_000;

/**
 * What a visitor gets who types the bare name of a site that was asked over https. Without the session: it would go in
 * clear text.
 */
async function askOverHttp({ hops, url }: Walk, client: HttpClient): Promise<Exchange | null> {
  const first = new URL(hops[0]?.request.url ?? url);
  if (first.protocol !== "https:" || first.port !== "") return null;
  first.protocol = "http:";
  const { request } = probeRequest({ id: "baseline", kind: "baseline", origin: null, url: first.href });
  const ask = impatiently((question) => client.send(question), first.href, httpPatience);
  const answer = await ask(request);
  if (isFailure(answer)) return connectionFailures.has(answer.code) ? { request, response: answer } : null;
  return { request, response: { status: answer.status, headers: answer.headers } };
}

/** Sends, and gives one URL so many milliseconds to answer. */
function impatiently(send: Send, url: string, patience: number): Send {
  return async (request) => {
    if (request.url !== url) return send(request);
    const why = `${new URL(url).host} did not answer within ${patience / 1000} s.`;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<ClientAnswer>((resolve) => {
      timer = setTimeout(() => resolve(failure("timeout", why)), patience);
    });
    try {
      return await Promise.race([send(request), late]);
    } finally {
      clearTimeout(timer);
    }
  };
}

function neither(https: string, http: string): string {
  return https === http ? `Over https and over http: ${https}` : `Over https: ${https} Over http: ${http}`;
}

function describeQuestion({ method, url, headers }: HttpRequest): string {
  const origin = headers.find(([name]) => name === "Origin")?.[1];
  return `${method} ${url}${origin === undefined ? "" : ` as ${origin}`}`;
}

/** Of 256 bytes so many begin an alphabet that is whole; the others would make its first letters likelier. */
const wholeAlphabets = 26 * 9;

function randomLetters(count: number): string {
  let letters = "";
  while (letters.length < count) {
    for (const byte of randomBytes(count)) {
      if (byte < wholeAlphabets && letters.length < count) letters += String.fromCharCode(97 + (byte % 26));
    }
  }
  return letters;
}
