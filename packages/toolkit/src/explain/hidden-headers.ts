import { isCorsSafelistedResponseHeaderName } from "@crosscheck/cors/browser";
import { extractHeaderListValues, type HeaderList } from "@crosscheck/cors/http";

/** Headers for browsers and for whoever runs the server; no page asks for one. */
const notForPages =
  /^(?:accept-ch|accept-ranges|access-control-.*|age|allow|alt-svc|cf-.*|connection|content-encoding|content-security-policy.*|cross-origin-.*|date|expect-ct|feature-policy|host-header|keep-alive|nel|origin-agent-cluster|p3p|permissions-policy|priority|proxy-.*|referrer-policy|report-to|reporting-endpoints|server|server-timing|set-cookie2?|status|strict-transport-security|timing-allow-origin|trailer|transfer-encoding|upgrade|vary|via|www-authenticate|x-amz.*|x-aspnet.*|x-cache.*|x-content-type-options|x-dns-prefetch-control|x-download-options|x-frame-options|x-permitted-cross-domain-policies|x-powered-by|x-runtime|x-served-by|x-timer|x-ua-compatible|x-varnish|x-vercel.*|x-xss-protection)$/i;

/**
 * The headers of an answer that a page at another origin might want and does not see.
 *
 * https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name
 */
export function hiddenHeaders(headers: HeaderList, withCredentials: boolean): readonly string[] {
  const listed = extractHeaderListValues(headers, "access-control-expose-headers");
  const exposed = listed === "failure" || listed === null ? [] : listed;
  // With credentials an asterisk is a name like others.
  if (!withCredentials && exposed.includes("*")) return [];
  const names = new Set(exposed.map((name) => name.toLowerCase()));
  const hidden = headers
    .map(([name]) => name)
    .filter((name) => !notForPages.test(name) && !isCorsSafelistedResponseHeaderName(name, names));
  return [...new Set(hidden)];
}
