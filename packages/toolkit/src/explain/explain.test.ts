import { expect, test } from "vitest";
import { explain } from "./explain.ts";
import { fixesFor } from "./propose-fixes.ts";
import { readEvidence } from "./read-evidence.ts";

const chromium = (what: string): string =>
  `Access to fetch at 'https://api.example/a' from origin 'https://app.example' has been blocked by CORS policy: ${what}`;
const firefox = (what: string): string =>
  `Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://api.example/a. (Reason: ${what}.`;
const curl = (request: string, status: string, ...headers: readonly string[]): string =>
  [
    `> ${request} HTTP/2`,
    "> Host: api.example",
    ">",
    `< HTTP/2 ${status}`,
    ...headers.map((header) => `< ${header}`),
    "<",
    "* Connection #0 left intact",
  ].join("\n");
const preflighted = "> Origin: https://app.example\n> Access-Control-Request-Method: PUT";

// biome-ignore format: one fact per line
const facts: readonly (readonly [why: string, text: string, causes: string])[] = [
  ["Chromium names the missing header, and not the status",      chromium("No 'Access-Control-Allow-Origin' header is present on the requested resource."), "origin-not-listed error-without-cors cached-without-vary works-outside-browsers"],
  ["its developer tools add the status in the line after",       `${chromium("No 'Access-Control-Allow-Origin' header is present on the requested resource.")}\napp.js:3 GET https://api.example/a net::ERR_FAILED 502 (Bad Gateway)`, "error-without-cors"],
  ["a line cut in the middle, with a source location before it", "app.js:12 Access to XMLHttpRequest at 'https://api.example/a' from origin 'https://app.example' has been blocked by CORS policy: Method PUT is not allowed by Access-Control-Allow-Methods in preflight resp", "method-not-allowed"],
  ["an origin that differs in its slash is a person's mistake",  chromium("The 'Access-Control-Allow-Origin' header has a value 'https://app.example/' that is not equal to the supplied origin."), "origin-not-listed"],
  ["from one foreign origin to another the origin is null",      "Access to fetch at 'https://login.example/b' (redirected from 'https://api.example/a') from origin 'https://app.example' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.", "redirected-to-null"],
  ["Firefox tells the status",                                   firefox("CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 500"), "error-without-cors"],
  ["and a second line after a preflight",                        `${firefox("CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 401")}\n${firefox("CORS request did not succeed). Status code: (null)")}`, "preflight-needs-login"],
  ["Firefox alone with its second line: nothing came",           firefox("CORS request did not succeed). Status code: (null)"), "not-cors"],
  ["Safari's one sentence for a preflight's status",             "[Error] Preflight response is not successful. Status code: 405", "preflight-not-handled"],
  ["Safari, the origin null",                                    "[Error] Origin null is not allowed by Access-Control-Allow-Origin. Status code: 200", "redirected-to-null"],
  ["an older Chrome",                                            "XMLHttpRequest cannot load https://api.example/a. Response for preflight has invalid HTTP status code 405", "preflight-not-handled"],
  ["a content security policy is none of CORS",                  "Refused to connect to 'https://api.example/a' because it violates the following Content Security Policy directive: \"connect-src 'self'\".", "not-cors"],
  ["mixed content",                                              "Mixed Content: The page at 'https://app.example/' was loaded over HTTPS, but requested an insecure XMLHttpRequest endpoint 'http://api.example/a'. This request has been blocked; the content must be served over HTTPS.", "not-cors"],
  ["a certificate",                                              "GET https://api.example/a net::ERR_CERT_DATE_INVALID", "not-cors"],
  ["an extension",                                               "POST https://api.example/a net::ERR_BLOCKED_BY_CLIENT", "not-cors"],
  ["the local network",                                          chromium("Permission was denied for this request to access the `local` address space."), "local-network-access"],
  ["a header that a script may not read",                        'Refused to get unsafe header "X-Total-Count"', "header-not-exposed"],
  ["curl reads what has no CORS",                                curl("GET /a", "200", "content-type: application/json"), "works-outside-browsers"],
  ["curl gets an error",                                         curl("GET /a", "502", "server: nginx"), "error-without-cors"],
  ["curl asks as a browser asks first",                          curl("OPTIONS /a", "401", "www-authenticate: Bearer").replace("> Host", `${preflighted}\n> Host`), "preflight-needs-login"],
  ["and is redirected",                                          curl("OPTIONS /a", "301", "location: https://www.api.example/a").replace("> Host", `${preflighted}\n> Host`), "preflight-redirected"],
  ["terminal colours are passed over",                           `\u001b[1m> GET /a HTTP/1.1\u001b[0m\n> Host: api.example\n> Origin: https://app.example\n\u001b[32m< HTTP/1.1 200 OK\u001b[0m\n< \u001b[1mAccess-Control-Allow-Origin\u001b[0m: https://www.example\n`, "origin-not-listed"],
  ["curl finds no such name",                                    "curl -v https://api.example/a\n* Could not resolve host: api.example\ncurl: (6) Could not resolve host: api.example", "not-cors"],
  ["curl, and redirects that it follows",                        `${curl("GET /a", "302", "access-control-allow-origin: *", "location: https://login.example/").replace("> Host", "> Origin: https://app.example\n> Host")}\n* Issue another request to this URL: 'https://login.example/'\n${curl("GET /", "200").replace("api.example", "login.example")}`, "redirected-to-null"],
  ["headers alone: two of one name",                             "HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: https://app.example\nAccess-Control-Allow-Origin: *", "doubled-layer"],
  ["headers alone: a wildcard, with credentials allowed",        "HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: *\nAccess-Control-Allow-Credentials: true", "wildcard-with-credentials"],
  ["headers alone: an error",                                    "HTTP/2 503\nserver: cloudflare\ncf-ray: 8a1", "error-without-cors"],
  ["a call and an answer: the call decides",                     "fetch('https://api.example/a', { headers: { 'X-Token': '1' } })\n\nHTTP/1.1 200 OK\nAccess-Control-Allow-Origin: *", "header-not-allowed"],
  ["axios sends an object as JSON",                              "axios.post('https://api.example/a', data)\n\nHTTP/1.1 200 OK\nAccess-Control-Allow-Origin: *", "header-not-allowed"],
  ["a command of curl and an answer",                            "curl -X DELETE 'https://api.example/a'\n\nHTTP/1.1 204 No Content\nAccess-Control-Allow-Origin: *\n", "method-not-allowed"],
  ["an XMLHttpRequest with credentials",                         "var x = new XMLHttpRequest(); x.open('GET', 'https://api.example/a'); x.withCredentials = true; x.send();\n\nHTTP/1.1 200 OK\nAccess-Control-Allow-Origin: *", "wildcard-with-credentials"],
  ["an integrity that does not match",                           "Failed to find a valid digest in the 'integrity' attribute for resource 'https://cdn.example/a.js' with computed SHA-256 integrity 'abc='. The resource has been blocked.", "not-cors"],
  ["a WebSocket knows no CORS",                                  "WebSocket connection to 'wss://api.example/live' failed: Error during WebSocket handshake: Unexpected response code: 403", "not-cors"],
  ["a certificate that WebKit does not accept",                  "Unacceptable TLS certificate\nFetch API cannot load https://api.example/a due to access control checks.", "not-cors"],
  ["Chromium's older guard of private networks",                 chromium("Response to preflight request doesn't pass access control check: No 'Access-Control-Allow-Private-Network' header was present in the preflight response for this private network request targeting the `local` address space."), "local-network-access"],
  ["an image asks for no preflight",                             "[Error] Origin https://app.example is not allowed by Access-Control-Allow-Origin. Status code: 200\n[Error] Cannot load image https://api.example/a.svg due to access control checks.", "origin-not-listed cached-without-vary works-outside-browsers"],
  ["an edge cache has its own word for a copy",                  curl("GET /a", "200", "x-cache: TCP_MEM_HIT").replace("> Host", "> Origin: https://app.example\n> Host"), "cached-without-vary"],
  ["words that say nothing",                                     "it does not work", ""],
];

test.each(facts)("%s", (_why, text, causes) => {
  expect(explain(readEvidence({ text })).causes.join(" ")).toBe(causes);
});

test("a page that is not told, and an answer for one page: the origin is what is needed", () => {
  const text = "HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: https://app.example\nVary: Origin";
  expect(explain(readEvidence({ text }))).toMatchObject({ causes: [], needs: ["origin"] });
  expect(explain(readEvidence({ text, origin: "https://app.example" }))).toMatchObject({
    causes: [],
    reason: "allowed",
  });
  expect(explain(readEvidence({ text, origin: "https://www.example" })).causes).toEqual(["origin-not-listed"]);
});

test("a message and the answer that it was about leave one cause together", () => {
  const message = chromium("No 'Access-Control-Allow-Origin' header is present on the requested resource.");
  const answer = curl("GET /a", "500", "server: nginx");
  const explanation = explain(readEvidence({ message, curl: answer }));
  expect(explanation).toMatchObject({ causes: ["error-without-cors"], reason: "acao-missing", needs: [] });
});

test("no secret is in what is shown", () => {
  const text = `curl -v 'https://user:hunter2@api.example/a?access_token=abc123&page=2' -H 'Authorization: Bearer s3cr3t-s3cr3t' -b 'sid=c00kie'
> GET /a?access_token=abc123&page=2 HTTP/1.1
> Host: api.example
> Authorization: Bearer s3cr3t-s3cr3t
> Cookie: sid=c00kie
> X-Api-Key: k3yk3y
< HTTP/1.1 302 Found
< Set-Cookie: session=n3wc00kie; Path=/
< Location: https://login.example/?code=c0dec0de`;
  const shown = JSON.stringify(explain(readEvidence({ text })));
  for (const secret of ["hunter2", "abc123", "s3cr3t", "c00kie", "k3yk3y", "n3wc00kie", "c0dec0de"])
    expect(shown).not.toContain(secret);
  expect(shown).toContain("page=2");
});

test("words with marks between them are no secret, and an opaque key is", () => {
  const shown = (path: string): string =>
    JSON.stringify(
      explain(
        readEvidence({
          message: chromium("It does not have HTTP ok status.").replace("/a'", `/${path}'`),
          curl: curl(`GET /${path}`, "500"),
        }),
      ),
    );
  expect(shown("how-to-install-nginx-on-debian-12-step-by-step")).toContain(
    "how-to-install-nginx-on-debian-12-step-by-step",
  );
  expect(shown("4f9aK2mQ8xV7bN3cL6pR1sT5wY0zD4eG")).not.toContain("4f9aK2mQ8xV7bN3cL6pR1sT5wY0zD4eG");
});

test("a fix that was tried without credentials says so, where the evidence does not tell", () => {
  const har = (headers: readonly (readonly [string, string])[]): string =>
    JSON.stringify({
      log: {
        creator: { name: "WebInspector" },
        entries: [
          {
            _resourceType: "fetch",
            request: {
              method: "GET",
              url: "https://api.example/a",
              headers: [{ name: "Origin", value: "https://app.example" }],
            },
            response: {
              status: 500,
              headers: headers.map(([name, value]) => ({ name, value })),
              _error: "net::ERR_FAILED",
            },
          },
        ],
      },
    });
  const fixText = (text: string): string =>
    explain(
      readEvidence({ text }),
      fixesFor(() => new Set()),
    )
      .fixes.map((fix) => fix.text)
      .join("\n");
  expect(fixText(har([]))).toContain("Tried without credentials");
  expect(fixText(har([["Access-Control-Allow-Credentials", "true"]]))).not.toContain("Tried without credentials");
});

const har = (...entries: readonly object[]): string =>
  JSON.stringify({ log: { creator: { name: "WebInspector" }, entries } });
const call = (
  url: string,
  status: number,
  headers: Record<string, string>,
  more: object = {},
  request: object = {},
): object => ({
  _resourceType: "fetch",
  request: { method: "GET", url, headers: [{ name: "Origin", value: "https://app.example" }], ...request },
  response: { status, headers: Object.entries(headers).map(([name, value]) => ({ name, value })), ...more },
});
const page = (policy: string): object => ({
  _resourceType: "document",
  request: { method: "GET", url: "https://app.example/", headers: [] },
  response: {
    status: 200,
    headers: [
      { name: "Content-Type", value: "text/html" },
      { name: "Content-Security-Policy", value: policy },
    ],
  },
});
const listed = { "Access-Control-Allow-Origin": "https://app.example" };
const refused = { _error: "net::ERR_FAILED" };

// biome-ignore format: one archive per line
const archives: readonly (readonly [why: string, archive: string, causes: string, reason: string])[] = [
  ["a redirect that was not followed: the call does not want to, or its credentials are not allowed", har(call("https://api.example/a", 302, { ...listed, Location: "/b" }, refused)), "wildcard-with-credentials not-cors", "unknown"],
  ["with credentials allowed, only the former",              har(call("https://api.example/a", 302, { ...listed, "Access-Control-Allow-Credentials": "true", Location: "/b" }, refused)), "not-cors", "redirect-mode-error"],
  ["a redirect to where the page's policy does not let it",  har(page("connect-src https://api.example"), call("https://api.example/a", 302, { ...listed, Location: "https://b.example/" }, refused)), "not-cors", "content-security-policy"],
  ["and to http from https",                                 har(call("https://api.example/a", 302, { ...listed, Location: "http://api.example/b" }, refused)), "not-cors", "mixed-content"],
  ["what a page's policy keeps in",                          har(page("default-src 'self'"), { ...call("https://api.example/a", 0, {}, refused, { headers: [] }), _initiator: { type: "script", url: "https://app.example/" } }), "not-cors", "content-security-policy"],
  ["a service worker's answer was its own request's matter", har(call("https://api.example/a", 200, { "Content-Type": "text/plain" }, { _fetchedViaServiceWorker: true })), "", "allowed"],
  ["a token that is refused is no cookie that is missing",   har({ ...call("https://api.example/a", 204, { ...listed, "Access-Control-Allow-Headers": "authorization" }, {}, { method: "OPTIONS", headers: [{ name: "Origin", value: "https://app.example" }, { name: "Access-Control-Request-Method", value: "GET" }, { name: "Access-Control-Request-Headers", value: "authorization" }] }), _resourceType: "preflight" }, call("https://api.example/a", 401, listed)), "not-cors", "error-status"],
  ["a login page instead of the answer",                     har(call("https://api.example/a", 302, { ...listed, Location: "/login?next=%2Fa" }), call("https://api.example/login?next=%2Fa", 200, { ...listed, "Content-Type": "text/html" })), "cookie-not-sent", "login-page"],
];

test.each(archives)("an archive: %s", (_why, text, causes, reason) => {
  const explanation = explain(readEvidence({ text }));
  expect([explanation.causes.join(" "), explanation.reason]).toEqual([causes, reason]);
});

test("a redirect to a login page is named", () => {
  const text = har(
    call("https://api.example/a", 302, { ...listed, Location: "https://login.example/start" }),
    call("https://login.example/start", 200, { "Content-Type": "text/html" }, refused, {
      headers: [{ name: "Origin", value: "null" }],
    }),
  );
  const { causes, summary } = explain(readEvidence({ text }));
  expect(causes).toEqual(["redirected-to-null"]);
  expect(summary).toContain("what looks like a login page (https://login.example/start)");
});

test("headers pasted beside a console line about the preflight are the preflight's", () => {
  const text = `Access to fetch at 'https://api.example/a' from origin 'https://app.example' has been blocked by CORS policy: Response to preflight request doesn't pass access control check: No 'Access-Control-Allow-Origin' header is present on the requested resource.

HTTP/1.1 401 Unauthorized
Server: nginx`;
  expect(explain(readEvidence({ text })).causes).toEqual(["preflight-needs-login"]);
});
