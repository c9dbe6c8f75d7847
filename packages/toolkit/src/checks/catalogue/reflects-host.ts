import { getHeader, isResponse } from "@crosscheck/cors/http";
import { type Check, defineCheck } from "../check.ts";
import type { Probe } from "../evidence.ts";
import { exactListFix } from "../exact-list-fix.ts";
import { exampleSite, grant, listingSite } from "../example-site.ts";
import { probesOf } from "../page-access.ts";
import { isRedirectStatus } from "../redirect-status.ts";

export const reflectsHost: Check = defineCheck({
  id: "reflects-host",
  title: "The allowed origin is made of a header that the client sends",
  severity: "medium",
  attacker: "cache",
  cvss: "CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:L/A:N",
  cwe: [942, 444],
  why: "The site takes X-Forwarded-Host for its own name and allows that origin. No page can send the header, but whoever can send one through a cache or a proxy leaves an answer there that allows the attacker's page.",
  fix: {
    general:
      "Write the allowed origins into the configuration. Take X-Forwarded-Host from your own proxy only, and drop it at the edge.",
    ...exactListFix({ credentials: true }),
  },
  spec: "https://fetch.spec.whatwg.org/#concept-cors-check",
  run: (evidence) => {
    const proofs = probesOf(evidence, "forwarded-host").filter(isReflected);
    const [first] = proofs;
    if (first === undefined || proofs.length < 2) return [];
    return [
      {
        check: "reflects-host",
        level: "conditional",
        severity: "medium",
        attacker: "cache",
        url: evidence.url,
        origin: allowedOrigin(first),
        message: `With X-Forwarded-Host set to a name made up for this scan, the site allows ${allowedOrigin(first)}.`,
        state: "a cache or a proxy that keeps the answer to a request with a forged X-Forwarded-Host",
        evidence: proofs.map(({ exchange }) => exchange),
      },
    ];
  },
  examples: {
    bad: [
      { title: "built from X-Forwarded-Host", respond: forwarded("https") },
      { title: "the same, as http", respond: forwarded("http") },
    ],
    good: [
      { title: "its own origin, written down", respond: exampleSite(() => grant("https://shop.example")) },
      {
        title: "its own origin from a list",
        respond: listingSite((origin) => origin === "https://shop.example"),
      },
    ],
  },
});

function forwarded(scheme: string): Check["examples"]["bad"][number]["respond"] {
  return ({ url, headers }) => ({
    status: 200,
    headers: grant(`${scheme}://${getHeader(headers, "x-forwarded-host") ?? new URL(url).host}`),
  });
}

function allowedOrigin({ exchange: { response } }: Probe): string {
  return isResponse(response) && !isRedirectStatus(response.status)
    ? (getHeader(response.headers, "access-control-allow-origin") ?? "")
    : "";
}

function isReflected(probe: Probe): boolean {
  const sent = getHeader(probe.exchange.request.headers, "x-forwarded-host");
  const allowed = allowedOrigin(probe);
  return allowed === `https://${sent}` || allowed === `http://${sent}`;
}
