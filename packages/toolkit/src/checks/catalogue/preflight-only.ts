import { type Check, defineCheck } from "../check.ts";
import type { Evidence, Probe } from "../evidence.ts";
import { exactListFix } from "../exact-list-fix.ts";
import { exampleSite, grant } from "../example-site.ts";
import { anybodysAccess, judgeProbe, preflightedRequest, probesOf } from "../page-access.ts";
import { sessionState } from "../session-state.ts";

export const preflightOnly: Check = defineCheck({
  id: "preflight-only",
  title: "Every origin may send what it may not read",
  severity: "medium",
  attacker: "cross-site",
  cvss: "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:N/I:H/A:N",
  cwe: [352, 942],
  why: "The preflight asks whether a page may send a request that no form can make. Granted to everybody, any website changes data as the signed-in visitor, although it never sees the answer.",
  fix: {
    general:
      "Decide preflights by the same list of origins as the responses. A preflight is not a formality: what it grants is sent, with the visitor's cookies.",
    ...exactListFix({ credentials: true }),
  },
  spec: "https://fetch.spec.whatwg.org/#cors-preflight-fetch-0",
  run: (evidence) => {
    if (anybodysAccess(evidence).access === "credentialed") return [];
    const own = new URL(evidence.url).origin;
    const granted = probesOf(evidence, "preflight").filter(
      (probe) => probe.origin !== own && probe.origin !== "null" && isSent(evidence, probe),
    );
    if (granted.length < 2) return [];
    const { travels, state } = sessionState(evidence);
    const origins = granted.map(({ origin }) => origin).join(" and ");
    return [
      {
        check: "preflight-only",
        level: "write-only",
        severity: travels === "same-site" ? "low" : "medium",
        attacker: travels === "same-site" ? "same-site" : "cross-site",
        url: evidence.url,
        origin: granted[0]?.origin ?? null,
        message: `The preflight lets pages at ${origins}, names made up for this scan, send a ${preflightedRequest.method} with a JSON body and the visitor's credentials. They cannot read what comes back; the request has been carried out by then.`,
        state,
        evidence: granted.map(({ exchange }) => exchange),
      },
    ];
  },
  examples: {
    bad: [
      {
        title: "preflights answered for everybody",
        respond: exampleSite(({ method, origin }) =>
          method === "OPTIONS" && origin !== null ? [...grant(origin), ...lists] : [],
        ),
      },
      {
        title: "preflights for everybody, answers for one",
        respond: exampleSite(({ method, origin }) =>
          method === "OPTIONS" || origin === "https://shop.example" ? [...grant(origin ?? ""), ...lists] : [],
        ),
      },
    ],
    good: [
      {
        title: "preflights without credentials",
        respond: exampleSite(({ method, origin }) =>
          method === "OPTIONS" && origin !== null ? [...grant(origin, null), ...lists] : [],
        ),
      },
      {
        title: "the method is not allowed",
        respond: exampleSite(({ method, origin }) =>
          method === "OPTIONS" && origin !== null
            ? [...grant(origin), ["Access-Control-Allow-Headers", "content-type"]]
            : [],
        ),
      },
      {
        title: "everybody may read as well, which is another finding",
        respond: exampleSite(({ origin }) => (origin === null ? [] : [...grant(origin), ...lists])),
      },
    ],
  },
});

const lists = [
  ["Access-Control-Allow-Methods", "GET, PUT"],
  ["Access-Control-Allow-Headers", "content-type"],
] as const;

/** Whether the browser goes on from the preflight to the request itself; what that gets was not asked. */
function isSent(evidence: Evidence, probe: Probe): boolean {
  return judgeProbe(evidence, probe, "include").exchanges.some(
    ({ request }) => request.method === preflightedRequest.method,
  );
}
