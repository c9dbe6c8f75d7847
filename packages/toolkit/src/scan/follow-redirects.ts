import { type Exchange, getHeaderValues, type HttpResponse } from "@crosscheck/cors/http";
import { isRedirectStatus } from "../checks/redirect-status.ts";
import { failure, isFailure } from "./client-failure.ts";
import type { ClientAnswer, ClientFailure } from "./http-client.ts";
import { probeRequest } from "./probe-request.ts";

/** Where redirects led. */
export interface Walk {
  /** The redirects, in order. */
  readonly hops: readonly Exchange[];
  /** The last URL asked. */
  readonly url: string;
  /** What it answered: a redirect too, when redirects are not followed. */
  readonly answer: ClientAnswer;
}

const mostRedirects = 5;

/** Asks a URL as nobody's page does, without `Origin`, and goes where it redirects, through the same guarded client. */
export async function followRedirects(
  start: string,
  send: (request: Exchange["request"]) => Promise<ClientAnswer>,
  follow: boolean,
): Promise<Walk> {
  const hops: Exchange[] = [];
  const seen = new Set<string>();
  let url = start;
  for (;;) {
    seen.add(url);
    const { request } = probeRequest({ id: "baseline", kind: "baseline", origin: null, url });
    const answer = await send(request);
    if (isFailure(answer)) return { hops, url, answer: onTheWay(answer, hops) };
    const next = follow ? locationOf(answer, url) : null;
    if (next === null) return { hops, url, answer };
    hops.push({ request, response: answer });
    if (typeof next === "object") return { hops, url, answer: next };
    if (seen.has(next)) return { hops, url, answer: loop(hops, next) };
    if (hops.length > mostRedirects) return { hops, url, answer: tooMany(hops) };
    url = next;
  }
}

/** Whether an answer sends its reader elsewhere. */
export function isRedirect({ status, headers }: HttpResponse): boolean {
  return isRedirectStatus(status) && getHeaderValues(headers, "location").length > 0;
}

/** https://fetch.spec.whatwg.org/#concept-response-location-url ; null for what is no redirect. */
function locationOf(response: HttpResponse, from: string): string | ClientFailure | null {
  if (!isRedirect(response)) return null;
  const [location = "", ...others] = new Set(getHeaderValues(response.headers, "location"));
  if (others.length > 0) {
    return unusable(from, `to ${others.length + 1} different addresses at once. Send one Location header.`);
  }
  const url = urlOf(location, from);
  if (url === null) return unusable(from, `to ${quote(location)}, which is not a URL. Correct its Location header.`);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    return unusable(from, `to ${quote(location)}, which is neither http nor https. Browsers do not follow it either.`);
  }
  url.hash = "";
  return url.href;
}

/** Where a redirect leads, over http or https; null where a browser does not follow it. */
export function locationUrl(response: HttpResponse, from: string): string | null {
  const location = locationOf(response, from);
  return typeof location === "string" ? location : null;
}

/** Bytes above 127 are UTF-8, as browsers read them; what is none stays as it came. */
function urlOf(location: string, from: string): URL | null {
  return URL.parse(Buffer.from(location, "latin1").toString("utf8"), from);
}

function unusable(from: string, rest: string): ClientFailure {
  return failure("redirect-not-usable", `${shown(from)} redirects ${rest}`);
}

/** A failure at the end of redirects says how the scan came there. */
function onTheWay(answer: ClientFailure, hops: readonly Exchange[]): ClientFailure {
  const last = hops.at(-1);
  return last === undefined
    ? answer
    : failure(answer.code, `${shown(last.request.url)} redirects there: ${answer.why}`);
}

function loop(hops: readonly Exchange[], to: string): ClientFailure {
  const path = [...hops.map(({ request }) => request.url), to];
  const start = path.indexOf(to);
  return failure(
    "too-many-redirects",
    `${shown(path[0] ?? to)} redirects in a circle: ${path.slice(start).map(shown).join(" → ")}. A browser gives up too; correct one of the redirects.`,
  );
}

function tooMany(hops: readonly Exchange[]): ClientFailure {
  const [first] = hops;
  return failure(
    "too-many-redirects",
    `${shown(first?.request.url ?? "")} redirects more than ${mostRedirects} times, on to ${shown(hops.at(-1)?.request.url ?? "")} and further. Scan the address where it should end.`,
  );
}

/** A URL in a sentence, cut to a readable length. Parsed, so without control characters. */
function shown(url: string): string {
  return url.length > 120 ? `${url.slice(0, 120)}…` : url;
}

function quote(text: string): string {
  return JSON.stringify(text.length > 120 ? `${text.slice(0, 120)}…` : text);
}
