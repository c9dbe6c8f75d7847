import { getHeaderValues, isResponse } from "@crosscheck/cors/http";
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
    const secure = new URL(url).protocol === "https:";
    const faults = set.flatMap((cookie) => faultOf(cookie, secure) ?? []);
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
      title: "a session over http",
      verdict: "failed",
      url: "http://shop.example/",
      headers: [["Set-Cookie", "PHPSESSID=1; HttpOnly; SameSite=Lax"]],
    },
  ],
});

function faultOf(cookie: string, secure: boolean): string | null {
  const [pair = "", ...rest] = cookie.split(";").map((part) => part.trim());
  const name = (pair.split("=", 1)[0] ?? "").replace(/[^\x21-\x7e]/g, "").slice(0, 40);
  const attributes = new Set(rest.map((part) => part.toLowerCase().replace(/\s*=\s*/, "=")));
  const isSession = /sess|auth|jwt|login|(?:^|[._-])s?id$/i.test(name) && !/csrf|xsrf/i.test(name);
  if (attributes.has("samesite=none") && !attributes.has("secure"))
    return `Browsers drop the cookie ${name}: SameSite=None needs Secure`;
  if (isSession && !attributes.has("secure"))
    return `The session cookie ${name} goes over unencrypted connections: it lacks Secure`;
  if (isSession && !attributes.has("httponly")) return `Scripts can read the session cookie ${name}: it lacks HttpOnly`;
  if (secure && !attributes.has("secure"))
    return `The cookie ${name} goes over unencrypted connections: it lacks Secure`;
  return null;
}
