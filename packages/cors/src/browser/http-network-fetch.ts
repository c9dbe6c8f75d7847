import type { HttpRequest, HttpResponse, NetworkAnswer } from "../http/exchange.ts";
import { trimOptionalWhitespace } from "../http/header-list.ts";
import { type FetchOutcome, networkError, specStep } from "./fetch-outcome.ts";
import type { FetchParams } from "./fetch-params.ts";
import { currentUrl } from "./fetch-request.ts";
import { asParsed, contradictingHeader } from "./received-headers.ts";

const step8 = specStep("HTTP-network fetch, step 8", "#concept-http-network-fetch");

/**
 * Puts a request on the wire, by yielding it, and waits for its final response.
 *
 * https://fetch.spec.whatwg.org/#concept-http-network-fetch
 */
export function* httpNetworkFetch(
  params: FetchParams,
  httpRequest: HttpRequest,
): Generator<HttpRequest, FetchOutcome, NetworkAnswer> {
  const { request, trace } = params;
  const { departures } = request.profile;
  if (request.hasStreamBody && !request.isPreflight && departures.has("stream-needs-http2")) {
    if (currentUrl(request).protocol === "http:") {
      return networkError(request, "network", step8, { why: "a stream is sent over HTTP/2 or HTTP/3 only" });
    }
  }
  const answer: NetworkAnswer | undefined = yield httpRequest;
  const response = checkAnswer(answer);
  trace.exchanges.push({ request: httpRequest, response });

  // 8.1. If connection is failure, then return a network error.
  if ("why" in response) return networkError(request, "network", step8, { why: response.why });

  // 8.5. A status in the range 100 to 199 is eventually followed by a final response: there is none here.
  const isFinal = response.status === 101 && departures.has("status-101-is-final");
  if (response.status >= 100 && response.status <= 199 && !isFinal) {
    const why = `interim response ${response.status}, and no final one after it`;
    return networkError(request, "network", step8, { why });
  }
  if (response.status < 100 && departures.has("status-below-100-fails")) {
    return networkError(request, "network", step8, { why: `${response.status} is no status` });
  }
  const trimmed = withTrimmedValues(response);
  const contradiction = contradictingHeader(trimmed.headers, request.profile);
  if (contradiction !== null) return networkError(request, "network", step8, { why: contradiction });
  return { type: "default", response: asParsed(trimmed, request.profile), url: currentUrl(request) };
}

/** An answer from outside: a response whose status is an integer from 0 to 999, or a failure. */
function checkAnswer(answer: NetworkAnswer | undefined): NetworkAnswer {
  if (typeof answer !== "object" || answer === null) return { kind: "failed", why: "the responder gave no answer" };
  if (!("status" in answer)) return { kind: "failed", why: String(answer.why) };
  const { status, headers } = answer;
  if (!Array.isArray(headers)) return { kind: "failed", why: "the answer has no list of headers: [[name, value], …]" };
  if (Number.isInteger(status) && status >= 0 && status <= 999) return answer;
  return { kind: "failed", why: `${status} is not a status: an integer from 0 to 999` };
}

/**
 * A header value has no space or tab at its ends: an HTTP parser takes them off. A responder that never was on a wire
 * may have left them on. https://fetch.spec.whatwg.org/#header-value
 */
function withTrimmedValues(response: HttpResponse): HttpResponse {
  if (!response.headers.some(([, value]) => value !== trimOptionalWhitespace(value))) return response;
  return { ...response, headers: response.headers.map(([name, value]) => [name, trimOptionalWhitespace(value)]) };
}
