import { getHeaderValues, isResponse } from "@crosscheck/cors/http";
import type { Evidence } from "./evidence.ts";

/**
 * What a visitor's browser must be like for a cross-site page to read the response as that visitor. A scan is nobody's
 * session, so what it sees of cookies says how they travel, never that there is no other.
 */
export function sessionState(evidence: Evidence): string {
  const answers = [...evidence.hops, ...evidence.probes.map(({ exchange }) => exchange)].map(
    ({ response }) => response,
  );
  const headers = answers.filter(isResponse).map((response) => response.headers);
  const cookies = headers.flatMap((list) => getHeaderValues(list, "set-cookie"));
  const schemes = headers.flatMap((list) => getHeaderValues(list, "www-authenticate"));

  if (schemes.some((value) => /^\s*(?:basic|digest|ntlm|negotiate)\b/i.test(value))) {
    return "a visitor who is signed in by HTTP authentication, which SameSite does not hold back";
  }
  if (cookies.some((cookie) => travelsCrossSite(cookie))) {
    return "a visitor with a session cookie, where third-party cookies are allowed: a cookie here has SameSite=None";
  }
  if (cookies.length > 0) {
    return "no session seen: the cookies set here stay on their own site (SameSite), and a session cookie may differ";
  }
  return "no session seen: judged as if a signed-in visitor's cookies were sent";
}

/** https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis-20#section-5.6 ; a partitioned one stays with its page. */
function travelsCrossSite(cookie: string): boolean {
  const attributes = cookie.split(";").map((part) => part.trim().toLowerCase());
  return attributes.includes("samesite=none") && attributes.includes("secure") && !attributes.includes("partitioned");
}
