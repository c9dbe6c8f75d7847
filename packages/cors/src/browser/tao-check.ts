import { getDecodeAndSplit } from "../http/get-decode-and-split.ts";
import { getHeader, type HeaderList } from "../http/header-list.ts";
import type { FetchRequest } from "./fetch-request.ts";
import { serializeRequestOrigin } from "./serialize-request-origin.ts";

/**
 * Whether a response lets the page see how long the request took, and where the time went.
 *
 * NOTE: step 6 is about navigations, which are outside this model.
 *
 * https://fetch.spec.whatwg.org/#concept-tao-check
 */
export function taoCheck(request: FetchRequest, headers: HeaderList): boolean {
  // 2. If request's timing allow failed flag is set, then return failure.
  if (request.timingAllowFailed) return false;
  // 3. Let values be the result of getting, decoding, and splitting `Timing-Allow-Origin` from response's header list.
  const value = getHeader(headers, "timing-allow-origin");
  const values = value === null ? [] : getDecodeAndSplit(value);
  // 4. If values contains "*", then return success.
  // 5. If values contains the result of serializing a request origin with request, then return success.
  const isUntainted = request.mode === "no-cors" && request.profile.departures.has("timing-origin-untainted");
  const serialized = isUntainted ? request.origin : serializeRequestOrigin(request);
  if (values.includes("*") || values.includes(serialized)) return true;
  // 7–8. If request's response tainting is "basic", then return success; otherwise failure.
  return request.responseTainting === "basic";
}
