import { getHeader, isResponse } from "@crosscheck/cors/http";
import { type Check, defineCheck } from "../check.ts";
import type { Probe } from "../evidence.ts";
import { exactListFix } from "../exact-list-fix.ts";
import { exampleSite, grant } from "../example-site.ts";
import { anybodysAccess } from "../page-access.ts";
import { publicRead } from "../public-read.ts";

export const reflectsAnyOriginAnonymously: Check = defineCheck({
  id: "reflects-any-origin-anonymously",
  title: "Every origin is allowed, without credentials",
  severity: "medium",
  attacker: "cross-site",
  cvss: "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:L/I:N/A:N",
  cwe: [942],
  why: "On the public internet anybody can fetch this response anyway. On a private network it is bad: a website that a member of that network opens can read what only the network was meant to see.",
  fix: {
    general:
      'Meant for everyone, on a public host: send "Access-Control-Allow-Origin: *", which says so. Not meant, or on a private network: compare Origin with a list of exact origins.',
    ...exactListFix({ credentials: false }),
  },
  spec: "https://fetch.spec.whatwg.org/#concept-cors-check",
  run: (evidence) => {
    const { probes, access } = anybodysAccess(evidence);
    if (access !== "anonymous") return [];
    const origins = probes.map(({ origin }) => origin).join(" and ");
    return [
      {
        check: "reflects-any-origin-anonymously",
        ...publicRead(evidence),
        url: evidence.url,
        origin: probes[0]?.origin ?? null,
        message: `Pages at ${origins}, names made up for this scan, can read the response, without credentials.${notTrue(probes[0])}`,
        state: null,
        evidence: probes.map(({ exchange }) => exchange),
      },
    ];
  },
  examples: {
    bad: [
      {
        title: "copies Origin into the answer",
        respond: exampleSite(({ origin }) => (origin === null ? [] : grant(origin, null))),
      },
      {
        title: 'means to allow credentials, and writes "TRUE"',
        respond: exampleSite(({ origin }) => (origin === null ? [] : grant(origin, "TRUE"))),
      },
    ],
    good: [
      { title: "public, and says so", respond: exampleSite(() => [["Access-Control-Allow-Origin", "*"]]) },
      { title: "allows one origin", respond: exampleSite(() => grant("https://app.shop.example", null)) },
    ],
  },
});

/** A value that was meant to allow credentials and does not. */
function notTrue(probe: Probe | undefined): string {
  const response = probe?.exchange.response;
  if (response === undefined || !isResponse(response)) return "";
  const value = getHeader(response.headers, "access-control-allow-credentials");
  if (value === null || value === "false") return "";
  return ` Access-Control-Allow-Credentials is ${JSON.stringify(value)}, and browsers accept only "true": with credentials nobody can read it.`;
}
