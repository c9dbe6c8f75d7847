import { type Check, defineCheck } from "../check.ts";
import type { Evidence, Probe } from "../evidence.ts";
import { exactListFix } from "../exact-list-fix.ts";
import { exampleSite, grant } from "../example-site.ts";
import { confirmedAccess, isMoreAccess, type PageAccess, probesOf } from "../page-access.ts";
import { publicRead } from "../public-read.ts";
import { sessionState } from "../session-state.ts";

export const prefixMatch: Check = defineCheck({
  id: "prefix-match",
  title: "Only the beginning of the origin is compared",
  severity: "high",
  attacker: "cross-site",
  cvss: "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:L/A:N",
  cwe: [942],
  why: "An attacker registers a domain and puts the allowed name in front of it: https://shop.example.attacker.com begins like https://shop.example and belongs to the attacker.",
  fix: {
    general:
      "Compare the whole origin. A regex needs ^ and $ around it and a backslash before each dot; startsWith() cannot be made safe.",
    ...exactListFix({ credentials: true }),
  },
  spec: "https://fetch.spec.whatwg.org/#concept-cors-check",
  run: (evidence) => {
    const hit = strongestHit(evidence);
    if (hit === null) return [];
    const { probes, access } = hit;
    const credentialed = access === "credentialed";
    const origins = probes.map(({ origin }) => origin).join(" and ");
    return [
      {
        check: "prefix-match",
        ...(credentialed
          ? ({ level: "vulnerable", severity: "high", attacker: "cross-site" } as const)
          : publicRead(evidence)),
        url: evidence.url,
        origin: probes[0]?.origin ?? null,
        message: `Pages at ${origins} can read the response ${credentialed ? "with" : "without"} credentials, and a page at another made-up name cannot. Whoever owns the end of such a name is let in by its beginning.`,
        state: credentialed ? sessionState(evidence) : null,
        evidence: probes.map(({ exchange }) => exchange),
      },
    ];
  },
  examples: {
    bad: [
      {
        title: "startsWith",
        respond: exampleSite(({ origin }) => (origin?.startsWith("https://shop.example") ? grant(origin) : [])),
      },
      {
        title: "a regex without $",
        respond: exampleSite(({ origin }) =>
          origin !== null && /^https:\/\/[a-z]+\.shop\.example/.test(origin) ? grant(origin) : [],
        ),
      },
      {
        title: "the registrable domain's name, seen from a subdomain",
        url: "https://api.shop.example/",
        respond: exampleSite(({ origin }) => (origin?.startsWith("https://shop.example") ? grant(origin) : [])),
      },
    ],
    good: [
      {
        title: "compares the whole origin",
        respond: exampleSite(({ origin }) => (origin === "https://shop.example" ? grant(origin) : [])),
      },
      {
        title: "a regex with $",
        respond: exampleSite(({ origin }) =>
          origin !== null && /^https:\/\/[a-z]+\.shop\.example$/.test(origin) ? grant(origin) : [],
        ),
      },
      {
        title: "everybody is allowed, which is another finding",
        respond: exampleSite(({ origin }) => (origin === null ? [] : grant(origin))),
      },
    ],
  },
});

/** Of the shapes that two independent attackers' names showed, the one that gives them most; more than a made-up name gets. */
function strongestHit(evidence: Evidence): { readonly probes: readonly Probe[]; readonly access: PageAccess } | null {
  const asked = probesOf(evidence, "prefix-match");
  const others = probesOf(evidence, "random-origin", "second-random-origin");
  let access = confirmedAccess(evidence, others);
  let probes: readonly Probe[] | null = null;
  for (const first of asked) {
    const second = asked.find(({ id }) => id === `${first.id}-again`);
    if (second === undefined) continue;
    const reached = confirmedAccess(evidence, [first, second]);
    if (!isMoreAccess(reached, access)) continue;
    access = reached;
    probes = [first, second];
  }
  return probes === null ? null : { probes, access };
}
