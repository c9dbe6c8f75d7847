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
  const present = ownedHeaders(headers);
  for (const name of decision.remove) {
    const value = present.get(name.toLowerCase());
    if (value === undefined) continue;
    headers.delete(name);
    onConflict?.(decision, name, value);
  }
  for (const [name, value] of decision.set) {
    headers.set(name, value);
    const other = present.get(name.toLowerCase());
    if (other !== undefined && other !== value) onConflict?.(decision, name, other);
  }
  const line = present.get("vary");
  const vary = mergedVary(line === undefined ? [] : [line], decision.vary);
  if (vary !== null) headers.set("Vary", vary);
}

/** Those that a decision may touch. One walk costs less than asking for each by name. */
function ownedHeaders(headers: Headers): ReadonlyMap<string, string> {
  const owned = new Map<string, string>();
  for (const [name, value] of headers) {
    if (name === "vary" || name.startsWith("access-control-")) owned.set(name, value);
  }
  return owned;
}
