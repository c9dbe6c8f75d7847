/** CORS for h3 2, on every runtime: `app.use(cors(policy))`. */
import type { Policy } from "../policy/policy.ts";
import type { LoneRuleDocument, PolicyDocument } from "../policy/policy-document.ts";
import { applyToEvent, type EventHeaders } from "./apply-to-event.ts";
import { headersOfEmptyBody } from "./apply-to-response.ts";
import { cors as corsForNode, type NodeRequest, type NodeResponse } from "./node.ts";
import { type WebPolicy, webPolicy } from "./web-policy.ts";

/** As much of h3's event as is needed. */
export interface H3Event extends EventHeaders {
  readonly req: Request;
  /** Node's request and response, without their types, which other runtimes lack. */
  readonly runtime?: { readonly node?: { readonly req: unknown; readonly res?: unknown } | undefined } | undefined;
}

export type H3Middleware = (event: H3Event, next: () => unknown) => unknown;

/** What h3 takes for "the answer is sent". */
const handled: symbol = Symbol.for("h3.handled");

/**
 * Answers preflights by the policy, and sets the CORS headers of every other response: on Node when it is sent, whatever
 * made it; elsewhere on what the handler returns or throws, so a `Response` that `onError` returns goes without.
 *
 * @throws {PolicyError} at once, when the document is no policy.
 */
export function cors(policyOrDocument: Policy | PolicyDocument | LoneRuleDocument): H3Middleware {
  const middleware = corsForNode(policyOrDocument);
  let policy: WebPolicy | undefined;

  return (event, next) => {
    const { req, res } = event.runtime?.node ?? {};
    if (req === undefined || res === undefined) {
      policy ??= webPolicy(policyOrDocument);
      return answer(policy, event, next);
    }
    let handlerRuns = false;
    middleware(req as NodeRequest, res as NodeResponse, () => {
      handlerRuns = true;
    });
    return handlerRuns ? next() : handled;
  };
}

async function answer(policy: WebPolicy, event: H3Event, next: () => unknown): Promise<unknown> {
  const decision = policy.decide(event.req, event.req.url);
  if (decision.kind === "no-rule") return next();
  const { status } = decision;
  if (status !== undefined) {
    return applyToEvent(event, new Response(null, { status, headers: headersOfEmptyBody(status) }), decision);
  }
  try {
    return applyToEvent(event, await next(), decision, policy.onConflict);
  } catch (error) {
    throw applyToEvent(event, error, decision, policy.onConflict);
  }
}
