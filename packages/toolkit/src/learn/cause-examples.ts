import type { LearnExample } from "./learn-example.ts";

const grant = "HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: https://app.example\nVary: Origin";
const credentialed = `${grant}\nAccess-Control-Allow-Credentials: true`;
const preflightGrant =
  "HTTP/1.1 204 No Content\nAccess-Control-Allow-Origin: https://app.example\nVary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers";

/** The sixteen usual causes of “blocked by CORS policy”, and of what is taken for it. Their ids are those of `explain`. */
export const causeExamples: readonly LearnExample[] = [
  {
    id: "origin-not-listed",
    title: "The page’s origin is not on the server’s list",
    says: "The server knows https://www.app.example, and the page is of https://app.example: another host, another origin. Add the page’s origin to the server’s list.",
    exchange: { answer: "HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: https://www.app.example\nVary: Origin" },
    gives: "acao-mismatch",
  },
  {
    id: "preflight-needs-login",
    title: "The preflight meets the login",
    says: "A preflight never carries cookies or Authorization, so a server that asks for a login first refuses every one. Answer OPTIONS before authentication.",
    exchange: {
      method: "PUT",
      credentials: "include",
      headers: "Content-Type: application/json",
      preflight: "HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer",
      answer: credentialed,
    },
    gives: "acao-missing",
  },
  {
    id: "error-without-cors",
    title: "An error response without the headers",
    says: "The application failed, and its error page comes from a layer that adds no CORS headers. The console speaks of CORS; the fault is the 502. Mend that, and send the headers on errors too, so that the page can read what is wrong.",
    exchange: { answer: "HTTP/1.1 502 Bad Gateway\nServer: nginx\nContent-Type: text/html" },
    gives: "acao-missing",
  },
  {
    id: "doubled-layer",
    title: "Two layers add the header",
    says: "The proxy and the application both set Access-Control-Allow-Origin. The browser joins the two values, and the result is no origin. Take it out of one of them.",
    exchange: { answer: `${grant}\nAccess-Control-Allow-Origin: https://app.example` },
    gives: "acao-multiple",
  },
  {
    id: "wildcard-with-credentials",
    title: "* and credentials",
    says: "The page sends cookies, and the server answers with *. A browser never lets the two meet: name the origin, and send Vary: Origin.",
    exchange: {
      credentials: "include",
      answer: "HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: *\nAccess-Control-Allow-Credentials: true",
    },
    gives: "acao-star-with-credentials",
  },
  {
    id: "header-not-allowed",
    title: "A request header that the server did not allow",
    says: "JSON makes Content-Type a header that needs permission. The preflight’s answer must list it in Access-Control-Allow-Headers.",
    exchange: {
      method: "POST",
      headers: "Content-Type: application/json",
      preflight: preflightGrant,
      answer: grant,
    },
    gives: "preflight-header",
  },
  {
    id: "method-not-allowed",
    title: "A method that the server did not allow",
    says: "Only GET, HEAD and POST need no permission. List DELETE in Access-Control-Allow-Methods, in upper case.",
    exchange: {
      method: "DELETE",
      preflight: `${preflightGrant}\nAccess-Control-Allow-Methods: GET, POST`,
      answer: grant,
    },
    gives: "preflight-method",
  },
  {
    id: "preflight-redirected",
    title: "The preflight is answered with a redirect",
    says: "From http to https, or to the address with a slash at its end: a browser follows no redirect of a preflight. Call the final address.",
    exchange: {
      method: "PUT",
      url: "https://api.example/items",
      preflight: "HTTP/1.1 308 Permanent Redirect\nLocation: https://api.example/items/",
      answer: "HTTP/1.1 308 Permanent Redirect\nLocation: https://api.example/items/",
      after: `${preflightGrant}\nAccess-Control-Allow-Methods: PUT`,
    },
    gives: "preflight-redirect",
  },
  {
    id: "preflight-not-handled",
    title: "Nobody handles OPTIONS",
    says: "The route knows PUT only, and OPTIONS falls through to a 405. Let the CORS layer answer preflights before the routes.",
    exchange: {
      method: "PUT",
      preflight: "HTTP/1.1 405 Method Not Allowed\nAllow: PUT\nAccess-Control-Allow-Origin: https://app.example",
      answer: grant,
    },
    gives: "preflight-status",
  },
  {
    id: "cached-without-vary",
    title: "A stored answer that was for somebody else",
    says: "The browser loaded this file before, from an <img> that sent no Origin, and the server put no Vary: Origin on its answer. Now the page gets the stored answer, which has no CORS header. Send Vary: Origin on every answer, also to requests without Origin.",
    exchange: {
      stored: "HTTP/1.1 200 OK\nContent-Type: image/png\nCache-Control: max-age=3600",
      answer: grant,
    },
    gives: "acao-missing",
  },
  {
    id: "redirected-to-null",
    title: "A redirect made the origin null",
    says: "The request went to one foreign origin and was redirected to another. From there on, browsers send Origin: null, which is on no list. Call the final address, or redirect within one origin.",
    exchange: {
      answer: `HTTP/1.1 302 Found\nLocation: https://cdn.example/items\n${grant.slice(grant.indexOf("\n") + 1)}`,
      after: "HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: https://app.example",
    },
    gives: "acao-mismatch",
  },
  {
    id: "works-outside-browsers",
    title: "It works in curl",
    says: "The server answers, and curl and Postman show the answer: they are no browsers, and ask nobody. A browser holds it back from the page, since the server has not shared it.",
    exchange: { answer: "HTTP/1.1 200 OK\nContent-Type: application/json" },
    gives: "acao-missing",
  },
  {
    id: "header-not-exposed",
    title: "A response header that the script cannot see",
    says: "The request succeeds, and response.headers.get('X-Total-Count') is null: scripts see seven headers, and those that Access-Control-Expose-Headers names.",
    exchange: { answer: `${grant}\nContent-Type: application/json\nX-Total-Count: 42` },
    gives: "read",
  },
  {
    id: "local-network-access",
    title: "From the internet into a local network",
    says: "A public page asks a device at home. Chromium asks the user first, and a refusal looks like a CORS error. The headers are right here.",
    exchange: {
      url: "http://192.168.1.20/status",
      origin: "http://app.example",
      answer: "HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: http://app.example\nVary: Origin",
    },
    gives: "read",
  },
  {
    id: "not-cors",
    title: "It is not CORS",
    says: "No response came at all: a wrong name, a refused connection, a certificate, a blocker. fetch() fails in the same words, “Failed to fetch”, and no header can help.",
    exchange: { answer: "no response: connection refused" },
    gives: "network",
  },
  {
    id: "cookie-not-sent",
    title: "The cookie did not come along",
    says: 'The page reads the answer, and it is a 401: fetch sends cookies to other origins only with credentials: "include", and a browser only those with SameSite=None; Secure, if it sends third-party cookies at all.',
    exchange: {
      answer:
        "HTTP/1.1 401 Unauthorized\nAccess-Control-Allow-Origin: https://app.example\nAccess-Control-Allow-Credentials: true\nVary: Origin",
    },
    gives: "read",
  },
];
