import { containsHeader, isResponse } from "@crosscheck/cors/http";
import { type Check, defineCheck } from "../check.ts";
import { everyStatusFix } from "../every-status-fix.ts";
import { exampleSite, grant } from "../example-site.ts";

export const onlyOnRedirect: Check = defineCheck({
  id: "only-on-redirect",
  title: "Only the redirect carries Access-Control-Allow-Origin",
  severity: "info",
  attacker: "none",
  cvss: null,
  cwe: [],
  why: "A browser checks each answer on the way and shows the page the last one alone. The redirect may be passed, and what it leads to cannot be read. Nobody is at risk.",
  fix: everyStatusFix("Send the header with the answer that the redirect leads to as well, or with neither."),
  spec: "https://fetch.spec.whatwg.org/#concept-http-redirect-fetch",
  run: (evidence) => {
    const shares = ({ response }: (typeof evidence.hops)[number]): boolean =>
      isResponse(response) && containsHeader(response.headers, "access-control-allow-origin");
    const hop = evidence.hops.find(shares);
    const judged = evidence.probes.filter(({ exchange: { request } }) => request.url === evidence.url);
    if (hop === undefined || judged.some(({ exchange }) => shares(exchange))) return [];
    return [
      {
        check: "only-on-redirect",
        level: "info",
        severity: "info",
        attacker: "none",
        url: hop.request.url,
        origin: null,
        message: `The redirect carries Access-Control-Allow-Origin, and ${evidence.url}, where it leads, does not: no page can read that.`,
        state: null,
        evidence: [hop],
      },
    ];
  },
  examples: {
    bad: [
      { title: "on the redirect alone", hops: [redirect()], respond: exampleSite(() => []) },
      {
        title: "on the redirect and on errors",
        hops: [redirect()],
        respond: exampleSite(({ found }) => (found ? [] : grant("*", null))),
      },
    ],
    good: [
      { title: "on both", hops: [redirect()], respond: exampleSite(() => grant("*", null)) },
      { title: "no redirect", respond: exampleSite(() => []) },
    ],
  },
});

function redirect(): NonNullable<Check["examples"]["bad"][number]["hops"]>[number] {
  const headers = [["Location", "/"], ...grant("*", null)] as const;
  return {
    request: { method: "GET", url: "https://shop.example/old", headers: [] },
    response: { status: 301, headers },
  };
}
