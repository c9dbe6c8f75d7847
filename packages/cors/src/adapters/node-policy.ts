import type { IncomingMessage, ServerResponse } from "node:http";
import type { Http2ServerRequest, Http2ServerResponse } from "node:http2";
import { type HeaderList, trimOptionalWhitespace } from "../http/header-list.ts";
import { decideFor, isPromise } from "../server/decide.ts";
import type { Decision } from "../server/decision.ts";
import { isHeader } from "../server/is-header.ts";
import { applyNow, applyWhenSent } from "./apply-when-sent.ts";
import { changesAnything, type LivePolicy } from "./live-policy.ts";

/** `originalUrl` is the target before a framework mounted the handler under a path. */
export type NodeRequest = (IncomingMessage | Http2ServerRequest) & { readonly originalUrl?: string };
export type NodeResponse = ServerResponse | Http2ServerResponse;

/**
 * Decides, and answers or has the decision applied when the handler does.
 *
 * @param target what the client sent, before anything was mounted or rewritten
 * @returns whether the handler runs; if not, the answer is sent. A promise only for a function that gives one.
 */
export function handle(
  live: LivePolicy,
  request: NodeRequest,
  response: NodeResponse,
  target: string,
): boolean | Promise<boolean> {
  const decision = decideForNode(live, request, target);
  if (!isPromise(decision)) return apply(live, decision, response);
  return decision.then((later) => apply(live, later, response));
}

function apply({ onConflict }: LivePolicy, decision: Decision, response: NodeResponse): boolean {
  if (decision.status === undefined) {
    if (changesAnything(decision)) applyWhenSent(response, decision, onConflict);
    return true;
  }
  applyNow(response, decision);
  response.statusCode = decision.status;
  response.end();
  return false;
}

/** Decides about a request of Node's, from its raw headers. */
export function decideForNode(live: LivePolicy, request: NodeRequest, target: string): Decision | Promise<Decision> {
  const { rawHeaders, method = "" } = request;
  // Not `request.headers`, which drops or rejects duplicates. One walk: all fields of a name joined by `, `.
  let origin: string | null = null;
  let requestMethod: string | null = null;
  let secFetchSite: string | null = null;
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? "";
    if (isHeader(name, "origin")) origin = joined(origin, rawHeaders[index + 1]);
    else if (isHeader(name, "sec-fetch-site")) secFetchSite = joined(secFetchSite, rawHeaders[index + 1]);
    else if (isHeader(name, "access-control-request-method")) {
      requestMethod = joined(requestMethod, rawHeaders[index + 1]);
    }
  }
  const decision = decideFor(
    live.compiled,
    method,
    target,
    trimmed(origin),
    trimmed(requestMethod),
    trimmed(secFetchSite),
    rawHeaders,
    pairs,
  );
  if (!isPromise(decision)) return live.observe(decision, method, target);
  return decision.then((later) => live.observe(later, method, target));
}

function joined(before: string | null, value = ""): string {
  return before === null ? value : `${before}, ${value}`;
}

function trimmed(value: string | null): string {
  return value === null ? "" : trimOptionalWhitespace(value);
}

function pairs(rawHeaders: readonly string[]): HeaderList {
  const headers: [string, string][] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    headers.push([rawHeaders[index] ?? "", rawHeaders[index + 1] ?? ""]);
  }
  return headers;
}
