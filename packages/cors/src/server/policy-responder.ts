import {
  type HttpRequest,
  type HttpResponse,
  isResponse,
  type NetworkAnswer,
  type Responder,
} from "../http/exchange.ts";
import type { Policy } from "../policy/policy.ts";
import { applyDecision } from "./apply-decision.ts";
import { decide } from "./decide.ts";

/** A policy as a responder: a site that answers like `handler` (200 without headers when there is none) behind it. */
export function policyResponder(policy: Policy, handler: Responder = answerOk): Responder {
  return (request: HttpRequest): NetworkAnswer => {
    // A URL's fragment never goes on the wire; the rest of it is an absolute-form target.
    const target = request.url.replace(/#.*$/s, "");
    const decision = decide(policy, { method: request.method, target, headers: request.headers });
    if (decision.status !== undefined) return applyDecision(decision, answerOk());
    const answer = handler(request);
    return isResponse(answer) ? applyDecision(decision, answer) : answer;
  };
}

function answerOk(): HttpResponse {
  return { status: 200, headers: [] };
}
