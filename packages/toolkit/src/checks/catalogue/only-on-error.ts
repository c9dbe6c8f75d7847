import { containsHeader, isResponse } from "@crosscheck/cors/http";
import { type Check, defineCheck } from "../check.ts";
import { everyStatusFix } from "../every-status-fix.ts";
import type { Probe } from "../evidence.ts";
import { exampleSite, grant } from "../example-site.ts";

export const onlyOnError: Check = defineCheck({
  id: "only-on-error",
  title: "Only errors carry Access-Control-Allow-Origin",
  severity: "info",
  attacker: "none",
  cvss: null,
  cwe: [],
  why: "Pages can read the site's errors and none of its answers. It is seldom meant: the header stands where errors are made, or an error page of another server is shown. Nobody is at risk.",
  fix: everyStatusFix("Send the header with the answers that are meant to be read, or take it off the error page."),
  spec: "https://fetch.spec.whatwg.org/#concept-cors-check",
  run: (evidence) => {
    const asked = evidence.probes.filter(({ exchange }) => isResponse(exchange.response));
    if (
      asked.some(
        ({ exchange, kind }) => exchange.request.url === evidence.url && kind !== "preflight" && shares(exchange),
      )
    ) {
      return [];
    }
    const error = asked.find(({ kind, exchange }) => kind.startsWith("error-page") && shares(exchange));
    if (error === undefined) return [];
    return [
      {
        check: "only-on-error",
        level: "info",
        severity: "info",
        attacker: "none",
        url: error.exchange.request.url,
        origin: error.origin,
        message: "The site's error page carries Access-Control-Allow-Origin, and the judged page does not.",
        state: null,
        evidence: [error.exchange],
      },
    ];
  },
  examples: {
    bad: [
      { title: "on the error page alone", respond: exampleSite(({ found }) => (found ? [] : grant("*", null))) },
      {
        title: "an echo on the error page alone",
        respond: exampleSite(({ origin, found }) => (found || origin === null ? [] : grant(origin))),
      },
    ],
    good: [
      { title: "on every status", respond: exampleSite(() => grant("*", null)) },
      { title: "on none", respond: exampleSite(() => []) },
    ],
  },
});

function shares({ response }: Probe["exchange"]): boolean {
  return isResponse(response) && containsHeader(response.headers, "access-control-allow-origin");
}
