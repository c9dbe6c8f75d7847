import type { HeaderList } from "../http/header-list.ts";
import { decideFor, isPromise } from "../server/decide.ts";
import type { Decision } from "../server/decision.ts";
import type { LivePolicy } from "./live-policy.ts";

/**
 * Decides about a request of runtimes that speak `Request` and `Response`.
 *
 * @param target origin-form or absolute-form
 */
export function decideForWeb(
  live: LivePolicy,
  { method, headers }: Request,
  target: string,
): Decision | Promise<Decision> {
  // `get` joins and trims the fields of a name, as `decide` does.
  const decision = decideFor(
    live.compiled,
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
}

function pairs(headers: Headers): HeaderList {
  return [...headers];
}
