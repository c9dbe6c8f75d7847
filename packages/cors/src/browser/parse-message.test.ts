import { expect, test } from "vitest";
import { growth } from "../../../../test/growth.ts";
import { parseMessage } from "./parse-message.ts";

/** Of today and of before; the text, what it says, and what stands in it. */
// biome-ignore format: one message per line
const facts: readonly (readonly [text: string, engine: string, reason: string, facts: Readonly<Record<string, string>>])[] = [
  ["Access to XMLHttpRequest at 'https://a.example/x' (redirected from 'https://b.example/') from origin 'null' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.", "chromium", "acao-missing", { kind: "XMLHttpRequest", url: "https://a.example/x", redirectedFrom: "https://b.example/", origin: "null" }],
  ["index.html:1 Access to fetch at 'https://a.example/' from origin 'https://b.example' has been blocked by CORS policy: Request header field x-a is not allowed by Access-Control-Allow-Headers in preflight response.", "chromium", "preflight-header", { header: "x-a" }],
  ["Access to fetch at 'http://localhost/' from origin 'https://b.example' has been blocked by CORS policy: Permission was denied for this request to access the `loopback` address space.", "chromium", "lna-permission", { space: "loopback" }],
  ["XMLHttpRequest cannot load https://a.example/x. No 'Access-Control-Allow-Origin' header is present on the requested resource. Origin 'https://b.example' is therefore not allowed access. The response had HTTP status code 500.", "chromium", "acao-missing", { url: "https://a.example/x", origin: "https://b.example", status: "500" }],
  ["Failed to load https://a.example/x: Response for preflight has invalid HTTP status code 405", "chromium", "preflight-status", { url: "https://a.example/x", status: "405" }],
  ["Font from origin 'https://a.example' has been blocked from loading by Cross-Origin Resource Sharing policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.", "chromium", "acao-missing", {}],
  ["XMLHttpRequest cannot load http://a.example/. A wildcard '*' cannot be used in the 'Access-Control-Allow-Origin' header when the credentials flag is true. Origin 'http://b.example' is therefore not allowed access.", "chromium", "acao-star-with-credentials", { origin: "http://b.example" }],
  ["GET https://a.example/ net::ERR_CONNECTION_REFUSED", "chromium", "network", { netError: "ERR_CONNECTION_REFUSED" }],
  ["Uncaught (in promise) TypeError: Failed to fetch", "chromium", "generic", {}],
  ["Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://a.example/. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 502.", "firefox", "acao-missing", { url: "https://a.example/", status: "502" }],
  ["Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://a.example/. (Reason: CORS header 'Access-Control-Allow-Origin' missing).", "firefox", "acao-missing", { url: "https://a.example/" }],
  ["Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://a.example/. (Reason: missing token ‘x-a’ in CORS header ‘Access-Control-Allow-Headers’ from CORS preflight channel).", "firefox", "preflight-header", { header: "x-a" }],
  ["Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://a.example/. (Reason: CORS preflight channel did not succeed).", "firefox", "preflight-status", {}],
  ["Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at ‘https://a.example/’. (Reason: Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘*’).", "firefox", "acao-star-with-credentials", { url: "https://a.example/" }],
  ["Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://a.example/. (Reason: CORS disabled).", "firefox", "disabled", {}],
  ["[Error] Origin https://b.example is not allowed by Access-Control-Allow-Origin. Status code: 403", "webkit", "acao-missing", { origin: "https://b.example", status: "403" }],
  ["XMLHttpRequest cannot load http://a.example/. Origin http://b.example is not allowed by Access-Control-Allow-Origin.", "webkit", "acao-missing", { origin: "http://b.example", url: "http://a.example/" }],
  ["Request header field X-A is not allowed by Access-Control-Allow-Headers.", "webkit", "preflight-header", { header: "X-A" }],
  ["Fetch API cannot load https://a.example/x due to access control checks.", "webkit", "follow-up", { url: "https://a.example/x" }],
  ["AxiosError: Network Error (ERR_NETWORK)", "any", "generic", {}],
];

test.each(facts)("%s", (text, engine, reason, found) => {
  expect(parseMessage(text)).toMatchObject({ engine, reason, facts: found });
});

test("of two lines, the one that says why counts", () => {
  const lines = [
    "[Error] Fetch API cannot load https://a.example/ due to access control checks.",
    "[Error] Preflight response is not successful. Status code: 404",
  ];
  expect(parseMessage(lines.join("\n"))).toMatchObject({
    reasons: ["preflight-status", "preflight-redirect"],
    onPreflight: true,
  });
});

test("a text that is none is null, and a long one takes no longer than it is long", { timeout: 180_000 }, () => {
  expect(parseMessage("Hello")).toBeNull();
  const ratio = growth(120_000, (size) => {
    parseMessage(`Access to fetch at '${"a".repeat(size)}`);
    parseMessage("Access to ".repeat(size / 10));
    parseMessage(" may not load data from ".repeat(size / 20));
  });
  expect(ratio).toBeLessThan(30);
});
