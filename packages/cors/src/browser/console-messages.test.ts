import { describe, expect, test } from "vitest";
import type { HttpResponse } from "../http/exchange.ts";
import type { Header } from "../http/header-list.ts";
import { chromiumConsole } from "./chromium-console.ts";
import type { ConsoleContext } from "./console-context.ts";
import { networkErrorReasons } from "./describe-verdict.ts";
import { firefoxConsole } from "./firefox-console.ts";
import { judge } from "./judge.ts";
import type { PageRequest } from "./page-request.ts";
import { parseMessage } from "./parse-message.ts";
import type { NetworkErrorReason, Verdict } from "./verdict.ts";
import { webkitConsole } from "./webkit-console.ts";

const app = "https://app.example";
const api = "https://api.example/x";

function response(status: number, ...lines: string[]): HttpResponse {
  const headers = lines.map((line): Header => {
    const colon = line.indexOf(": ");
    return [line.slice(0, colon), line.slice(colon + 2)];
  });
  return { status, headers };
}

const any = "Access-Control-Allow-Origin: *";
const to = (location: string): string => `Location: ${location}`;

type Case = readonly [reason: NetworkErrorReason, request: Partial<PageRequest>, ...answers: HttpResponse[]];

/** A case for every reason that the steps of the standard can return. */
// biome-ignore format: one reason per line
const cases: readonly Case[] = [
  ["acao-missing", {}, response(200)],
  ["acao-missing", { method: "PUT" }, response(404)],
  ["acao-mismatch", {}, response(200, "Access-Control-Allow-Origin: https://other.example")],
  ["acao-multiple", {}, response(200, any, "Access-Control-Allow-Origin: https://app.example")],
  ["acao-multiple", {}, response(200, "Access-Control-Allow-Origin: https://app.example, *")],
  ["acao-invalid", {}, response(200, "Access-Control-Allow-Origin: true")],
  ["acao-star-with-credentials", { credentials: "include" }, response(200, any)],
  ["acac-not-true", { credentials: "include" }, response(200, "Access-Control-Allow-Origin: https://app.example")],
  ["preflight-status", { method: "PUT" }, response(404, any)],
  ["preflight-redirect", { method: "PUT" }, response(302, any, to("/login"))],
  ["preflight-methods-parse", { method: "PUT" }, response(204, any, "Access-Control-Allow-Methods: PUT POST")],
  ["preflight-headers-parse", { headers: { "x-a": "1" } }, response(204, any, "Access-Control-Allow-Headers: x a")],
  ["preflight-method", { method: "PUT" }, response(204, any)],
  ["preflight-header", { headers: { "x-a": "1" } }, response(204, any)],
  ["redirect-userinfo", {}, response(302, any, to("https://u:p@cdn.example/"))],
  ["redirect-denied", {}, response(302, any, to("data:,x"))],
  ["redirect-mode-error", { redirect: "error" }, response(302, any, to("/y"))],
  ["redirect-no-cors", { mode: "no-cors", redirect: "manual" }],
  ["redirect-loop", {}, response(302, any, to("/x"))],
  ["redirect-location-invalid", {}, response(302, any, to("http://["))],
  ["redirect-stream-body", { method: "POST", streamBody: true }, response(204, any), response(307, any, to("/y"))],
  ["mode-same-origin", { mode: "same-origin" }],
  ["scheme", { url: "ftp://api.example/" }],
  ["bad-port", { url: "http://api.example:22/" }],
  ["cross-origin-resource-policy", { mode: "no-cors" }, response(200, "Cross-Origin-Resource-Policy: same-origin")],
  ["network", {}],
];

function judged(request: Partial<PageRequest>, answers: readonly HttpResponse[], origin = app): Verdict {
  let asked = 0;
  return judge({
    page: { origin: request.url?.startsWith("http:") === true ? "http://app.example" : origin },
    request: { url: api, ...request },
    responder: () => answers[Math.min(asked++, answers.length - 1)] ?? { kind: "failed", why: "refused" },
  });
}

test("every reason of the standard's steps is reached by a case", () => {
  const reached = new Set(cases.map(([reason]) => reason));
  const missing = networkErrorReasons.filter((reason) => !reached.has(reason));
  console.log(`reasons of the standard's steps: ${networkErrorReasons.length}, reached by a case: ${reached.size}`);
  expect(missing).toEqual([]);
});

describe("a network error says what each engine prints, and that is read back", () => {
  test.each(cases.map((row) => [row[0], row] as const))("%s", (_name, [reason, request, ...answers]) => {
    const verdict = judged(request, answers);
    expect(verdict).toMatchObject({ type: "network error", reason });
    if (verdict.type !== "network error") return;
    for (const engine of ["chromium", "firefox", "webkit"] as const) {
      const text = verdict.messages[engine];
      if (text === "") continue;
      const parsed = parseMessage(text);
      expect(parsed, text).toMatchObject({ engine });
      expect(acceptable(engine, reason), text).toContain(parsed?.reason);
    }
  });
});

/** What a text can be read as: some sentences stand for several reasons, and some say only that nothing came. */
function acceptable(engine: "chromium" | "firefox" | "webkit", reason: NetworkErrorReason): readonly string[] {
  const shared: Readonly<Record<typeof engine, Partial<Record<NetworkErrorReason, readonly string[]>>>> = {
    chromium: {
      network: ["follow-up"],
      "redirect-mode-error": ["follow-up"],
      "redirect-stream-body": ["follow-up"],
    },
    firefox: {
      "acao-invalid": ["acao-mismatch"],
      "acao-multiple": ["acao-multiple", "acao-mismatch"],
      "redirect-userinfo": ["network"],
      "redirect-denied": ["network"],
      "redirect-loop": ["network"],
      "redirect-location-invalid": ["network"],
      "redirect-stream-body": ["network"],
      "bad-port": ["network"],
    },
    webkit: {
      "acao-mismatch": ["acao-missing"],
      "acao-invalid": ["acao-missing"],
      "preflight-redirect": ["preflight-status"],
      "redirect-location-invalid": ["redirect-denied"],
    },
  };
  return shared[engine][reason] ?? [reason];
}

describe("word for word, as seen in the console", () => {
  const facts: readonly (readonly [string, (context: ConsoleContext) => string, Partial<ConsoleContext>, string])[] = [
    [
      "Chromium, after a redirect",
      chromiumConsole,
      { urls: ["http://127.0.0.1:2/x", "http://127.0.0.1:3/y"], error: failure("acao-mismatch", { received: "*x" }) },
      "Access to fetch at 'http://127.0.0.1:3/y' (redirected from 'http://127.0.0.1:2/x') from origin 'http://127.0.0.1:1' has been blocked by CORS policy: The 'Access-Control-Allow-Origin' header has a value '*x' that is not equal to the supplied origin. Have the server send the header with a valid value.\nFailed to load resource: net::ERR_FAILED",
    ],
    [
      "Chromium, on a preflight",
      chromiumConsole,
      { error: { ...failure("preflight-status"), onPreflight: true } },
      "Access to fetch at 'http://127.0.0.1:2/x' from origin 'http://127.0.0.1:1' has been blocked by CORS policy: Response to preflight request doesn't pass access control check: It does not have HTTP ok status.\nFailed to load resource: net::ERR_FAILED",
    ],
    [
      "Firefox, on a preflight",
      firefoxConsole,
      { error: { ...failure("acao-missing"), onPreflight: true }, status: 404 },
      "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at http://127.0.0.1:2/x. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 404.\nCross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at http://127.0.0.1:2/x. (Reason: CORS request did not succeed). Status code: (null).",
    ],
    [
      "Firefox, with credentials",
      firefoxConsole,
      { error: failure("acao-star-with-credentials") },
      "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at ‘http://127.0.0.1:2/x’. (Reason: Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘*’).",
    ],
    [
      "WebKit, on a redirect",
      webkitConsole,
      {
        error: failure("acao-missing", { expected: "http://127.0.0.1:1", redirectsTo: "http://127.0.0.1:3/y" }),
        status: 302,
      },
      "Cross-origin redirection to http://127.0.0.1:3/y denied by Cross-Origin Resource Sharing policy: Origin http://127.0.0.1:1 is not allowed by Access-Control-Allow-Origin. Status code: 302\nFetch API cannot load http://127.0.0.1:2/x due to access control checks.",
    ],
  ];

  test.each(facts)("%s", (_why, print, context, expected) => {
    const all: ConsoleContext = {
      entryPoint: "fetch",
      mode: "cors",
      pageOrigin: "http://127.0.0.1:1",
      urls: ["http://127.0.0.1:2/x"],
      error: failure("acao-missing"),
      status: 200,
      ...context,
    };
    expect(print(all)).toBe(expected);
  });
});

function failure(reason: NetworkErrorReason, details: Readonly<Record<string, string>> = {}): ConsoleContext["error"] {
  return { reason, details, onPreflight: false };
}
