/** CORS for node:http, its HTTP/2 compatibility API, and every framework that takes `(request, response, next)`. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Http2ServerRequest, Http2ServerResponse } from "node:http2";
import { trimOptionalWhitespace } from "../http/header-list.ts";
import { definePolicy } from "../policy/define-policy.ts";
import type { Policy } from "../policy/policy.ts";
import type { LoneRuleDocument, PolicyDocument } from "../policy/policy-document.ts";
import { compilePolicy } from "../server/compile-policy.ts";
import { decideFor } from "../server/decide.ts";
import { applyNow, applyWhenSent } from "./apply-when-sent.ts";
import { warnOfConflicts, warnOfExpiredDangers } from "./policy-warnings.ts";

/** `originalUrl` is the target before a framework mounted the handler under a path. */
export type NodeRequest = (IncomingMessage | Http2ServerRequest) & { readonly originalUrl?: string };
export type NodeResponse = ServerResponse | Http2ServerResponse;
export type NodeMiddleware = (request: NodeRequest, response: NodeResponse, next: () => void) => void;

/**
 * Answers preflights by the policy, and sets the CORS headers of every other response when it is sent.
 *
 * @throws {PolicyError} at once, when the document is no policy.
 */
export function cors(policyOrDocument: Policy | PolicyDocument | LoneRuleDocument): NodeMiddleware {
  const policy = definePolicy(policyOrDocument);
  const compiled = compilePolicy(policy);
  const onConflict = warnOfConflicts();
  warnOfExpiredDangers(policy);

  return (request, response, next) => {
    const { rawHeaders } = request;
    const target = request.originalUrl ?? request.url ?? "";
    const decision = decideFor(
      compiled,
      request.method ?? "",
      target,
      joinedValue(rawHeaders, "origin"),
      joinedValue(rawHeaders, "access-control-request-method"),
      joinedValue(rawHeaders, "sec-fetch-site"),
    );
    if (decision.kind === "no-rule") return next();
    if (decision.status === undefined) {
      applyWhenSent(response, decision, onConflict);
      return next();
    }
    applyNow(response, decision);
    response.statusCode = decision.status;
    response.end();
  };
}

/** All fields of a name joined by `, `, outer spaces and tabs trimmed. `request.headers` would drop or reject duplicates. */
function joinedValue(rawHeaders: readonly string[], name: string): string {
  let joined: string | null = null;
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const candidate = rawHeaders[index] ?? "";
    if (candidate.length !== name.length || candidate.toLowerCase() !== name) continue;
    const value = rawHeaders[index + 1] ?? "";
    joined = joined === null ? value : `${joined}, ${value}`;
  }
  return joined === null ? "" : trimOptionalWhitespace(joined);
}
