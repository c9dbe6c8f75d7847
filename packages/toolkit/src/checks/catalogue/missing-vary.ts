import { getHeader, getHeaderValues, type HttpResponse, isResponse, variesOn } from "@crosscheck/cors/http";
import { type Check, defineCheck } from "../check.ts";
import type { Probe } from "../evidence.ts";
import { exactListFix } from "../exact-list-fix.ts";
import { exampleSite, grant } from "../example-site.ts";
import { isRedirectStatus } from "../redirect-status.ts";

export const missingVary: Check = defineCheck({
  id: "missing-vary",
  title: "Vary: Origin is missing",
  severity: "low",
  attacker: "cache",
  cvss: "CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:N/I:N/A:L",
  cwe: [444, 525],
  why: "The answer depends on who asks, and does not say so. A cache keeps the answer to one page and gives it to another: an allowed page is then refused, now and then and for no reason that it can see.",
  fix: {
    general:
      "Send Vary: Origin with every response whose CORS headers depend on the origin, also with those that have none, and when no Origin was sent.",
    ...exactListFix({ credentials: true }),
  },
  spec: "https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches",
  run: (evidence) => {
    const answers = evidence.probes.filter(
      ({ kind, exchange: { request, response } }) =>
        request.url === evidence.url &&
        kind !== "preflight" &&
        kind !== "forwarded-host" &&
        isResponse(response) &&
        !isRedirectStatus(response.status),
    );
    const dynamic = answers.find((probe) => allowed(probe) !== allowed(answers[0]));
    if (dynamic === undefined || answers[0] === undefined) return [];
    const careless = [dynamic, answers[0]].find(
      ({ exchange: { response } }) => isResponse(response) && isKept(response),
    );
    if (careless === undefined) return [];
    const other = careless === dynamic ? answers[0] : dynamic;
    return [
      {
        check: "missing-vary",
        level: "conditional",
        severity: "low",
        attacker: "cache",
        url: evidence.url,
        origin: dynamic.origin,
        message: `${asked(careless)} gets ${got(careless)}, and ${asked(other).toLowerCase()} gets ${got(other)}; the first answer has no Vary: Origin, so a cache may give it to both.`,
        state: "a cache between the site and its visitors, or the visitor's own, that keeps the answer",
        evidence: [careless.exchange, other.exchange],
      },
    ];
  },
  examples: {
    bad: [
      {
        title: "a list without Vary",
        respond: exampleSite(({ origin }) => (origin === "https://shop.example" ? grant(origin) : [])),
      },
      {
        title: "Vary only where the origin is allowed",
        respond: exampleSite(({ origin }) =>
          origin === "https://shop.example" ? [...grant(origin), ["Vary", "Origin"]] : [],
        ),
      },
    ],
    good: [
      {
        title: "Vary always",
        respond: exampleSite(({ origin }) => [
          ["Vary", "Accept-Encoding, Origin"],
          ...(origin === "https://shop.example" ? grant(origin) : []),
        ]),
      },
      { title: "one answer for everybody", respond: exampleSite(() => grant("https://app.shop.example")) },
      {
        title: "no cache keeps it",
        respond: exampleSite(({ origin }) => [
          ["Cache-Control", "no-store"],
          ...(origin === "https://shop.example" ? grant(origin) : []),
        ]),
      },
    ],
  },
});

/** Whether a cache may keep an answer and give it to another origin. https://www.rfc-editor.org/rfc/rfc9111#section-3 */
function isKept({ headers }: HttpResponse): boolean {
  if (variesOn(headers, "origin") || getHeaderValues(headers, "vary").some((value) => value.includes("*")))
    return false;
  const control = (getHeader(headers, "cache-control") ?? "").toLowerCase();
  return !/(?:^|[\s,])no-store(?:$|[\s,])/.test(control);
}

function allowed(probe: Probe | undefined): string | null {
  const response = probe?.exchange.response;
  return response === undefined || !isResponse(response)
    ? null
    : getHeader(response.headers, "access-control-allow-origin");
}

function asked({ origin }: Probe): string {
  return origin === null ? "A request without Origin" : `A page at ${origin}`;
}

function got(probe: Probe): string {
  const value = allowed(probe);
  return value === null ? "no Access-Control-Allow-Origin" : `Access-Control-Allow-Origin: ${value.slice(0, 120)}`;
}
