/** CORS for whatever answers a `Request` with a `Response`: Workers, Deno, Bun, Next.js, service workers. */

import { applyToResponse, headersOfEmptyBody } from "./apply-to-response.ts";
import type { CorsOptions, PolicyInput, Replaceable } from "./cors-options.ts";
import { LivePolicy } from "./live-policy.ts";
import { decideForWeb } from "./web-policy.ts";

export type { CorsMessage, CorsOptions } from "./cors-options.ts";

/** A handler, with whatever its runtime gives beside the request: `env` and `context`, `info`, `params` … */
export type FetchHandler<Incoming extends Request, Rest extends readonly unknown[]> = (
  request: Incoming,
  ...rest: Rest
) => Response | Promise<Response>;

export type FetchWrapper = (<Incoming extends Request = Request, Rest extends readonly unknown[] = []>(
  handler: FetchHandler<Incoming, Rest>,
) => (request: Incoming, ...rest: Rest) => Promise<Response>) &
  Replaceable;

/**
 * Wraps a handler: preflights are answered by the policy, and every response of the handler gets the CORS headers. In a
 * Next.js route, export the wrapped handler as `OPTIONS` too, else preflights do not get here.
 *
 * An error that the handler throws goes on as it is. The runtime then answers without CORS headers, and a page sees a
 * network error: a handler whose errors pages should read returns them as responses.
 *
 * Rules are chosen by `request.url`, which a runtime has already parsed as a URL: dot segments are resolved, so
 * `/public/../private` is the path `/private` here. In node:http, where the original target is at hand, it is ambiguous.
 *
 * @throws {PolicyError} at once, when the document is no policy.
 */
export function cors(policyOrDocument: PolicyInput, options?: CorsOptions): FetchWrapper {
  const live = new LivePolicy(policyOrDocument, options);

  const wrap =
    <Incoming extends Request, Rest extends readonly unknown[]>(handler: FetchHandler<Incoming, Rest>) =>
    async (request: Incoming, ...rest: Rest): Promise<Response> => {
      const decision = await decideForWeb(live, request, request.url);
      const { status } = decision;
      if (status === undefined) {
        return applyToResponse(await handler(request, ...rest), decision, live.onConflict);
      }
      return applyToResponse(new Response(null, { status, headers: headersOfEmptyBody(status) }), decision);
    };
  return Object.assign(wrap, live.replaceable);
}
