import { mergedVary } from "../server/apply-decision.ts";
import type { Decision } from "../server/decision.ts";
import type { OnConflict } from "./policy-warnings.ts";

/**
 * A response with a decision's headers. It is the given one, changed, so that its body is neither read nor made a stream;
 * or a copy with the same body, if its headers are immutable (`fetch()`, `Response.redirect()`).
 *
 * A network error (`Response.error()`) and a switch of protocols (101) are given back as they are: neither can be copied,
 * and no page reads their headers.
 */
export function applyToResponse(response: Response, decision: Decision, onConflict?: OnConflict): Response {
  if (response.status < 200) return response;
  try {
    applyToHeaders(response.headers, decision, onConflict);
    return response;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  const copy = new Response(response.body, response);
  applyToHeaders(copy.headers, decision, onConflict);
  return copy;
}

/** What an answer without a body says of it: nothing with 204, else its length. RFC 9110, section 8.6. */
export function headersOfEmptyBody(status: 204 | 403): Record<string, string> {
  return status === 204 ? {} : { "Content-Length": "0" };
}

/** Sets, removes and merges a decision's headers among those that are there. */
export function applyToHeaders(headers: Headers, decision: Decision, onConflict?: OnConflict): void {
  for (const name of decision.remove) {
    const value = headers.get(name);
    if (value === null) continue;
    headers.delete(name);
    onConflict?.(decision, name, value);
  }
  for (const [name, value] of decision.set) {
    const other = headers.get(name);
    headers.set(name, value);
    if (other !== null && other !== value) onConflict?.(decision, name, other);
  }
  const lines = headers.get("Vary");
  const vary = mergedVary(lines === null ? [] : [lines], decision.vary);
  if (vary !== null) headers.set("Vary", vary);
}
