import { describe, expect, test } from "vitest";
import type { HttpRequest, HttpResponse } from "../http/exchange.ts";
import type { Header, HeaderList } from "../http/header-list.ts";
import { judge } from "./judge.ts";
import type { PageRequest } from "./page-request.ts";
import type { Verdict } from "./verdict.ts";

const app = "https://app.example";
const api = "https://api.example/";
const cdn = "https://cdn.example/";

const any = "Access-Control-Allow-Origin: *";
const own = `Access-Control-Allow-Origin: ${app}`;
const nul = "Access-Control-Allow-Origin: null";
const credentials = "Access-Control-Allow-Credentials: true";
const allowMethods = (value: string): string => `Access-Control-Allow-Methods: ${value}`;
const allowHeaders = (value: string): string => `Access-Control-Allow-Headers: ${value}`;
const to = (location: string): string => `Location: ${location}`;

/** An answer: a status, and the lines of its header section. */
type Answer = readonly [status: number, ...lines: string[]];

function response([status, ...lines]: Answer): HttpResponse {
  const headers = lines.map((line): Header => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon), line.slice(colon + 2)];
  });
  return { status, headers };
}

/** A request as it went out, without the `Accept` for anything that fetch adds. */
function wire({ method, url, headers }: HttpRequest): string {
  const lines = headers
    .filter(([name, value]) => name !== "Accept" || value !== "*/*")
    .map((header) => header.join(": "));
  return [`${method} ${url}`, ...lines].join(" | ");
}

function outcome(verdict: Verdict): string {
  switch (verdict.type) {
    case "allowed":
      return `${verdict.response.type} ${verdict.response.status}${verdict.response.redirected ? " redirected" : ""}`;
    case "network error":
      return `${verdict.reason}${verdict.onPreflight ? " on preflight" : ""}${verdict.hop > 0 ? ` at hop ${verdict.hop}` : ""}`;
    case "API error":
      return verdict.reason;
    case "not modelled":
      return `not modelled: ${verdict.step}`;
  }
}

/** Answers in turn; asking once more than there are answers fails the test. */
function fetched(
  page: string,
  request: PageRequest,
  answers: readonly Answer[],
): { sent: string[]; end: string; verdict: Verdict } {
  let asked = 0;
  const verdict = judge({
    page: { origin: page },
    request,
    cookies: (url) => `at=${new URL(url).hostname}`,
    responder: () => {
      const answer = answers[asked++];
      if (answer === undefined) throw new Error("the table has no answer for this request");
      return response(answer);
    },
  });
  expect(asked, "every answer is asked for").toBe(answers.length);
  return { sent: verdict.exchanges.map((exchange) => wire(exchange.request)), end: outcome(verdict), verdict };
}

/** Why, the page's origin, its request, the answers; then what went out, and what the page gets. */
type Fact = readonly [
  why: string,
  page: string,
  request: PageRequest,
  answers: readonly Answer[],
  sent: readonly string[],
  end: string,
];

describe("without a preflight", () => {
  // biome-ignore format: one fact per line
  const facts: readonly Fact[] = [
    ["a GET to another origin",                       app,    { url: api },                                             [[200, any]],                    [`GET ${api} | Origin: ${app}`],                                             "cors 200"],
    ["shared with the origin by name",                app,    { url: api },                                             [[200, own]],                    [`GET ${api} | Origin: ${app}`],                                             "cors 200"],
    ["shared with nobody",                            app,    { url: api },                                             [[200]],                         [`GET ${api} | Origin: ${app}`],                                             "acao-missing"],
    ["any status can be shared",                      app,    { url: api },                                             [[500, any]],                    [`GET ${api} | Origin: ${app}`],                                             "cors 500"],
    ["a 401 that is shared is just a response",       app,    { url: api, credentials: "include" },                     [[401, own, credentials]],       [`GET ${api} | Origin: ${app} | Cookie: at=api.example`],                    "cors 401"],
    ["a 304 needs the header as well",                app,    { url: api },                                             [[304]],                         [`GET ${api} | Origin: ${app}`],                                             "acao-missing"],
    ["a 204 is fine",                                 app,    { url: api },                                             [[204, any]],                    [`GET ${api} | Origin: ${app}`],                                             "cors 204"],
    ["999 is a status",                               app,    { url: api },                                             [[999, any]],                    [`GET ${api} | Origin: ${app}`],                                             "cors 999"],
    ["1000 is none",                                  app,    { url: api },                                             [[1000, any]],                   [`GET ${api} | Origin: ${app}`],                                             "network"],
    ["101 is not the last response",                  app,    { url: api },                                             [[101, any]],                    [`GET ${api} | Origin: ${app}`],                                             "network"],
    ["103 is not the last response",                  app,    { url: api },                                             [[103, any]],                    [`GET ${api} | Origin: ${app}`],                                             "network"],
    ["a HEAD",                                        app,    { url: api, method: "head" },                             [[200, any]],                    [`HEAD ${api} | Origin: ${app}`],                                            "cors 200"],
    ["a POST of text",                                app,    { url: api, method: "post", hasBody: true, headers: { "content-type": "text/plain" } }, [[200, any]], [`POST ${api} | content-type: text/plain | Origin: ${app}`],       "cors 200"],
    ["safelisted headers",                            app,    { url: api, headers: { "accept-language": "de", Range: "bytes=0-9" } }, [[206, any]],      [`GET ${api} | accept-language: de | Range: bytes=0-9 | Origin: ${app}`],    "cors 206"],
    ["Content-Type twice, each safelisted",           app,    { url: api, headers: [["content-type", "text/plain"], ["content-type", "text/plain"]] }, [[200, any]], [`GET ${api} | content-type: text/plain | content-type: text/plain | Origin: ${app}`], "cors 200"],
    ["forbidden headers are not sent",                app,    { url: api, headers: { Origin: "https://evil.example", Cookie: "a=b", Host: "x" } }, [[200, any]], [`GET ${api} | Origin: ${app}`],                                   "cors 200"],
    ["a fragment is not sent",                        app,    { url: `${api}#f` },                                      [[200, any]],                    [`GET ${api} | Origin: ${app}`],                                             "cors 200"],
    ["an opaque origin is null",                      "null", { url: api },                                             [[200, nul]],                    [`GET ${api} | Origin: null`],                                               "cors 200"],
    ["an opaque origin is shared with by *",          "null", { url: api },                                             [[200, any]],                    [`GET ${api} | Origin: null`],                                               "cors 200"],
    ["an opaque origin with credentials",             "null", { url: api, credentials: "include" },                     [[200, nul, credentials]],       [`GET ${api} | Origin: null | Cookie: at=api.example`],                      "cors 200"],
    ["credentials are left at home by default",       app,    { url: api },                                             [[200, any]],                    [`GET ${api} | Origin: ${app}`],                                             "cors 200"],
    ["credentials included",                          app,    { url: api, credentials: "include" },                     [[200, own, credentials]],       [`GET ${api} | Origin: ${app} | Cookie: at=api.example`],                    "cors 200"],
    ["credentials included, answered by *",           app,    { url: api, credentials: "include" },                     [[200, any, credentials]],       [`GET ${api} | Origin: ${app} | Cookie: at=api.example`],                    "acao-star-with-credentials"],
    ["credentials included, not allowed",             app,    { url: api, credentials: "include" },                     [[200, own]],                    [`GET ${api} | Origin: ${app} | Cookie: at=api.example`],                    "acac-not-true"],
    ["another port is another origin",                app,    { url: `${app}:8443/` },                                  [[200]],                         [`GET ${app}:8443/ | Origin: ${app}`],                                       "acao-missing"],
    ["http is another origin than https",             "http://app.example", { url: `${app}/` },                         [[200]],                         [`GET ${app}/ | Origin: http://app.example`],                                "acao-missing"],
    ["spaces around a value are not part of it",      app,    { url: api },                                             [[200, "Access-Control-Allow-Origin:  * \t"]], [`GET ${api} | Origin: ${app}`],                               "cors 200"],
  ];

  test.each(facts)("%s", (_why, page, request, answers, sent, end) => {
    expect(fetched(page, request, answers)).toMatchObject({ sent, end });
  });
});

describe("within the page's own origin", () => {
  const url = `${app}/x`;
  // biome-ignore format: one fact per line
  const facts: readonly Fact[] = [
    ["a GET needs no CORS and sends no Origin",       app,    { url },                                                  [[200]],                         [`GET ${url} | Cookie: at=app.example`],                                     "basic 200"],
    ["a default port is the same origin",             app,    { url: "https://app.example:443/x" },                     [[200]],                         [`GET ${url} | Cookie: at=app.example`],                                     "basic 200"],
    ["credentials can be left out",                   app,    { url, credentials: "omit" },                             [[200]],                         [`GET ${url}`],                                                              "basic 200"],
    ["no preflight for a PUT, but an Origin",         app,    { url, method: "PUT", headers: { "x-a": "1" } },          [[200]],                         [`PUT ${url} | x-a: 1 | Origin: ${app} | Cookie: at=app.example`],           "basic 200"],
    ["mode no-cors makes no difference",              app,    { url, mode: "no-cors" },                                 [[200]],                         [`GET ${url} | Cookie: at=app.example`],                                     "basic 200"],
    ["an opaque origin has no own one",               "null", { url },                                                  [[200]],                         [`GET ${url} | Origin: null`],                                               "acao-missing"],
    ["a 401 asks the user",                           app,    { url },                                                  [[401]],                         [`GET ${url} | Cookie: at=app.example`],                                     "not modelled: HTTP-network-or-cache fetch, step 15 (ask the user for a password)"],
    ["a 401 without credentials does not",            app,    { url, credentials: "omit" },                             [[401]],                         [`GET ${url}`],                                                              "basic 401"],
    ["a 407 asks the user",                           app,    { url, credentials: "omit" },                             [[407]],                         [`GET ${url}`],                                                              "not modelled: HTTP-network-or-cache fetch, step 16 (ask the user for the proxy’s password)"],
    ["a 421 is asked again, once",                    app,    { url, credentials: "omit" },                             [[421], [421]],                  [`GET ${url}`, `GET ${url}`],                                                "basic 421"],
    ["a 421 that was asked again has its answer",     app,    { url, credentials: "omit" },                             [[421], [200]],                  [`GET ${url}`, `GET ${url}`],                                                "basic 200"],
  ];

  test.each(facts)("%s", (_why, page, request, answers, sent, end) => {
    expect(fetched(page, request, answers)).toMatchObject({ sent, end });
  });
});

describe("with a preflight", () => {
  const asked = (method: string, names = ""): string =>
    `OPTIONS ${api} | Access-Control-Request-Method: ${method}${names === "" ? "" : ` | Access-Control-Request-Headers: ${names}`} | Origin: ${app}`;
  /** 1,024 bytes of safelisted values. */
  const eightOf = (name: string): HeaderList => Array.from({ length: 8 }, () => [name, "a".repeat(128)]);
  // biome-ignore format: one fact per line
  const facts: readonly Fact[] = [
    ["a PUT",                                         app,    { url: api, method: "put" },                              [[204, any, allowMethods("PUT")], [200, any]],                       [asked("PUT"), `PUT ${api} | Origin: ${app}`],                               "cors 200"],
    ["patch is asked for as written",                 app,    { url: api, method: "patch" },                            [[204, any, allowMethods("PATCH")]],                                 [asked("patch")],                                                            "preflight-method on preflight"],
    ["a custom method",                               app,    { url: api, method: "Chicken" },                          [[204, any, allowMethods("Chicken")], [200, any]],                   [asked("Chicken"), `Chicken ${api} | Origin: ${app}`],                       "cors 200"],
    ["OPTIONS is no safelisted method",               app,    { url: api, method: "OPTIONS" },                          [[204, any, allowMethods("OPTIONS")], [200, any]],                   [asked("OPTIONS"), `OPTIONS ${api} | Origin: ${app}`],                       "cors 200"],
    ["a header of one's own",                         app,    { url: api, headers: { "X-A": "1" } },                    [[204, any, allowHeaders("x-a")], [200, any]],                       [asked("GET", "x-a"), `GET ${api} | X-A: 1 | Origin: ${app}`],               "cors 200"],
    ["names are lower case, sorted, once, without spaces", app, { url: api, headers: [["X-C", "1"], ["x-a", "1"], ["X-B", "1"], ["x-c", "2"]] }, [[204, any, allowHeaders("*")], [200, any]], [asked("GET", "x-a,x-b,x-c"), `GET ${api} | X-C: 1 | x-a: 1 | X-B: 1 | X-C: 2 | Origin: ${app}`], "cors 200"],
    ["safelisted headers are not asked for",          app,    { url: api, headers: { Accept: "a/b", "x-a": "1" } },     [[204, any, allowHeaders("*")], [200, any]],                         [asked("GET", "x-a"), `GET ${api} | Accept: a/b | x-a: 1 | Origin: ${app}`], "cors 200"],
    ["JSON",                                          app,    { url: api, method: "POST", hasBody: true, headers: { "content-type": "application/json" } }, [[204, any, allowHeaders("content-type")], [200, any]], [asked("POST", "content-type"), `POST ${api} | content-type: application/json | Origin: ${app}`], "cors 200"],
    ["Authorization is not covered by *",             app,    { url: api, headers: { authorization: "x" } },            [[204, any, allowHeaders("*")]],                                     [asked("GET", "authorization")],                                             "preflight-header on preflight"],
    ["too many bytes of safelisted values",           app,    { url: api, headers: [...eightOf("accept"), ["accept-language", "a"]] }, [[204, any]], [asked("GET", "accept,accept-language")],                "preflight-header on preflight"],
    ["Accept of the browser's own counts as well",    app,    { url: api, headers: eightOf("accept-language") }, [[204, any]],    [asked("GET", "accept,accept-language")],               "preflight-header on preflight"],
    ["an upload listener",                            app,    { url: api, method: "POST", uploadListener: true },       [[204, any], [200, any]],                                            [asked("POST"), `POST ${api} | Origin: ${app}`],                             "cors 200"],
    ["it carries no cookies, the request does",       app,    { url: api, method: "PUT", credentials: "include" },      [[204, own, credentials, allowMethods("PUT")], [200, own, credentials]], [asked("PUT"), `PUT ${api} | Origin: ${app} | Cookie: at=api.example`],   "cors 200"],
    ["it has to allow credentials itself",            app,    { url: api, method: "PUT", credentials: "include" },      [[204, own, allowMethods("PUT")]],                                   [asked("PUT")],                                                              "acac-not-true on preflight"],
    ["it is refused",                                 app,    { url: api, method: "PUT" },                              [[204]],                                                             [asked("PUT")],                                                              "acao-missing on preflight"],
    ["it is not found",                               app,    { url: api, method: "PUT" },                              [[404, any]],                                                        [asked("PUT")],                                                              "preflight-status on preflight"],
    ["it is redirected",                              app,    { url: api, method: "PUT" },                              [[307, any, to("/x")]],                                              [asked("PUT")],                                                              "preflight-redirect on preflight"],
    ["it wants a password",                           app,    { url: api, method: "PUT", credentials: "include" },      [[401, own, credentials]],                                           [asked("PUT")],                                                              "preflight-status on preflight"],
    ["299 lets the request out",                      app,    { url: api, method: "PUT" },                              [[299, any, allowMethods("PUT")], [200, any]],                       [asked("PUT"), `PUT ${api} | Origin: ${app}`],                               "cors 200"],
    ["the response is not shared after all",          app,    { url: api, method: "PUT" },                              [[204, any, allowMethods("PUT")], [200]],                            [asked("PUT"), `PUT ${api} | Origin: ${app}`],                               "acao-missing"],
    ["a simple request with mode same-origin sends none", app, { url: `${app}/`, method: "PUT", mode: "same-origin", credentials: "omit" }, [[200]],                                         [`PUT ${app}/ | Origin: ${app}`],                                            "basic 200"],
  ];

  test.each(facts)("%s", (_why, page, request, answers, sent, end) => {
    expect(fetched(page, request, answers)).toMatchObject({ sent, end });
  });

  // biome-ignore format: one fact per line
  const causes: readonly (readonly [string, PageRequest, readonly object[]])[] = [
    ["a method",              { url: api, method: "PUT" },                                  [{ cause: "method", method: "PUT" }]],
    ["a header",              { url: api, headers: { "X-A": "1" } },                        [{ cause: "header", name: "x-a" }]],
    ["an upload listener",    { url: api, uploadListener: true },                           [{ cause: "upload-listener" }]],
    ["all three",             { url: api, method: "PUT", headers: { "X-B": "1", "x-a": "1" }, uploadListener: true },
      [{ cause: "method", method: "PUT" }, { cause: "upload-listener" }, { cause: "header", name: "x-a" }, { cause: "header", name: "x-b" }]],
  ];

  test.each(causes)("why: %s", (_why, request, because) => {
    expect(fetched(app, request, [[204]]).verdict.preflights).toEqual([
      { request: expect.anything(), hop: 0, because },
    ]);
  });
});

describe("redirects", () => {
  const put = { url: api, method: "PUT" };
  const asked = (url: string, origin = app, names = ""): string =>
    `OPTIONS ${url} | Access-Control-Request-Method: PUT${names === "" ? "" : ` | Access-Control-Request-Headers: ${names}`} | Origin: ${origin}`;
  const post: PageRequest = { url: api, method: "POST", hasBody: true, headers: { "content-type": "text/plain" } };
  // biome-ignore format: one fact per line
  const facts: readonly Fact[] = [
    ["within another origin",                             app, { url: api },                                [[302, any, to("/x")], [200, any]],                                  [`GET ${api} | Origin: ${app}`, `GET ${api}x | Origin: ${app}`],                                       "cors 200 redirected"],
    ["within the page's own origin",                      app, { url: `${app}/`, credentials: "omit" },     [[302, to("/x")], [200]],                                            [`GET ${app}/`, `GET ${app}/x`],                                                                       "basic 200 redirected"],
    ["from the own origin to another",                    app, { url: `${app}/` },                          [[302, to(api)], [200, own]],                                        [`GET ${app}/ | Cookie: at=app.example`, `GET ${api} | Origin: ${app}`],                               "cors 200 redirected"],
    ["from another origin to a third: null",              app, { url: api },                                [[302, any, to(cdn)], [200, nul]],                                   [`GET ${api} | Origin: ${app}`, `GET ${cdn} | Origin: null`],                                          "cors 200 redirected"],
    ["where only null or * will do",                      app, { url: api },                                [[302, any, to(cdn)], [200, own]],                                   [`GET ${api} | Origin: ${app}`, `GET ${cdn} | Origin: null`],                                          "acao-mismatch at hop 1"],
    ["back to the own origin: null too",                  app, { url: api },                                [[302, any, to(`${app}/`)], [200, nul]],                             [`GET ${api} | Origin: ${app}`, `GET ${app}/ | Origin: null`],                                         "cors 200 redirected"],
    ["where the own origin must share with null",         app, { url: api },                                [[302, any, to(`${app}/`)], [200]],                                  [`GET ${api} | Origin: ${app}`, `GET ${app}/ | Origin: null`],                                         "acao-missing at hop 1"],
    ["own, other, own: null",                             app, { url: `${app}/`, credentials: "omit" },     [[302, to(api)], [302, any, to(`${app}/x`)], [200, any]],             [`GET ${app}/`, `GET ${api} | Origin: ${app}`, `GET ${app}/x | Origin: null`],                         "cors 200 redirected"],
    ["the redirect itself must be shared",                app, { url: api },                                [[302, to(cdn)]],                                                    [`GET ${api} | Origin: ${app}`],                                                                       "acao-missing"],
    ["each of them must",                                 app, { url: api },                                [[302, any, to("/x")], [302, to("/y")]],                             [`GET ${api} | Origin: ${app}`, `GET ${api}x | Origin: ${app}`],                                       "acao-missing at hop 1"],
    ["with credentials on each hop",                      app, { url: api, credentials: "include" },        [[302, own, credentials, to(cdn)], [200, nul, credentials]],         [`GET ${api} | Origin: ${app} | Cookie: at=api.example`, `GET ${cdn} | Origin: null | Cookie: at=cdn.example`], "cors 200 redirected"],
    ["same-origin credentials end at the border",         app, { url: `${app}/` },                          [[302, to(api)], [302, any, to(`${app}/x`)], [200, nul]],             [`GET ${app}/ | Cookie: at=app.example`, `GET ${api} | Origin: ${app}`, `GET ${app}/x | Origin: null`], "cors 200 redirected"],
    ["a redirect without Location is the response",       app, { url: api },                                [[302, any]],                                                        [`GET ${api} | Origin: ${app}`],                                                                       "cors 302"],
    ["two Locations",                                     app, { url: api },                                [[302, any, to("/x"), to("/y")]],                                    [`GET ${api} | Origin: ${app}`],                                                                       "redirect-location-invalid"],
    ["a Location that is no URL",                         app, { url: api },                                [[302, any, to("https://")]],                                        [`GET ${api} | Origin: ${app}`],                                                                       "redirect-location-invalid"],
    ["to data:",                                          app, { url: api },                                [[302, any, to("data:,x")]],                                         [`GET ${api} | Origin: ${app}`],                                                                       "redirect-denied"],
    ["to about:",                                         app, { url: `${app}/`, credentials: "omit" },     [[302, to("about:blank")]],                                          [`GET ${app}/`],                                                                                       "redirect-denied"],
    ["to another scheme",                                 app, { url: api },                                [[302, any, to("ftp://api.example/")]],                              [`GET ${api} | Origin: ${app}`],                                                                       "redirect-denied"],
    ["to a bad port",                                     app, { url: api },                                [[302, any, to("https://api.example:25/")]],                         [`GET ${api} | Origin: ${app}`],                                                                       "bad-port at hop 1"],
    ["to a URL with a password",                          app, { url: api },                                [[302, any, to("https://a:b@api.example/")]],                        [`GET ${api} | Origin: ${app}`],                                                                       "redirect-userinfo"],
    ["to a URL with a user name alone",                   app, { url: api },                                [[302, any, to("https://a@api.example/")]],                          [`GET ${api} | Origin: ${app}`],                                                                       "redirect-userinfo"],
    ["from another origin to the own one with a password", app, { url: api },                               [[302, any, to("https://a:b@app.example/")]],                        [`GET ${api} | Origin: ${app}`],                                                                       "redirect-userinfo"],
    ["from the own origin to another with a password",    app, { url: `${app}/`, credentials: "omit" },     [[302, to("https://a:b@api.example/")]],                             [`GET ${app}/`],                                                                                       "redirect-userinfo"],
    ["within the own origin a password is fine, unsent",  app, { url: `${app}/`, credentials: "omit" },     [[302, to("https://a:b@app.example/x")], [200]],                     [`GET ${app}/`, `GET ${app}/x`],                                                                       "basic 200 redirected"],
    ["redirect mode error",                               app, { url: api, redirect: "error" },             [[302, any, to("/x")]],                                              [`GET ${api} | Origin: ${app}`],                                                                       "redirect-mode-error"],
    ["redirect mode error is no matter to others",        app, { url: api, redirect: "error" },             [[200, any]],                                                        [`GET ${api} | Origin: ${app}`],                                                                       "cors 200"],
    ["redirect mode manual",                              app, { url: api, redirect: "manual" },            [[302, any, to("/x")]],                                              [`GET ${api} | Origin: ${app}`],                                                                       "opaqueredirect 0"],
    ["redirect mode manual without Location",             app, { url: api, redirect: "manual" },            [[302, any]],                                                        [`GET ${api} | Origin: ${app}`],                                                                       "opaqueredirect 0"],
    ["redirect mode manual is subject to CORS",           app, { url: api, redirect: "manual" },            [[302, to("/x")]],                                                   [`GET ${api} | Origin: ${app}`],                                                                       "acao-missing"],
    ["301 turns POST into GET, without its Content-Type", app, post,                                        [[301, any, to("/x")], [200, any]],                                  [`POST ${api} | content-type: text/plain | Origin: ${app}`, `GET ${api}x | Origin: ${app}`],           "cors 200 redirected"],
    ["in any case",                                       app, { ...post, headers: { "Content-LANGUAGE": "de", "x-a": "1" } }, [[204, any, allowHeaders("*")], [301, any, to(`/x`)], [204, any, allowHeaders("*")], [200, any]], [`OPTIONS ${api} | Access-Control-Request-Method: POST | Access-Control-Request-Headers: x-a | Origin: ${app}`, `POST ${api} | Content-LANGUAGE: de | x-a: 1 | Origin: ${app}`, `OPTIONS ${api}x | Access-Control-Request-Method: GET | Access-Control-Request-Headers: x-a | Origin: ${app}`, `GET ${api}x | x-a: 1 | Origin: ${app}`], "cors 200 redirected"],
    ["302 does",                                          app, post,                                        [[302, any, to("/x")], [200, any]],                                  [`POST ${api} | content-type: text/plain | Origin: ${app}`, `GET ${api}x | Origin: ${app}`],           "cors 200 redirected"],
    ["303 does",                                          app, post,                                        [[303, any, to("/x")], [200, any]],                                  [`POST ${api} | content-type: text/plain | Origin: ${app}`, `GET ${api}x | Origin: ${app}`],           "cors 200 redirected"],
    ["307 does not",                                      app, post,                                        [[307, any, to("/x")], [200, any]],                                  [`POST ${api} | content-type: text/plain | Origin: ${app}`, `POST ${api}x | content-type: text/plain | Origin: ${app}`], "cors 200 redirected"],
    ["308 does not",                                      app, post,                                        [[308, any, to("/x")], [200, any]],                                  [`POST ${api} | content-type: text/plain | Origin: ${app}`, `POST ${api}x | content-type: text/plain | Origin: ${app}`], "cors 200 redirected"],
    ["303 leaves HEAD",                                   app, { url: api, method: "HEAD" },                [[303, any, to("/x")], [200, any]],                                  [`HEAD ${api} | Origin: ${app}`, `HEAD ${api}x | Origin: ${app}`],                                     "cors 200 redirected"],
    ["302 leaves PUT, which preflights anew",             app, put,                                         [[204, any, allowMethods("PUT")], [302, any, to("/x")], [204, any, allowMethods("PUT")], [200, any]], [asked(api), `PUT ${api} | Origin: ${app}`, asked(`${api}x`), `PUT ${api}x | Origin: ${app}`], "cors 200 redirected"],
    ["303 turns PUT into GET, which does not",            app, put,                                         [[204, any, allowMethods("PUT")], [303, any, to("/x")], [200, any]], [asked(api), `PUT ${api} | Origin: ${app}`, `GET ${api}x | Origin: ${app}`],                           "cors 200 redirected"],
    ["307 to a third origin preflights as null",          app, put,                                         [[204, any, allowMethods("PUT")], [307, any, to(cdn)], [204, nul, allowMethods("PUT")], [200, any]], [asked(api), `PUT ${api} | Origin: ${app}`, asked(cdn, "null"), `PUT ${cdn} | Origin: null`], "cors 200 redirected"],
    ["and fails there like any other",                    app, put,                                         [[204, any, allowMethods("PUT")], [307, any, to(cdn)], [204, own]], [asked(api), `PUT ${api} | Origin: ${app}`, asked(cdn, "null")],                                       "acao-mismatch on preflight at hop 1"],
    ["from the own origin, the first preflight comes late", app, { url: `${app}/`, method: "PUT", credentials: "omit" }, [[307, to(api)], [204, any, allowMethods("PUT")], [200, any]], [`PUT ${app}/ | Origin: ${app}`, asked(api), `PUT ${api} | Origin: ${app}`],               "cors 200 redirected"],
    ["Authorization stays within an origin",              app, { url: `${app}/`, headers: { authorization: "x" }, credentials: "omit" }, [[302, to("/x")], [200]],               [`GET ${app}/ | authorization: x`, `GET ${app}/x | authorization: x`],                                 "basic 200 redirected"],
    ["Authorization does not leave it",                   app, { url: `${app}/`, headers: { authorization: "x" }, credentials: "omit" }, [[302, to(api)], [200, any]],           [`GET ${app}/ | authorization: x`, `GET ${api} | Origin: ${app}`],                                     "cors 200 redirected"],
    ["other headers do",                                  app, { url: `${app}/`, headers: { "x-a": "1" }, credentials: "omit" }, [[302, to(api)], [204, any, allowHeaders("x-a")], [200, any]], [`GET ${app}/ | x-a: 1`, `OPTIONS ${api} | Access-Control-Request-Method: GET | Access-Control-Request-Headers: x-a | Origin: ${app}`, `GET ${api} | x-a: 1 | Origin: ${app}`], "cors 200 redirected"],
    ["300 is no redirect",                                app, { url: api },                                [[300, any, to("/x")]],                                              [`GET ${api} | Origin: ${app}`],                                                                       "cors 300"],
    ["from http to https is another origin",              "http://app.example", { url: "http://api.example/" }, [[301, any, to(api)], [200, nul]],                               [`GET http://api.example/ | Origin: http://app.example`, `GET ${api} | Origin: null`],                 "cors 200 redirected"],
  ];

  test.each(facts)("%s", (_why, page, request, answers, sent, end) => {
    expect(fetched(page, request, answers)).toMatchObject({ sent, end });
  });

  test("twenty are followed", () => {
    const hops = Array.from({ length: 20 }, (_, index): Answer => [302, any, to(`/${index}`)]);
    expect(fetched(app, { url: api }, [...hops, [200, any]])).toMatchObject({ end: "cors 200 redirected" });
    expect(fetched(app, { url: api }, [...hops, [302, any, to("/20")]])).toMatchObject({
      end: "redirect-loop at hop 20",
    });
  });

  test("an empty Location leads nowhere twenty times", () => {
    const hops = Array.from({ length: 21 }, (): Answer => [302, any, to("")]);
    expect(fetched(app, { url: api }, hops)).toMatchObject({ end: "redirect-loop at hop 20" });
  });

  test("the page sees the last URL, without its fragment", () => {
    const { verdict } = fetched(app, { url: `${api}#f` }, [
      [302, any, to("/x?y")],
      [200, any],
    ]);
    expect(verdict).toMatchObject({ response: { url: `${api}x?y`, redirected: true } });
  });

  test("the verdict lists the Origin of every hop", () => {
    const { verdict } = fetched(app, { url: `${app}/`, credentials: "omit" }, [
      [302, to(api)],
      [302, any, to(cdn)],
      [200, any],
    ]);
    expect(verdict.origins).toEqual([null, app, "null"]);
  });

  test("the Origin of a preflight is not one of a hop's", () => {
    const { verdict } = fetched(app, put, [
      [204, any, allowMethods("PUT")],
      [200, any],
    ]);
    expect(verdict.origins).toEqual([app]);
  });
});

describe("other modes", () => {
  const noCors = { url: api, mode: "no-cors" } as const;
  // biome-ignore format: one fact per line
  const facts: readonly Fact[] = [
    ["same-origin stays at home",                         app, { url: api, mode: "same-origin" },           [],                                                                  [],                                                                            "mode-same-origin"],
    ["also when redirected",                              app, { url: `${app}/`, mode: "same-origin", credentials: "omit" }, [[302, to(api)]],                                   [`GET ${app}/`],                                                               "mode-same-origin at hop 1"],
    ["same-origin with a password in the redirect",       app, { url: `${app}/`, mode: "same-origin", credentials: "omit" }, [[302, to("https://a:b@app.example/x")], [200]],    [`GET ${app}/`, `GET ${app}/x`],                                               "basic 200 redirected"],
    ["no-cors is opaque, without Origin",                 app, noCors,                                      [[200]],                                                             [`GET ${api}`],                                                                "opaque 0"],
    ["no-cors sends same-origin credentials nowhere",     app, { ...noCors, credentials: "same-origin" },   [[200]],                                                             [`GET ${api}`],                                                                "opaque 0"],
    ["no-cors can include credentials",                   app, { ...noCors, credentials: "include" },       [[200]],                                                             [`GET ${api} | Cookie: at=api.example`],                                       "opaque 0"],
    ["no-cors POST has an Origin",                        app, { ...noCors, method: "POST", hasBody: true, headers: { "content-type": "text/plain" } }, [[200]],               [`POST ${api} | content-type: text/plain | Origin: ${app}`],                   "opaque 0"],
    ["no-cors leaves out headers that are not safelisted", app, { ...noCors, headers: { "x-a": "1", authorization: "x", range: "bytes=0-" } }, [[200]],                          [`GET ${api}`],                                                                "opaque 0"],
    ["no-cors with 401 and credentials asks the user",    app, { ...noCors, credentials: "include" },       [[401]],                                                             [`GET ${api} | Cookie: at=api.example`],                                       "not modelled: HTTP-network-or-cache fetch, step 15 (ask the user for a password)"],
    ["no-cors follows redirects, still without Origin",   app, noCors,                                      [[302, to(cdn)], [200]],                                             [`GET ${api}`, `GET ${cdn}`],                                                  "opaque 0"],
    ["no-cors stays opaque back at home",                 app, noCors,                                      [[302, to(`${app}/`)], [200]],                                       [`GET ${api}`, `GET ${app}/`],                                                 "opaque 0"],
    ["no-cors with redirect mode manual",                 app, { ...noCors, redirect: "manual" },           [],                                                                  [],                                                                            "redirect-no-cors"],
    ["no-cors with redirect mode error",                  app, { ...noCors, redirect: "error" },            [],                                                                  [],                                                                            "redirect-no-cors"],
    ["no-cors with redirect mode manual at home",         app, { url: `${app}/`, mode: "no-cors", redirect: "manual", credentials: "omit" }, [[302, to(api)]],              [`GET ${app}/`],                                                               "opaqueredirect 0"],
    ["no-cors and a resource policy of same-origin",      app, noCors,                                      [[200, "Cross-Origin-Resource-Policy: same-origin"]],                [`GET ${api}`],                                                                "cross-origin-resource-policy"],
    ["no-cors and a resource policy of same-site",        app, noCors,                                      [[200, "Cross-Origin-Resource-Policy: same-site"]],                  [`GET ${api}`],                                                                "not modelled: HTTP fetch, step 5 (Cross-Origin-Resource-Policy: same-site needs the public suffix list)"],
    ["a resource policy does not matter to CORS",         app, { url: api },                                [[200, any, "Cross-Origin-Resource-Policy: same-origin"]],           [`GET ${api} | Origin: ${app}`],                                               "cors 200"],
    ["a redirect changes the referrer policy",            app, { ...noCors, method: "POST" },               [[307, to("/x"), "Referrer-Policy: no-referrer"], [200]],            [`POST ${api} | Origin: ${app}`, `POST ${api}x | Origin: null`],               "opaque 0"],
  ];

  test.each(facts)("%s", (_why, page, request, answers, sent, end) => {
    expect(fetched(page, request, answers)).toMatchObject({ sent, end });
  });
});

describe("what never goes out", () => {
  // biome-ignore format: one fact per line
  const facts = [
    ["data: is not modelled",                             { url: "data:,x" },                              "not modelled: scheme fetch, step 3 (data: URLs)"],
    ["blob: is not modelled",                             { url: `blob:${app}/1` },                        "not modelled: main fetch, step 12 (the origin of a blob: URL)"],
    ["about: is no scheme for CORS",                      { url: "about:blank" },                          "scheme"],
    ["about: in mode no-cors is not modelled",            { url: "about:blank", mode: "no-cors" },         "not modelled: scheme fetch, step 3 (about: URLs)"],
    ["about: in mode same-origin is none of the page's",  { url: "about:blank", mode: "same-origin" },     "mode-same-origin"],
    ["file: is no scheme for CORS",                       { url: "file:///etc/passwd" },                   "scheme"],
    ["file: in mode no-cors is not modelled",             { url: "file:///etc/passwd", mode: "no-cors" },  "not modelled: scheme fetch, step 3 (file: URLs)"],
    ["ftp: is no scheme for CORS",                        { url: "ftp://api.example/" },                   "scheme"],
    ["ftp: is no scheme for no-cors either",              { url: "ftp://api.example/", mode: "no-cors" },  "scheme"],
    ["ws: is no scheme for CORS",                         { url: "ws://api.example/" },                    "scheme"],
    ["a bad port",                                        { url: "https://api.example:6667/" },            "bad-port"],
    ["http from https is not modelled",                   { url: "http://api.example/" },                  "not modelled: main fetch, step 7 (mixed content)"],
    ["the call itself throws",                            { url: api, method: "TRACE" },                   "method-forbidden"],
  ] as const;

  test.each(facts)("%s", (_why, request, end) => {
    expect(fetched(app, request, [])).toMatchObject({ sent: [], end });
  });

  test("an engine that is none is named", () => {
    const fetching = (): Verdict =>
      judge({
        page: { origin: app },
        request: { url: api },
        engine: "gecko" as "firefox",
        responder: () => response([200]),
      });
    expect(fetching).toThrow('engine: "gecko" is not one of "standard", "chromium", "firefox", "webkit".');
  });

  // biome-ignore format: one fact per line
  const origins = [
    ["a trailing slash",     "https://app.example/",      'Write "https://app.example".'],
    ["a default port",       "https://app.example:443",   'Write "https://app.example".'],
    ["upper case",           "https://APP.example",       'Write "https://app.example".'],
    ["a bare host",          "app.example",               "Write scheme, host and port"],
    ["nothing",              "",                          "Write scheme, host and port"],
    ["a pattern",            "*",                         "Write scheme, host and port"],
  ] as const;

  test.each(origins)("a page's origin with %s is a mistake of the caller", (_why, origin, advice) => {
    expect(() => fetched(origin, { url: api }, [])).toThrow(advice);
  });

  test.each([
    "https://a-_b.example",
    "https://app.example.",
    "http://[::1]:8080",
    "chrome-extension://abc",
    "http://a!b.example",
  ])("%s is an origin", (origin) => {
    const answer = `Access-Control-Allow-Origin: ${origin}`;
    expect(fetched(origin, { url: api }, [[200, answer]])).toMatchObject({ end: "cors 200" });
  });
});

describe("a beacon", () => {
  const json = { "content-type": "application/json" };
  const beacon = (headers: Readonly<Record<string, string>> = {}): PageRequest => ({
    url: api,
    entryPoint: "beacon",
    headers,
    hasBody: true,
  });
  const preflight = `OPTIONS ${api} | Access-Control-Request-Method: POST | Access-Control-Request-Headers: content-type | Origin: ${app}`;
  const post = `POST ${api} | content-type: application/json | Origin: ${app} | Cookie: at=api.example`;

  // As seen on the wire of Chromium 156, Firefox 153 and WebKitGTK 2.50, which do the same.
  // biome-ignore format: one fact per line
  const facts: readonly Fact[] = [
    ["of text is sent as it is",          app, beacon({ "content-type": "text/plain;charset=UTF-8" }), [[200]],                                                        [`POST ${api} | content-type: text/plain;charset=UTF-8 | Origin: ${app} | Cookie: at=api.example`], "opaque 0"],
    ["without a type, too",               app, beacon(),                                               [[200]],                                                        [`POST ${api} | Origin: ${app} | Cookie: at=api.example`],                                          "opaque 0"],
    ["of JSON has a preflight",           app, beacon(json),                                           [[200, own, credentials, allowHeaders("content-type")], [200, own, credentials]], [preflight, post],                                                            "cors 200"],
    ["of JSON is not sent unless allowed", app, beacon(json),                                          [[200]],                                                        [preflight],                                                                                        "acao-missing on preflight"],
    ["of JSON needs its header allowed",  app, beacon(json),                                           [[200, own, credentials]],                                      [preflight],                                                                                        "preflight-header on preflight"],
    ["of JSON to the page's own origin",  app, { ...beacon(json), url: `${app}/` },                    [[200]],                                                        [`POST ${app}/ | content-type: application/json | Origin: ${app} | Cookie: at=app.example`],        "basic 200"],
  ];

  test.each(facts)("%s", (_why, page, request, answers, sent, end) => {
    expect(fetched(page, request, answers)).toMatchObject({ sent, end });
  });

  test("is named in the consoles", () => {
    const { verdict } = fetched(app, beacon(json), [[200]]);
    const messages = verdict.type === "network error" ? verdict.messages : null;
    const refusal = `Origin ${app} is not allowed by Access-Control-Allow-Origin. Status code: 200`;
    expect(messages?.webkit).toBe(`${refusal}\nBeacon API cannot load ${api}. ${refusal}`);
    expect(messages?.chromium).toContain(`Access to resource at '${api}' from origin '${app}'`);
    expect(messages?.firefox.split("\n")).toHaveLength(2);
  });
});
