import type { HttpRequest, NetworkAnswer } from "../http/exchange.ts";
import { type FetchOutcome, networkError, notModelled, specStep } from "./fetch-outcome.ts";
import type { FetchParams } from "./fetch-params.ts";
import { currentUrl } from "./fetch-request.ts";
import { httpFetch } from "./http-fetch.ts";

const anchor = "#concept-scheme-fetch";

/** https://fetch.spec.whatwg.org/#concept-scheme-fetch */
export function* schemeFetch(params: FetchParams): Generator<HttpRequest, FetchOutcome, NetworkAnswer> {
  const { request } = params;
  const scheme = currentUrl(request).protocol.slice(0, -1);

  // 3. Switch on request's current URL's scheme and run the associated steps:
  switch (scheme) {
    case "about":
    case "blob":
    case "data":
    case "file":
      return notModelled(request, specStep(`scheme fetch, step 3 (${scheme}: URLs)`, anchor));

    case "http":
    case "https":
      return yield* httpFetch(params, false);

    // 4. Return a network error.
    default:
      return networkError(request, "scheme", specStep("scheme fetch, step 4", anchor), { scheme });
  }
}
