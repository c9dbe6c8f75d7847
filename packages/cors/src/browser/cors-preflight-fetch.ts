import type { Exchange, HttpRequest, NetworkAnswer } from "../http/exchange.ts";
import type { Header } from "../http/header-list.ts";
import { cachePreflight } from "./cors-preflight-cache.ts";
import type { FetchOutcome } from "./fetch-outcome.ts";
import type { FetchParams } from "./fetch-params.ts";
import { type FetchRequest, hopOf } from "./fetch-request.ts";
import { httpNetworkOrCacheFetch } from "./http-network-or-cache-fetch.ts";
import { judgePreflightResponse } from "./preflight-response.ts";
import { unsafeNamesOf } from "./unsafe-names-of.ts";
import type { PreflightCause } from "./verdict.ts";

/**
 * Asks the server whether it understands the CORS protocol, before a request that an HTML form could not make.
 *
 * https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
 */
export function* corsPreflightFetch(
  params: FetchParams,
  because: readonly PreflightCause[],
): Generator<HttpRequest, FetchOutcome, NetworkAnswer> {
  const { request, trace } = params;

  // 4. Let headers be the CORS-unsafe request-header names with request's header list.
  const unsafeNames = unsafeNamesOf(request);

  // 1–3, 5. Let preflight be a new request.
  const preflight = corsPreflightRequest(request, unsafeNames);

  // 6. Let response be the result of running HTTP-network-or-cache fetch given preflight.
  // Its `Origin` is not one of a hop's.
  const sent = trace.exchanges.length;
  const outcome = yield* httpNetworkOrCacheFetch({ ...params, request: preflight, trace: { ...trace, origins: [] } });
  // (One, or two when the first was answered with 421.)
  for (let index = sent; index < trace.exchanges.length; index++) {
    const exchange = trace.exchanges[index] as Exchange;
    trace.preflights.push({ request: exchange.request, hop: hopOf(request), because });
  }
  if (outcome.type === "network error") return { ...outcome, onPreflight: true };
  if (outcome.type !== "default") return outcome;

  // 7–8. Check the response, and keep what it grants; any failure is a network error.
  const judged = judgePreflightResponse(request, unsafeNames, outcome.response);
  const { departures } = request.profile;
  const granted = judged.type === "granted" ? judged : judged.grant;
  if (granted !== undefined && (judged.type === "granted" || departures.has("cache-stores-refused-preflight"))) {
    cachePreflight(params, granted.maxAge, granted.methods, granted.headerNames);
  }
  if (judged.type === "refused") return { ...judged.error, onPreflight: true };
  return outcome;
}

/** The CORS-preflight request: no credentials, none of the request's own headers. */
function corsPreflightRequest(request: FetchRequest, unsafeNames: readonly string[]): FetchRequest {
  const headerList: Header[] = [
    // 2. Append (`Accept`, `*/*`) to preflight's header list.
    ["Accept", "*/*"],
    // 3. Append (`Access-Control-Request-Method`, request's method) to preflight's header list.
    ["Access-Control-Request-Method", request.method],
  ];
  // 5. If headers is not empty, then append them, separated from each other by `,` (and no space).
  if (unsafeNames.length > 0) headerList.push(["Access-Control-Request-Headers", unsafeNames.join(",")]);

  // 1. Let preflight be a new request whose method is `OPTIONS`, URL list is a clone of request's, origin is request's,
  // mode is "cors", and response tainting is "cors". Its credentials mode is what a new request has: "same-origin".
  return {
    ...request,
    method: "OPTIONS",
    urlList: [...request.urlList],
    headerList,
    mode: "cors",
    credentialsMode: "same-origin",
    responseTainting: "cors",
    isPreflight: true,
  };
}
