import { extractHeaderListValues } from "../http/extract-header-list-values.ts";
import { isForbiddenResponseHeaderName } from "../http/forbidden-header-name.ts";
import { getHeaderValues, type HeaderList, withoutHeader } from "../http/header-list.ts";
import { isToken } from "../http/token.ts";
import { isCorsSafelistedResponseHeaderName } from "./cors-safelisted-response-header-name.ts";
import type { Profile } from "./departures.ts";
import type { FetchResponse } from "./fetch-outcome.ts";
import type { FetchRequest } from "./fetch-request.ts";
import { utf8Bytes } from "./utf8-bytes.ts";
import type { FilteredResponse } from "./verdict.ts";

/**
 * The view of a response that the page gets: main fetch, step 14.
 *
 * https://fetch.spec.whatwg.org/#concept-filtered-response
 */
export function filteredResponse(request: FetchRequest, fetched: FetchResponse): FilteredResponse {
  const { departures } = request.profile;
  const { status } = fetched.response;
  const headers = headersKept(fetched.response.headers, departures);
  const url = withoutFragment(fetched.url);
  const redirected = request.urlList.length > 1;

  // An opaque-redirect filtered response keeps its URL list: no redirect was followed.
  if (fetched.type === "opaqueredirect") return { type: "opaqueredirect", status: 0, headers: [], url, redirected };

  switch (request.responseTainting) {
    case "opaque":
      return { type: "opaque", status: 0, headers: [], url: "", redirected: false };
    case "basic": {
      const visible = headers.filter(([name]) => !isForbiddenResponseHeaderName(name));
      return { type: "basic", status, headers: visible, url, redirected };
    }
    case "cors": {
      const exposed = corsExposedHeaderNames(request, headers);
      const visible = headers.filter(([name]) => isCorsSafelistedResponseHeaderName(name, exposed));
      return { type: "cors", status, headers: visible, url, redirected };
    }
  }
}

/**
 * The CORS-exposed header-name list, in lower case.
 *
 * https://fetch.spec.whatwg.org/#concept-main-fetch, step 14.1
 */
function corsExposedHeaderNames(
  { credentialsMode, profile }: Pick<FetchRequest, "credentialsMode" | "profile">,
  headers: HeaderList,
): ReadonlySet<string> {
  // 14.1.1. Let headerNames be the result of extracting header list values given `Access-Control-Expose-Headers`.
  const headerNames = extractHeaderListValues(headers, "access-control-expose-headers");

  // 14.1.3. (Out of order, nothing observable.) A list that cannot be parsed exposes nothing.
  if (headerNames === "failure" && profile.departures.has("expose-wildcard-despite-invalid")) {
    return exposedDespiteInvalid(credentialsMode, headers);
  }
  if (headerNames === null || headerNames === "failure") return new Set();

  // 14.1.2. If request's credentials mode is not "include" and headerNames contains `*`, then all of them are exposed.
  if (credentialsMode !== "include" && headerNames.includes("*")) {
    return new Set(headers.map(([name]) => name.toLowerCase()));
  }

  // 14.1.3. Otherwise those of headerNames. (With credentials, `*` is the name of a header.)
  return new Set(headerNames.map((name) => name.toLowerCase()));
}

/** The headers that the engine lets a script see at all, as it decodes them. */
function headersKept(headers: HeaderList, departures: Profile["departures"]): HeaderList {
  if (departures.has("clear-site-data-hidden")) return withoutHeader(headers, "clear-site-data");
  if (departures.has("response-header-bytes-as-utf8")) return headers.map(([name, value]) => [name, utf8Bytes(value)]);
  if (!departures.has("empty-duplicate-ignored")) return headers;
  const isSet = getHeaderValues(headers, "access-control-allow-origin").some((value) => value !== "");
  return headers.filter(
    ([name, value]) => value !== "" || !isSet || name.toLowerCase() !== "access-control-allow-origin",
  );
}

/** Firefox reads up to what is no token, and keeps a `*` that it has read. */
function exposedDespiteInvalid(credentialsMode: FetchRequest["credentialsMode"], headers: HeaderList): Set<string> {
  const elements = getHeaderValues(headers, "access-control-expose-headers").flatMap((value) => value.split(","));
  const firstInvalid = elements.findIndex((element) => element.trim() !== "" && !isToken(element.trim()));
  const read = elements.slice(0, firstInvalid).map((element) => element.trim());
  const hasWildcard = credentialsMode !== "include" && read.includes("*");
  return new Set(hasWildcard ? headers.map(([name]) => name.toLowerCase()) : []);
}

/** https://url.spec.whatwg.org/#concept-url-serializer, with exclude fragment */
function withoutFragment(url: URL): string {
  const hash = url.href.indexOf("#");
  return hash === -1 ? url.href : url.href.slice(0, hash);
}
