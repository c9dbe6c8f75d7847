import type { Decision } from "../server/decision.ts";
import { applyToHeaders, applyToResponse } from "./apply-to-response.ts";
import type { OnConflict } from "./policy-warnings.ts";

/** The headers that h3 adds to what a handler returns, and to an error. */
export interface EventHeaders {
  readonly res: { readonly headers: Headers; readonly errHeaders: Headers };
}

/**
 * Applies a decision to an event of h3 and to what its handler returned or threw, which is given back, or a copy of it.
 *
 * h3 writes the event's headers, or for an error its `errHeaders`, over those that the value has of its own. So the
 * decision goes to all of them, and the value's `Vary` to the event's.
 */
export function applyToEvent(
  event: EventHeaders,
  value: unknown,
  decision: Decision,
  onConflict?: OnConflict,
): unknown {
  const own = headersOf(value);
  const vary = own?.get("Vary") ?? null;
  for (const headers of [event.res.headers, event.res.errHeaders]) {
    if (vary !== null) headers.append("Vary", vary);
    applyToHeaders(headers, decision, onConflict);
  }
  if (value instanceof Response) return applyToResponse(value, decision, onConflict);
  if (own !== undefined) applyToHeaders(own, decision, onConflict);
  return value;
}

/** Of a `Response`, or of h3's `HTTPResponse` and `HTTPError`. */
function headersOf(value: unknown): Headers | undefined {
  const { headers } = (value ?? {}) as { headers?: unknown };
  return headers instanceof Headers ? headers : undefined;
}
