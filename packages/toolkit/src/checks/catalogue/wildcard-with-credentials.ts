import { corsCheck } from "@crosscheck/cors/browser";
import { isResponse, withoutHeader } from "@crosscheck/cors/http";
import { type Check, defineCheck } from "../check.ts";
import type { Evidence, Probe } from "../evidence.ts";
import { exactListFix } from "../exact-list-fix.ts";
import { exampleSite, grant, listingSite } from "../example-site.ts";
import { judgeProbe, pageAccess, probesOf } from "../page-access.ts";

export const wildcardWithCredentials: Check = defineCheck({
  id: "wildcard-with-credentials",
  title: '"*" does not work with credentials',
  severity: "info",
  attacker: "none",
  cvss: null,
  cwe: [],
  why: "No browser shares a response to a request with credentials when Access-Control-Allow-Origin is *: every such request fails. Nobody is at risk, and it does not do what it says.",
  fix: {
    general:
      "Public, without cookies: keep * and remove Access-Control-Allow-Credentials. With cookies: answer with the one origin that asked, from a list, and send Vary: Origin.",
    ...exactListFix({ credentials: true }),
  },
  spec: "https://fetch.spec.whatwg.org/#cors-protocol-and-credentials",
  run: (evidence) => {
    const asked = probesOf(
      evidence,
      "random-origin",
      "second-random-origin",
      "null-origin",
      "prefix-match",
      "preflight",
    );
    const [probe] = asked.filter((candidate) => promisesInVain(evidence, candidate));
    if (probe === undefined) return [];
    const preflight = probe.kind === "preflight";
    const anonymous = preflight ? "" : " Without credentials any page can read it.";
    const stillWorks = pageAccess(evidence, probe) === "wildcard" ? anonymous : "";
    return [
      {
        check: "wildcard-with-credentials",
        level: "broken",
        severity: "info",
        attacker: "none",
        url: evidence.url,
        origin: null,
        message: `${preflight ? "The answer to a preflight" : "The response"} promises access with credentials to "*", and every browser refuses that: a request with credentials fails.${stillWorks}`,
        state: null,
        evidence: [probe.exchange],
      },
    ];
  },
  examples: {
    bad: [
      { title: "* and true", respond: exampleSite(() => grant("*")) },
      {
        title: "on preflights alone",
        respond: exampleSite(({ method }) => (method === "OPTIONS" ? grant("*") : grant("*", null))),
      },
    ],
    good: [
      { title: "* alone", respond: exampleSite(() => grant("*", null)) },
      { title: "* and false, which is noise", respond: exampleSite(() => grant("*", "false")) },
      {
        title: "credentials for a listed origin",
        respond: listingSite((origin) => origin === "https://app.shop.example"),
      },
    ],
  },
});

/** The credentialed request fails at `*`, and would not if the page's origin stood there: credentials were promised. */
function promisesInVain(evidence: Evidence, probe: Probe): boolean {
  const verdict = judgeProbe(evidence, probe, "include");
  if (verdict.type !== "network error" || verdict.reason !== "acao-star-with-credentials") return false;
  const { response } = probe.exchange;
  if (!isResponse(response)) return false;
  const origin = probe.origin ?? "null";
  const named = [
    ...withoutHeader(response.headers, "access-control-allow-origin"),
    ["Access-Control-Allow-Origin", origin] as const,
  ];
  return corsCheck(origin, "include", named).ok;
}
