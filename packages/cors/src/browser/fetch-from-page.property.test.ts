import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Exchange, HttpRequest, HttpResponse, NetworkAnswer } from "../http/exchange.ts";
import { getHeader, getHeaderValues, type HeaderList } from "../http/header-list.ts";
import { isCorsSafelistedMethod } from "../http/method.ts";
import { corsUnsafeRequestHeaderNames } from "./cors-unsafe-request-header-names.ts";
import { fetchFromPage } from "./fetch-from-page.ts";
import type { Page, PageRequest } from "./page-request.ts";
import type { Verdict } from "./verdict.ts";

const pages = ["https://app.example", "https://app.example", "http://app.example", "null", "https://api.example"];
const urls = [
  "https://api.example/",
  "https://api.example/",
  "https://api.example/x?y#z",
  "https://api.example/x",
  "https://cdn.example/",
  "https://app.example/",
  "http://app.example/",
  "http://localhost:3000/",
  "https://user:password@api.example/",
  "https://api.example:25/",
  "data:,x",
];
const allowOrigins = [...pages, "*", "https://app.example/", "", "*, *", "https://app.example, *"];
const tokens = ["GET", "PUT", "patch", "x-a", "X-B", "authorization", "content-type", "*", "a b", "", "set-cookie"];

const headerNames = fc.constantFrom(
  "Accept",
  "Content-Type",
  "X-A",
  "x-b",
  "Authorization",
  "Range",
  "Cookie",
  "Origin",
);
const headerValues = fc.constantFrom(
  "text/plain",
  "application/json",
  "bytes=0-",
  "1",
  '"',
  "a".repeat(128),
  "a".repeat(129),
);
const hostileHeaders = fc.array(fc.tuple(fc.string(), fc.string()), { maxLength: 2 });
const headers = fc.array(fc.tuple(headerNames, headerValues), { maxLength: 10 });

const pageRequests: fc.Arbitrary<PageRequest> = fc.record(
  {
    url: fc.oneof({ weight: 19, arbitrary: fc.constantFrom(...urls) }, fc.string()),
    method: fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom("GET", "head", "POST", "PUT", "patch", "*") },
      fc.string(),
    ),
    headers: fc.oneof({ weight: 9, arbitrary: headers }, hostileHeaders),
    credentials: fc.constantFrom("omit", "omit", "same-origin", "include"),
    mode: fc.constantFrom("cors", "cors", "cors", "no-cors", "same-origin"),
    redirect: fc.constantFrom("follow", "follow", "error", "manual"),
    hasBody: fc.constantFrom(false, false, false, true),
    uploadListener: fc.constantFrom(false, false, true),
  },
  { requiredKeys: ["url"] },
);

const responseHeaders: fc.Arbitrary<HeaderList> = fc
  .tuple(
    fc.array(fc.tuple(fc.constant("Access-Control-Allow-Origin"), fc.constantFrom(...allowOrigins)), { maxLength: 2 }),
    fc.array(fc.tuple(fc.constant("access-control-allow-credentials"), fc.constantFrom("true", "true", "TRUE")), {
      maxLength: 2,
    }),
    fc.array(
      fc.tuple(
        fc.constantFrom(
          "Access-Control-Allow-Methods",
          "Access-Control-Allow-Headers",
          "Access-Control-Expose-Headers",
        ),
        fc.array(fc.constantFrom(...tokens), { maxLength: 4 }).map((list) => list.join(",")),
      ),
      { maxLength: 4 },
    ),
    fc.array(fc.tuple(fc.constant("Location"), fc.oneof(fc.constantFrom(...urls, "/x", ""), fc.string())), {
      maxLength: 2,
    }),
    fc.array(
      fc.tuple(
        fc.constantFrom("Set-Cookie", "X-A", "Content-Type", "Cross-Origin-Resource-Policy"),
        fc.constantFrom("1", "same-origin"),
      ),
    ),
  )
  .map((groups) => groups.flat());

const statuses = fc.constantFrom(200, 204, 299, 302, 303, 307, 308, 401, 404, 421, 103);

/** A server that grants whatever is asked, now and then by a redirect. */
const generous: fc.Arbitrary<HttpResponse> = fc
  .tuple(
    fc.constantFrom(200, 200, 200, 204, 302, 307),
    fc.constantFrom(...pages, "*", "*", "*", "*"),
    fc.constantFrom(...urls, "/x"),
  )
  .map(([status, origin, location]) => ({
    status,
    headers: [
      ["Access-Control-Allow-Origin", origin],
      ["Access-Control-Allow-Credentials", "true"],
      ["Access-Control-Allow-Methods", "PUT, patch, *"],
      ["Access-Control-Allow-Headers", "x-a, x-b, authorization, content-type, range, accept"],
      ["Location", location],
    ],
  }));

const answers: fc.Arbitrary<NetworkAnswer> = fc.oneof(
  { weight: 10, arbitrary: generous },
  { weight: 5, arbitrary: fc.record({ status: statuses, headers: responseHeaders }) },
  { weight: 1, arbitrary: fc.constant({ kind: "failed" as const, why: "reset" }) },
);

/** Answers in turn, over and over: long enough for every redirect. */
function run(
  page: Page,
  request: PageRequest,
  answerList: readonly NetworkAnswer[],
): { verdict: Verdict; requests: HttpRequest[] } {
  const fetching = fetchFromPage(page, request, { cookies: () => "session=1" });
  const requests: HttpRequest[] = [];
  let result = fetching.next();
  while (result.done !== true) {
    requests.push(result.value);
    if (requests.length > 50) throw new Error("more than 50 requests");
    const answer = answerList[(requests.length - 1) % answerList.length];
    result = fetching.next(answer as NetworkAnswer);
  }
  expect(fetching.next({ status: 200, headers: [] })).toEqual({ done: true, value: undefined });
  return { verdict: result.value, requests };
}

const isPreflight = ({ method, headers }: HttpRequest): boolean =>
  method === "OPTIONS" && getHeader(headers, "access-control-request-method") !== null;

const runs = { numRuns: 2000, seed: 4 } as const;
const cases = [fc.constantFrom(...pages), pageRequests, fc.array(answers, { minLength: 1, maxLength: 5 })] as const;

describe("for any page, request and responder", () => {
  test("a fetch ends within 84 requests, and yields nothing afterwards", () => {
    fc.assert(
      fc.property(...cases, (origin, request, answerList) => {
        const { verdict, requests } = run({ origin }, request, answerList);
        expect(requests.length).toBeLessThanOrEqual(84);
        expect(verdict.exchanges.map((exchange) => exchange.request)).toEqual(requests);
        expect(verdict.preflights.map((preflight) => preflight.request)).toEqual(requests.filter(isPreflight));
        expect(verdict.origins).toEqual(
          requests.filter((sent) => !isPreflight(sent)).map(({ headers }) => getHeader(headers, "origin")),
        );
      }),
      runs,
    );
  });

  test("an allowed CORS response was shared with the origin that was sent", () => {
    let seen = 0;
    fc.assert(
      fc.property(...cases, (origin, request, answerList) => {
        const { verdict } = run({ origin }, request, answerList);
        if (verdict.type !== "allowed" || verdict.response.type !== "cors") return;
        seen++;
        const { response } = verdict.exchanges.at(-1) as Exchange;
        const { headers } = response as HttpResponse;
        const values = getHeaderValues(headers, "access-control-allow-origin");
        const sent = verdict.origins.at(-1);
        const includes = request.credentials === "include";
        expect(values).toEqual([values[0] === "*" && !includes ? "*" : sent]);
        if (includes) expect(getHeaderValues(headers, "access-control-allow-credentials")).toEqual(["true"]);
      }),
      runs,
    );
    expect(seen).toBeGreaterThan(50);
  });

  test("no page sees a cookie being set, nor anything of an opaque response", () => {
    fc.assert(
      fc.property(...cases, (origin, request, answerList) => {
        const { verdict } = run({ origin }, request, answerList);
        if (verdict.type !== "allowed") return;
        const { type, headers } = verdict.response;
        expect(getHeader(headers, "set-cookie")).toBeNull();
        if (type.startsWith("opaque")) expect(verdict.response).toMatchObject({ status: 0, headers: [] });
      }),
      runs,
    );
  });

  test("a preflight carries no cookie and none of the page's headers", () => {
    const allowed = new Set(["accept", "access-control-request-method", "access-control-request-headers", "origin"]);
    fc.assert(
      fc.property(...cases, (origin, request, answerList) => {
        const { requests } = run({ origin }, request, answerList);
        for (const { headers } of requests.filter(isPreflight)) {
          expect(headers.filter(([name]) => !allowed.has(name.toLowerCase()))).toEqual([]);
          expect(getHeaderValues(headers, "accept")).toEqual(["*/*"]);
        }
      }),
      runs,
    );
  });

  test("what a form could not send goes to another origin only after a preflight was answered with 2xx", () => {
    let seen = 0;
    fc.assert(
      fc.property(...cases, (origin, request, answerList) => {
        const { verdict } = run({ origin }, request, answerList);
        verdict.exchanges.forEach(({ request: sent }, index) => {
          const own =
            origin !== "null" &&
            sent.url.startsWith(`${origin}/`) &&
            verdict.origins.every((value) => value !== "null");
          const author = sent.headers.filter(([name]) => name !== "Origin" && name !== "Cookie");
          const isUnsafe = !isCorsSafelistedMethod(sent.method) || corsUnsafeRequestHeaderNames(author).length > 0;
          if (own || isPreflight(sent) || !isUnsafe) return;
          seen++;
          const before = verdict.exchanges.slice(0, index).filter((exchange) => isPreflight(exchange.request));
          const granted = before.some(
            ({ request: preflight, response }) =>
              preflight.url === sent.url && "status" in response && response.status >= 200 && response.status <= 299,
          );
          expect(granted, `${sent.method} ${sent.url} from ${origin}`).toBe(true);
        });
      }),
      runs,
    );
    expect(seen).toBeGreaterThan(20);
  });

  test("credentials go nowhere when they are omitted", () => {
    fc.assert(
      fc.property(...cases, (origin, request, answerList) => {
        const { requests } = run({ origin }, { ...request, credentials: "omit" }, answerList);
        expect(requests.filter(({ headers }) => getHeader(headers, "cookie") !== null)).toEqual([]);
      }),
      runs,
    );
  });
});
