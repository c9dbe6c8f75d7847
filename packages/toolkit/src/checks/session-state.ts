import { getHeaderValues, isResponse } from "@crosscheck/cors/http";
import type { Evidence } from "./evidence.ts";

/** How far a visitor's session goes with a request that another page makes. */
export interface SessionState {
  /** unknown: no session was seen, which counts as if it went everywhere. */
  readonly travels: "cross-site" | "some-browsers" | "same-site" | "unknown";
  /** What the visitor's browser must be like, in half a sentence. */
  readonly state: string;
}

/**
 * What a visitor's browser must be like for a cross-site page to read the response as that visitor. A scan is nobody's
 * session, so only a cookie whose name says that it is a session says that there is one, and how it travels.
 *
 * https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis-20#section-5.6
 */
export function sessionState(evidence: Evidence): SessionState {
  const answers = [...evidence.hops, ...evidence.probes.map(({ exchange }) => exchange)].map(
    ({ response }) => response,
  );
  const headers = answers.filter(isResponse).map((response) => response.headers);
  const cookies = headers
    .flatMap((list) => getHeaderValues(list, "set-cookie"))
    .map(parseCookie)
    .filter(({ reach }) => reach !== "dropped");
  const schemes = headers.flatMap((list) => getHeaderValues(list, "www-authenticate"));

  if (schemes.some((value) => /^\s*(?:basic|digest|ntlm|negotiate)\b/i.test(value))) {
    return {
      travels: "cross-site",
      state:
        "a visitor who is signed in by HTTP authentication, which SameSite does not hold back; Chromium does where third-party cookies are blocked",
    };
  }
  if (cookies.some(({ reach }) => reach === "cross-site")) {
    return {
      travels: "cross-site",
      state: "a visitor with a session cookie, where third-party cookies are allowed: a cookie here has SameSite=None",
    };
  }
  const sessions = cookies.filter(({ name }) => isSessionName(name));
  if (sessions.some(({ reach }) => reach === "unset")) {
    return {
      travels: "some-browsers",
      state:
        "a visitor in Firefox or Safari with third-party cookies allowed: the session cookie here has no SameSite, which Chromium takes for Lax",
    };
  }
  if (sessions.length > 0) {
    return {
      travels: "same-site",
      state:
        "a page of the same site, by a script injected there or a subdomain taken over: the session cookie seen here stays on its own site (SameSite, Partitioned)",
    };
  }
  if (cookies.length > 0) {
    return {
      travels: "unknown",
      state: "no session seen: the cookies set here stay on their own site (SameSite), and a session cookie may differ",
    };
  }
  return { travels: "unknown", state: "no session seen: judged as if a signed-in visitor's cookies were sent" };
}

type Reach = "cross-site" | "unset" | "same-site" | "dropped";

/** SameSite=None needs Secure, or browsers drop the cookie; a partitioned one is another cookie on another site's page. */
function parseCookie(cookie: string): { readonly name: string; readonly reach: Reach } {
  const [pair = "", ...rest] = cookie.split(";").map((part) => part.trim());
  const attributes = rest.map((part) => part.toLowerCase().replace(/\s*=\s*/, "="));
  const [name = ""] = pair.split("=", 1);
  if (attributes.includes("samesite=none")) {
    if (!attributes.includes("secure")) return { name, reach: "dropped" };
    return { name, reach: attributes.includes("partitioned") ? "same-site" : "cross-site" };
  }
  const kept = attributes.some((attribute) => attribute === "samesite=lax" || attribute === "samesite=strict");
  return { name, reach: kept || attributes.includes("partitioned") ? "same-site" : "unset" };
}

function isSessionName(name: string): boolean {
  return /sess|auth|token|jwt|login|remember|identity|(?:^|[._-])s?id$/i.test(name) && !/csrf|xsrf/i.test(name);
}
