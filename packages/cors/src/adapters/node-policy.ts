import type { IncomingMessage, ServerResponse } from "node:http";
import type { Http2ServerRequest, Http2ServerResponse } from "node:http2";
import { type HeaderList, trimOptionalWhitespace } from "../http/header-list.ts";
import { decideFor, isPromise } from "../server/decide.ts";
import type { Decision } from "../server/decision.ts";
import { applyNow, applyWhenSent } from "./apply-when-sent.ts";
import type { CorsOptions, PolicyInput, Replaceable } from "./cors-options.ts";
import { livePolicy } from "./live-policy.ts";

/** `originalUrl` is the target before a framework mounted the handler under a path. */
export type NodeRequest = (IncomingMessage | Http2ServerRequest) & { readonly originalUrl?: string };
export type NodeResponse = ServerResponse | Http2ServerResponse;

/** A policy for Node's request and response. */
export interface NodePolicy extends Replaceable {
  /** Whether the handler runs; if not, the answer is sent. A promise only for a function that gives one. */
  handle(request: NodeRequest, response: NodeResponse, target: string): boolean | Promise<boolean>;
}

/** @throws {PolicyError} when the document is no policy. */
export function nodePolicy(policyOrDocument: PolicyInput, options: CorsOptions = {}): NodePolicy {
  const live = livePolicy(policyOrDocument, options);
  const { onConflict } = live;

  const apply = (judged: Decision, request: NodeRequest, response: NodeResponse, target: string): boolean => {
    const decision = live.observe(judged, request.method ?? "", target);
    if (decision.status === undefined) {
      if (decision.kind !== "no-rule" || decision.set.length > 0) applyWhenSent(response, decision, onConflict);
      return true;
    }
    applyNow(response, decision);
    response.statusCode = decision.status;
    response.end();
    return false;
  };

  return {
    replace: live.replace,
    handle(request, response, target) {
      const { rawHeaders } = request;
      // Not `request.headers`, which drops or rejects duplicates. One walk: all fields of a name joined by `, `.
      let origin: string | null = null;
      let requestMethod: string | null = null;
      let secFetchSite: string | null = null;
      for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
        const name = rawHeaders[index] ?? "";
        const { length } = name;
        // Lengths differ mostly, and cost less to compare.
        if (length !== 6 && length !== 29 && length !== 14) continue;
        const value = rawHeaders[index + 1] ?? "";
        const lowerCase = name.toLowerCase();
        if (lowerCase === "origin") origin = joined(origin, value);
        else if (lowerCase === "access-control-request-method") requestMethod = joined(requestMethod, value);
        else if (lowerCase === "sec-fetch-site") secFetchSite = joined(secFetchSite, value);
      }
      const decision = decideFor(
        live.current(),
        request.method ?? "",
        target,
        trimmed(origin),
        trimmed(requestMethod),
        trimmed(secFetchSite),
        rawHeaders,
        pairs,
      );
      if (!isPromise(decision)) return apply(decision, request, response, target);
      return decision.then((later) => apply(later, request, response, target));
    },
  };
}

function joined(before: string | null, value: string): string {
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
