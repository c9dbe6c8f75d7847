import { getHeaderValues, isResponse } from "@crosscheck/cors/http";
import { isLoopbackHost } from "../../checks/loopback-host.ts";
import { defineHeaderTest, failed, type HeaderTest, notApplicable, passed } from "../header-test.ts";

export const cookies: HeaderTest = defineHeaderTest({
  id: "cookies",
  title: "Cookies",
  why: "A session cookie is the key to an account. Secure keeps it off unencrypted connections, HttpOnly out of injected scripts, SameSite out of other sites' requests.",
  fix: {
    general:
      "Set session cookies with Secure; HttpOnly; SameSite=Lax, and SameSite=None; Secure only for what other sites must send.",
    nginx: "proxy_cookie_flags ~ secure httponly samesite=lax;",
    apache: 'Header always edit Set-Cookie "^(.*)$" "$1; Secure; HttpOnly; SameSite=Lax"',
    iis: '<httpCookies httpOnlyCookies="true" requireSSL="true" sameSite="Lax" />',
    express: 'response.cookie("sid", value, { secure: true, httpOnly: true, sameSite: "lax" });',
  },
  spec: "https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis-20#section-4.1.2",
  run: ({ url, response, hops }) => {
    const answers = [...hops.map((hop) => hop.response).filter(isResponse), response];
    const set = answers.flatMap(({ headers }) => getHeaderValues(headers, "set-cookie")).slice(0, 100);
    if (set.length === 0) return notApplicable("No cookie was set for a visitor who is not signed in.");
    const { protocol, hostname } = new URL(url);
    const secure = protocol === "https:";
    const mayBeSecure = secure || isLoopbackHost(hostname);
    const faults = set.flatMap((cookie) => faultOf(cookie, secure, mayBeSecure) ?? []);
    const [first] = faults;
    if (first === undefined)
      return passed(`${set.length === 1 ? "The cookie" : `The ${set.length} cookies`} set here travel as they should.`);
    const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : "";
    return failed(`${first}${more}.`);
  },
  examples: [
    { title: "none", verdict: "not-applicable", headers: [] },
    {
      title: "a session with all three",
      verdict: "passed",
      headers: [["Set-Cookie", "sid=1; Secure; HttpOnly; SameSite=Lax; Path=/"]],
    },
    {
      title: "a preference without HttpOnly",
      verdict: "passed",
      headers: [["Set-Cookie", "theme=dark; Secure; SameSite=Lax"]],
    },
    {
      title: "a token against forgery, which scripts read",
      verdict: "passed",
      headers: [["Set-Cookie", "csrftoken=1; Secure; SameSite=Strict"]],
    },
    {
      title: "a session that scripts can read",
      verdict: "failed",
      headers: [["Set-Cookie", "sessionid=1; Secure; SameSite=Lax"]],
    },
    { title: "not Secure, over https", verdict: "failed", headers: [["Set-Cookie", "theme=dark"]] },
    {
      title: "SameSite=None without Secure, which browsers drop",
      verdict: "failed",
      url: "http://shop.example/",
      headers: [["Set-Cookie", "a=1; SameSite=None"]],
    },
    {
      title: "a token against forgery that comes with every forged request",
      verdict: "failed",
      headers: [["Set-Cookie", "csrftoken=1; Secure"]],
    },
    {
      title: "a SameSite that is none of the three",
      verdict: "failed",
      headers: [["Set-Cookie", "theme=dark; Secure; SameSite=Yes"]],
    },
    {
      title: "a host's own",
      verdict: "passed",
      headers: [["Set-Cookie", "__Host-sid=1; Secure; HttpOnly; SameSite=Lax; Path=/"]],
    },
    {
      title: "a host's own with a domain, which browsers drop",
      verdict: "failed",
      headers: [["Set-Cookie", "__Host-sid=1; Secure; HttpOnly; SameSite=Lax; Path=/; Domain=shop.example"]],
    },
    {
      title: "the prefix of a secure one without Secure",
      verdict: "failed",
      headers: [["Set-Cookie", "__Secure-theme=dark; SameSite=Lax"]],
    },
    {
      title: "Partitioned without Secure",
      verdict: "failed",
      headers: [["Set-Cookie", "embed=1; Partitioned; SameSite=None"]],
    },
    {
      title: "Secure over http",
      verdict: "failed",
      url: "http://shop.example/",
      headers: [["Set-Cookie", "theme=dark; Secure; SameSite=Lax"]],
    },
    {
      title: "Secure on the machine itself",
      verdict: "passed",
      url: "http://localhost:3000/",
      headers: [["Set-Cookie", "theme=dark; Secure; SameSite=Lax"]],
    },
    {
      title: "a session over http",
      verdict: "failed",
      url: "http://shop.example/",
      headers: [["Set-Cookie", "PHPSESSID=1; HttpOnly; SameSite=Lax"]],
    },
  ],
});

const sameSiteValues: ReadonlySet<string> = new Set(["strict", "lax", "none"]);

/** Why a cookie does not travel as it should, the gravest first. */
function faultOf(cookie: string, secure: boolean, mayBeSecure: boolean): string | null {
  const [pair = "", ...rest] = cookie.split(";").map((part) => part.trim());
  const name = (pair.split("=", 1)[0] ?? "").replace(/[^\x21-\x7e]/g, "").slice(0, 40);
  // Of an attribute that stands twice, the last counts.
  const attributes = new Map(
    rest.map((part) => {
      const [key = "", value = ""] = part.split(/\s*=\s*/, 2);
      return [key.toLowerCase(), value];
    }),
  );
  const isSecure = attributes.has("secure");
  const sameSite = attributes.get("samesite")?.toLowerCase();
  const dropped = whyDropped(name, attributes, mayBeSecure);
  if (dropped !== null) return `Browsers drop the cookie ${name}: ${dropped}`;
  const guardsForgery = /csrf|xsrf/i.test(name);
  const isSession = /sess|auth|jwt|login|(?:^|[._-])s?id$/i.test(name) && !guardsForgery;
  if (isSession && !isSecure) return `The session cookie ${name} goes over unencrypted connections: it lacks Secure`;
  if (isSession && !attributes.has("httponly")) return `Scripts can read the session cookie ${name}: it lacks HttpOnly`;
  if (secure && !isSecure) return `The cookie ${name} goes over unencrypted connections: it lacks Secure`;
  if (sameSite !== undefined && !sameSiteValues.has(sameSite))
    return `Browsers do not know the SameSite value of the cookie ${name}, and take it as if it had none`;
  if (guardsForgery && sameSite === undefined)
    return `The cookie ${name} guards against forged requests and is sent with them: it lacks SameSite`;
  return null;
}

/**
 * https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis-20#section-4.1.3 for the prefixes of names
 *
 * @param mayBeSecure whether the site may set Secure cookies: over https, and to the machine itself
 */
function whyDropped(name: string, attributes: ReadonlyMap<string, string>, mayBeSecure: boolean): string | null {
  const isSecure = attributes.has("secure");
  if (attributes.get("samesite")?.toLowerCase() === "none" && !isSecure) return "SameSite=None needs Secure";
  if (attributes.has("partitioned") && !isSecure) return "Partitioned needs Secure";
  const isHost = /^__host-/i.test(name);
  if ((isHost || /^__secure-/i.test(name)) && !isSecure) return `the prefix of its name needs Secure`;
  if (isSecure && !mayBeSecure) return "Secure cannot be set over http";
  if (isHost && (attributes.get("path") !== "/" || (attributes.get("domain") ?? "") !== ""))
    return "__Host- needs Path=/ and no Domain";
  return null;
}
