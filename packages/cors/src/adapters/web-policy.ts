import type { HeaderList } from "../http/header-list.ts";
import { decideFor, isPromise } from "../server/decide.ts";
import type { Decision } from "../server/decision.ts";
import type { CorsOptions, PolicyInput, Replaceable } from "./cors-options.ts";
import { livePolicy } from "./live-policy.ts";
import type { OnConflict } from "./policy-warnings.ts";

/** A policy for runtimes that speak `Request` and `Response`. */
export interface WebPolicy extends Replaceable {
  /** @param target origin-form or absolute-form */
  decide(request: Request, target: string): Decision | Promise<Decision>;
  readonly onConflict: OnConflict;
}

/** @throws {PolicyError} when the document is no policy. */
export function webPolicy(policyOrDocument: PolicyInput, options: CorsOptions = {}): WebPolicy {
  const live = livePolicy(policyOrDocument, options);
  return {
    replace: live.replace,
    // `get` joins and trims the fields of a name, as `decide` does.
    decide({ method, headers }, target) {
      const decision = decideFor(
        live.current(),
        method,
        target,
        headers.get("origin") ?? "",
        headers.get("access-control-request-method") ?? "",
        headers.get("sec-fetch-site") ?? "",
        headers,
        pairs,
      );
      if (!isPromise(decision)) return live.observe(decision, method, target);
      return decision.then((later) => live.observe(later, method, target));
    },
    onConflict: live.onConflict,
  };
}

function pairs(headers: Headers): HeaderList {
  return [...headers];
}
