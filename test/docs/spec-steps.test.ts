import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { networkErrorReasons } from "../../packages/cors/src/browser/describe-verdict.ts";
import { type JudgeInput, judge } from "../../packages/cors/src/browser/judge.ts";
import type { PageRequest } from "../../packages/cors/src/browser/page-request.ts";
import type { HttpResponse, NetworkAnswer } from "../../packages/cors/src/http/exchange.ts";

const app = "https://app.example";
const any = "Access-Control-Allow-Origin: *";
const put = { method: "PUT" };

function answer(status: number, ...lines: readonly string[]): HttpResponse {
  const headers = lines.map((line): readonly [string, string] => {
    const colon = line.indexOf(": ");
    return [line.slice(0, colon), line.slice(colon + 2)];
  });
  return { status, headers };
}

interface Row {
  readonly step: string;
  readonly reason: string;
  readonly request?: Partial<PageRequest>;
  readonly answers?: readonly NetworkAnswer[];
  readonly more?: Partial<JudgeInput>;
}

const notModelled = "not modelled";
// biome-ignore format: one fact per line
const rows: readonly Row[] = [
  { step: "main fetch, step 7 (bad port)",                         reason: "bad-port",                     request: { url: "https://api.example:22/" } },
  { step: "main fetch, step 7 (mixed content)",                    reason: notModelled,                    request: { url: "http://api.example/" } },
  { step: "main fetch, step 12 (the origin of a blob: URL)",       reason: notModelled,                    request: { url: "blob:https://app.example/1" } },
  { step: "main fetch, step 12",                                   reason: "mode-same-origin",             request: { mode: "same-origin" } },
  { step: "main fetch, step 12",                                   reason: "redirect-no-cors",             request: { mode: "no-cors", redirect: "manual" } },
  { step: "main fetch, step 12",                                   reason: "scheme",                       request: { url: "ftp://api.example/" } },
  { step: "scheme fetch, step 3 (about: URLs)",                    reason: notModelled,                    request: { url: "about:blank", mode: "no-cors" } },
  { step: "scheme fetch, step 3 (data: URLs)",                     reason: notModelled,                    request: { url: "data:,x" } },
  { step: "scheme fetch, step 3 (file: URLs)",                     reason: notModelled,                    request: { url: "file:///x", mode: "no-cors" } },
  { step: "scheme fetch, step 4",                                  reason: "scheme",                       request: { url: "ftp://api.example/", mode: "no-cors" } },
  { step: "HTTP fetch, step 5 (Cross-Origin-Resource-Policy)",     reason: "cross-origin-resource-policy", request: { mode: "no-cors" }, answers: [answer(200, "Cross-Origin-Resource-Policy: same-origin")] },
  { step: "HTTP fetch, step 5 (Cross-Origin-Resource-Policy: same-site needs the public suffix list)", reason: notModelled, request: { mode: "no-cors" }, answers: [answer(200, "Cross-Origin-Resource-Policy: same-site")] },
  { step: "HTTP fetch, step 6.2",                                  reason: "redirect-mode-error",          request: { redirect: "error" }, answers: [answer(302, any, "Location: /y")] },
  { step: "HTTP-redirect fetch, step 5",                           reason: "redirect-location-invalid",    answers: [answer(302, any, "Location: http://[")] },
  { step: "HTTP-redirect fetch, step 6",                           reason: "redirect-denied",              answers: [answer(302, any, "Location: data:,x")] },
  { step: "HTTP-redirect fetch, step 7",                           reason: "redirect-loop",                answers: [answer(302, any, "Location: /x")] },
  { step: "HTTP-redirect fetch, step 9",                           reason: "redirect-userinfo",            answers: [answer(302, any, "Location: https://u:p@api.example/")] },
  { step: "HTTP-redirect fetch, step 10",                          reason: "redirect-userinfo",            answers: [answer(302, any, "Location: https://u:p@app.example/")] },
  { step: "HTTP-redirect fetch, step 11",                          reason: "redirect-stream-body",         request: { method: "POST", streamBody: true }, answers: [answer(204, any), answer(307, any, "Location: /y")] },
  { step: "HTTP-network fetch, step 8",                            reason: "network",                      answers: [{ kind: "failed", why: "refused" }] },
  { step: "HTTP-network-or-cache fetch, step 11.1",                reason: "network",                      request: { url: `${app}/x`, mode: "same-origin", cache: "only-if-cached" }, more: { httpCache: [] } },
  { step: "HTTP-network-or-cache fetch, step 15 (ask the user for a password)", reason: notModelled,       request: { url: `${app}/x` }, answers: [answer(401)] },
  { step: "HTTP-network-or-cache fetch, step 16 (ask the user for the proxy’s password)", reason: notModelled, answers: [answer(407, any)] },
  { step: "CORS-preflight fetch, step 7",                          reason: "preflight-status",             request: put, answers: [answer(404, any)] },
  { step: "CORS-preflight fetch, step 7",                          reason: "preflight-redirect",           request: put, answers: [answer(302, any, "Location: /y")] },
  { step: "CORS-preflight fetch, step 7.3",                        reason: "preflight-methods-parse",      request: put, answers: [answer(204, any, "Access-Control-Allow-Methods: PUT POST")] },
  { step: "CORS-preflight fetch, step 7.3",                        reason: "preflight-headers-parse",      request: put, answers: [answer(204, any, "Access-Control-Allow-Headers: x a")] },
  { step: "CORS-preflight fetch, step 7.5",                        reason: "preflight-method",             request: put, answers: [answer(204, any)] },
  { step: "CORS-preflight fetch, step 7.6",                        reason: "preflight-header",             request: { headers: { authorization: "x" } }, answers: [answer(204, any, "Access-Control-Allow-Headers: *")] },
  { step: "CORS-preflight fetch, step 7.7",                        reason: "preflight-header",             request: { headers: { "x-a": "1" } }, answers: [answer(204, any)] },
  { step: "CORS check, step 2",                                    reason: "acao-missing",                 answers: [answer(200)] },
  { step: "CORS check, step 4",                                    reason: "acao-mismatch",                answers: [answer(200, "Access-Control-Allow-Origin: https://b.example")] },
  { step: "CORS check, step 4",                                    reason: "acao-multiple",                answers: [answer(200, any, any)] },
  { step: "CORS check, step 4",                                    reason: "acao-invalid",                 answers: [answer(200, "Access-Control-Allow-Origin: true")] },
  { step: "CORS check, step 4",                                    reason: "acao-star-with-credentials",   request: { credentials: "include" }, answers: [answer(200, any)] },
  { step: "CORS check, step 8",                                    reason: "acac-not-true",                request: { credentials: "include" }, answers: [answer(200, `Access-Control-Allow-Origin: ${app}`)] },
];

test.each(rows)("$step: $reason", ({ step, reason, request, answers = [], more }) => {
  let asked = 0;
  const page = { origin: request?.mode === "no-cors" && answers.length > 0 ? "https://www.api.example" : app };
  const verdict = judge({
    page,
    request: { url: "https://api.example/x", ...request },
    responder: () => answers[Math.min(asked++, answers.length - 1)] ?? { kind: "failed", why: "not asked for" },
    ...more,
  });
  const said = verdict.type === "network error" ? verdict.reason : verdict.type;
  expect({ step: "step" in verdict ? verdict.step : "", reason: said }).toEqual({ step, reason });
  const anchor = /^https:\/\/fetch\.spec\.whatwg\.org\/#[a-z0-9-]+$/;
  expect("spec" in verdict ? verdict.spec : "").toMatch(anchor);
});

describe("the steps that a verdict can name", () => {
  const folder = fileURLToPath(new URL("../../packages/cors/src/browser/", import.meta.url));
  const files = readdirSync(folder).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  const sources = files.map((name) => readFileSync(folder + name, "utf8")).join("\n");
  const calls = [...sources.matchAll(/specStep\(\s*(["`])(.+?)\1,/g)].map(([, , name = ""]) => name);
  // A blob: URL is stopped in main fetch already.
  const schemes = ["about", "data", "file"];
  const named = new Set(
    calls.flatMap((name) => (name.includes("$") ? schemes.map((s) => name.replace(/\$\{scheme\}/, s)) : [name])),
  );
  const reached = new Set(rows.map(({ step }) => step));

  test("are each reached by a row above, as are all reasons", () => {
    const reasons = new Set(rows.map(({ reason }) => reason));
    process.stdout.write(
      `steps that a verdict can name: ${named.size}, reached: ${reached.size}; ` +
        `reasons: ${networkErrorReasons.length}, reached: ${networkErrorReasons.filter((one) => reasons.has(one)).length}\n`,
    );
    expect([...reached].sort()).toEqual([...named].sort());
    expect(networkErrorReasons.filter((reason) => !reasons.has(reason))).toEqual([]);
  });

  test("stand in SPEC.md, each with its reasons", () => {
    const table = [...reached].map((step) => {
      const reasons = rows
        .filter((row) => row.step === step)
        .map(({ reason }) => (reason === notModelled ? reason : `\`${reason}\``));
      return `| ${step} | ${reasons.join(", ")} |`;
    });
    expect(readFileSync(new URL("../../SPEC.md", import.meta.url), "utf8")).toContain(table.join("\n"));
  });
});
