import { getHeader, getHeaderValues, type HeaderList } from "../http/header-list.ts";
import { parseUrl } from "../http/parse-url.ts";
import { type SpecStep, specStep } from "./fetch-outcome.ts";
import { decodeUtf8 } from "./utf8-bytes.ts";

export type CorsCheckResult = { readonly ok: true } | CorsCheckFailure;

export type CorsCheckFailure = SpecStep & {
  readonly ok: false;
  readonly reason:
    | "acao-missing"
    | "acao-mismatch"
    | "acao-multiple"
    | "acao-invalid"
    | "acao-star-with-credentials"
    | "acac-not-true";
  /** `expected` is the origin that was sent; `received` the value that came, absent when the header was; `headers` how many. */
  readonly details: Readonly<Record<string, string>>;
};

const ok: CorsCheckResult = { ok: true };
const step2 = specStep("CORS check, step 2", "#concept-cors-check");
const step4 = specStep("CORS check, step 4", "#concept-cors-check");
const step8 = specStep("CORS check, step 8", "#concept-cors-check");

/**
 * Whether a response may be shared with the page.
 *
 * https://fetch.spec.whatwg.org/#concept-cors-check
 *
 * @param serializedOrigin the request's origin, byte-serialized: `null` once a redirect has tainted it
 */
export function corsCheck(
  serializedOrigin: string,
  credentialsMode: "omit" | "same-origin" | "include",
  headerList: HeaderList,
): CorsCheckResult {
  // 1. Let origin be the result of getting `Access-Control-Allow-Origin` from response's header list.
  const origin = getHeader(headerList, "access-control-allow-origin");

  // 2. If origin is null, then return failure. (Null is not `null`.)
  if (origin === null) {
    return { ok: false, reason: "acao-missing", details: { expected: serializedOrigin }, ...step2 };
  }

  // 3. If request's credentials mode is not "include" and origin is `*`, then return success.
  if (credentialsMode !== "include" && origin === "*") return ok;

  // 4. If the result of byte-serializing a request origin with request is not origin, then return failure.
  if (serializedOrigin !== origin) {
    const count = getHeaderValues(headerList, "access-control-allow-origin").length;
    const reason = count > 1 ? "acao-multiple" : reasonForMismatch(origin);
    const details: Record<string, string> = { expected: serializedOrigin, received: origin };
    if (reason === "acao-multiple") details.headers = String(count);
    return { ok: false, reason, details, ...step4 };
  }

  // 5. If request's credentials mode is not "include", then return success.
  if (credentialsMode !== "include") return ok;

  // 6. Let credentials be the result of getting `Access-Control-Allow-Credentials` from response's header list.
  const credentials = getHeader(headerList, "access-control-allow-credentials");

  // 7. If credentials is `true`, then return success. (In that case, and once.)
  if (credentials === "true") return ok;

  // 8. Return failure.
  const details: Record<string, string> = { expected: "true" };
  if (credentials !== null) details.received = credentials;
  return { ok: false, reason: "acac-not-true", details, ...step8 };
}

/** The standard knows one failure here; Chromium tells these apart, as their causes are different, and in this way. */
function reasonForMismatch(origin: string): CorsCheckFailure["reason"] {
  if (origin === "*") return "acao-star-with-credentials";
  if (/[ ,]/.test(origin)) return "acao-multiple";
  // A path, a trailing slash, upper case, a default port: meant as an origin, another string than the page's.
  return origin === "null" || parseUrl(decodeUtf8(origin)) !== null ? "acao-mismatch" : "acao-invalid";
}
