import { getHeader, isResponse } from "@crosscheck/cors/http";
import { type Check, defineCheck } from "../check.ts";
import type { Evidence, Probe } from "../evidence.ts";
import { exampleSite, grant } from "../example-site.ts";
import { listedNamesFix } from "../listed-names-fix.ts";
import { judgeProbe, preflightedRequest, probesOf } from "../page-access.ts";

/** Firefox's; Chromium keeps an answer for 7,200 s at most, WebKit for 600. */
const longestKept = 86_400;
/** What browsers keep when nothing is said. https://fetch.spec.whatwg.org/#http-access-control-max-age */
const unsaid = 5;

export const costlyPreflight: Check = defineCheck({
  id: "costly-preflight",
  title: "Preflights are asked again and again",
  severity: "info",
  attacker: "none",
  cvss: null,
  cwe: [],
  why: "Without Access-Control-Max-Age a browser keeps the answer to a preflight for five seconds, and asks again before nearly every request: each then costs two round trips. Nobody is at risk.",
  fix: {
    ...listedNamesFix,
    general:
      "Send Access-Control-Max-Age with the answer to a preflight: 7200 is what Chromium keeps at most (Firefox 86400, Safari 600).",
  },
  spec: "https://fetch.spec.whatwg.org/#http-access-control-max-age",
  run: (evidence) => {
    const granted = probesOf(evidence, "preflight").find((probe) => isGranted(evidence, probe));
    if (granted === undefined) return [];
    const fault = faultOf(granted);
    if (fault === null) return [];
    return [
      {
        check: "costly-preflight",
        level: "info",
        severity: "info",
        attacker: "none",
        url: evidence.url,
        origin: granted.origin,
        message: `The answer to a preflight has ${fault}.`,
        state: null,
        evidence: [granted.exchange],
      },
    ];
  },
  examples: {
    bad: [
      {
        title: "no Access-Control-Max-Age",
        respond: exampleSite(({ method }) => (method === "OPTIONS" ? preflight() : [])),
      },
      { title: "a second", respond: exampleSite(({ method }) => (method === "OPTIONS" ? preflight("1") : [])) },
      {
        title: "ten years",
        respond: exampleSite(({ method }) => (method === "OPTIONS" ? preflight("315360000") : [])),
      },
    ],
    good: [
      { title: "two hours", respond: exampleSite(({ method }) => (method === "OPTIONS" ? preflight("7200") : [])) },
      {
        title: "never, and says so",
        respond: exampleSite(({ method }) => (method === "OPTIONS" ? preflight("0") : [])),
      },
      { title: "no preflight is granted", respond: exampleSite(() => []) },
    ],
  },
});

function preflight(maxAge?: string): ReturnType<typeof grant> {
  return [
    ...grant("*", null),
    ["Access-Control-Allow-Methods", "PUT"],
    ["Access-Control-Allow-Headers", "content-type"],
    ...(maxAge === undefined ? [] : [["Access-Control-Max-Age", maxAge] as const]),
  ];
}

/** The site's own pages need no preflight, so only another's shows that one is granted. */
function isGranted(evidence: Evidence, probe: Probe): boolean {
  if (probe.origin === new URL(evidence.url).origin) return false;
  return (["include", "omit"] as const).some((credentials) =>
    judgeProbe(evidence, probe, credentials).exchanges.some(
      ({ request }) => request.method === preflightedRequest.method,
    ),
  );
}

function faultOf({ exchange: { response } }: Probe): string | null {
  const value = isResponse(response) ? getHeader(response.headers, "access-control-max-age") : null;
  if (value === null) return "no Access-Control-Max-Age: browsers keep it for 5 seconds";
  if (!/^[0-9]{1,15}$/.test(value))
    return `an Access-Control-Max-Age that is no number: browsers keep it for 5 seconds`;
  const seconds = Number(value);
  if (seconds > 0 && seconds <= unsaid)
    return `Access-Control-Max-Age: ${seconds}, which is over before the next request`;
  if (seconds > longestKept)
    return `Access-Control-Max-Age: ${seconds}, longer than any browser keeps it (86400 at most)`;
  return null;
}
