import type { OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from "node:http";
import type { Http2ServerResponse } from "node:http2";
import { mergedVary } from "../server/apply-decision.ts";
import type { Decision } from "../server/decision.ts";
import type { OnConflict } from "./policy-warnings.ts";

type NodeResponse = ServerResponse | Http2ServerResponse;

type GivenHeaders = OutgoingHttpHeaders | readonly OutgoingHttpHeader[];
type WriteHead = (
  this: NodeResponse,
  statusCode: number,
  message?: string | GivenHeaders,
  given?: GivenHeaders,
) => NodeResponse;

/**
 * Applies a decision at the last moment, when the status line and headers are about to go out: what a handler, an error
 * handler or another layer sets until then neither loses the decision's headers nor doubles them.
 *
 * Every way of the response to send a head goes through `writeHead`, in HTTP/1 and in HTTP/2's compatibility API. Not so
 * `response.stream.respond()`, HTTP/2's own: who answers there leaves the response object, and its CORS with it.
 */
export function applyWhenSent(response: NodeResponse, decision: Decision, onConflict: OnConflict): void {
  const pending = response as Pending;
  const head = pending[waiting];
  if (head !== undefined && pending.writeHead === writeHeadLate) {
    head.also = { decision, onConflict, writeHead: head.writeHead, also: head.also };
    return;
  }
  const own: Waiting = { decision, onConflict, writeHead: pending.writeHead, also: undefined };
  if (head === undefined) {
    pending[waiting] = own;
    pending.writeHead = writeHeadLate;
  } else {
    // Somebody else's function stands between two of ours.
    pending.writeHead = (statusCode, message, given) => writeWith(own, response, statusCode, message, given);
  }
}

/** What waits for a response's head: a decision, and those of middlewares that came later. */
interface Waiting {
  readonly decision: Decision;
  readonly onConflict: OnConflict;
  readonly writeHead: WriteHead;
  also: Waiting | undefined;
}

const waiting: unique symbol = Symbol("what waits for the head");

/** A response as far as it matters here. */
interface Pending {
  [waiting]?: Waiting;
  writeHead: WriteHead;
}

/** One function for every response: a closure for each would cost more than the rest of it. */
const writeHeadLate: WriteHead = function (this: NodeResponse, statusCode, message, given) {
  const own = (this as Pending)[waiting];
  if (own === undefined) throw new Error("The response has lost what waits for its head.");
  return writeWith(own, this, statusCode, message, given);
};

function writeWith(
  own: Waiting,
  response: NodeResponse,
  statusCode: number,
  message: string | GivenHeaders | undefined,
  given: GivenHeaders | undefined,
): NodeResponse {
  const { writeHead } = own;
  // A second head is the handler's mistake; Node says so.
  if (response.headersSent) return writeHead.call(response, statusCode, message, given);
  const headers = typeof message === "object" && message !== null ? message : given;
  if (headers !== undefined && headers !== null) {
    if (own.also === undefined && isSimpleHead(response, headers)) {
      const whole = { ...headers, ...headersOf(own.decision) };
      return typeof message === "string"
        ? writeHead.call(response, statusCode, message, whole)
        : writeHead.call(response, statusCode, whole);
    }
    setGivenHeaders(response, headers);
  }
  // The outermost has the last word.
  for (let later = own.also; later !== undefined; later = later.also) {
    applyNow(response, later.decision, later.onConflict);
  }
  applyNow(response, own.decision, own.onConflict);
  return writeHead.call(response, statusCode, typeof message === "string" ? message : undefined);
}

/**
 * Whether a head is all in `writeHead`'s object and has nothing that a decision changes: then the object gets what is
 * missing. Fastify and Hono write theirs so, and setting each header first would cost as much again.
 */
function isSimpleHead(response: NodeResponse, given: GivenHeaders): given is OutgoingHttpHeaders {
  if (isList(given) || response.getHeaderNames().length > 0) return false;
  for (const name in given) {
    if (/^(?:vary$|access-control-)/i.test(name)) return false;
  }
  return true;
}

function headersOf({ set, vary }: Decision): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of set) headers[name] = value;
  const merged = mergedVary([], vary);
  if (merged !== null) headers.Vary = merged;
  return headers;
}

/** Sets, removes and merges a decision's headers among those that are set already. */
export function applyNow(response: NodeResponse, decision: Decision, onConflict?: OnConflict): void {
  let varyLines: readonly string[] = [];
  // Mostly no other layer set one of the six, and asking for each by name costs more than a look at all names.
  for (const name of response.getHeaderNames()) {
    if (name === "vary") varyLines = headerLines(response.getHeader(name));
    else if (name.startsWith("access-control-")) reviseHeader(response, name, decision, onConflict);
  }
  for (const [name, value] of decision.set) response.setHeader(name, value);
  const vary = mergedVary(varyLines, decision.vary);
  if (vary !== null) response.setHeader("Vary", vary);
}

/** What another layer set: taken away, or to be replaced. */
function reviseHeader(response: NodeResponse, name: string, decision: Decision, onConflict?: OnConflict): void {
  const value = String(response.getHeader(name));
  const ours = decision.set.find(([other]) => other.toLowerCase() === name);
  const removed = decision.remove.find((other) => other.toLowerCase() === name);
  if (ours !== undefined && ours[1] !== value) onConflict?.(decision, ours[0], value);
  if (removed === undefined) return;
  onConflict?.(decision, removed, value);
  response.removeHeader(removed);
}

function headerLines(value: OutgoingHttpHeader | undefined): readonly string[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [String(value)];
}

/**
 * What `writeHead` does with its headers, done before: an object, `[name, value, …]` or `[[name, value], …]`, each name
 * in place of what was set before, names repeated in a list kept.
 */
function setGivenHeaders(response: NodeResponse, given: GivenHeaders): void {
  const values = new Map<string, { name: string; value: OutgoingHttpHeader }>();
  for (const [name, value] of pairs(given)) {
    if (value === undefined) continue;
    const known = values.get(name.toLowerCase());
    if (known === undefined) values.set(name.toLowerCase(), { name, value });
    else known.value = [known.value, value].flat().map(String);
  }
  for (const { name, value } of values.values()) response.setHeader(name, value);
}

type HeaderPair = readonly [name: string, value: OutgoingHttpHeader | undefined];

function pairs(given: GivenHeaders): readonly HeaderPair[] {
  if (!isList(given)) return Object.entries(given);
  if (given.every((entry) => Array.isArray(entry))) return given as unknown as readonly HeaderPair[];
  const found: HeaderPair[] = [];
  for (let index = 0; index + 1 < given.length; index += 2) found.push([String(given[index]), given[index + 1]]);
  return found;
}

function isList(given: GivenHeaders): given is readonly OutgoingHttpHeader[] {
  return Array.isArray(given);
}
