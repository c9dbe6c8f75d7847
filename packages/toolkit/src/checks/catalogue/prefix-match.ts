import { type Check, defineCheck } from "../check.ts";
import type { Evidence } from "../evidence.ts";
import { exactListFix } from "../exact-list-fix.ts";
import { exampleSite, grant, listingSite } from "../example-site.ts";
import { anybodysAccess, browserFirst, confirmedAccess, isMoreAccess, type Proof, probesOf } from "../page-access.ts";
import { publicRead } from "../public-read.ts";
import { isImplied } from "../shape-proof.ts";
import { signedInRead } from "../signed-in-read.ts";

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
    if (hit === null || isImplied(evidence, hit, ["substring-match"])) return [];
    const { probes, access } = hit;
    const credentialed = access === "credentialed";
    const origins = probes.map(({ origin }) => origin).join(" and ");
    return [
      {
        check: "prefix-match",
        ...(credentialed ? signedInRead(evidence, probes) : { ...publicRead(evidence), state: null }),
        url: evidence.url,
        origin: probes[0]?.origin ?? null,
        message: `Pages at ${origins} can read the response ${credentialed ? "with" : "without"} credentials, and a page at another made-up name cannot. Whoever owns the end of such a name is let in by its beginning.`,
        evidence: probes.map(({ exchange }) => exchange),
      },
    ];
  },
  examples: {
    bad: [
      {
        title: "startsWith",
        respond: listingSite((origin) => origin.startsWith("https://shop.example")),
      },
      {
        title: "a regex without $",
        respond: listingSite((origin) => /^https:\/\/[a-z]+\.shop\.example/.test(origin)),
      },
      {
        title: "the registrable domain's name, seen from a subdomain",
        url: "https://api.shop.example/",
        respond: listingSite((origin) => origin.startsWith("https://shop.example")),
      },
    ],
    good: [
      {
        title: "compares the whole origin",
        respond: listingSite((origin) => origin === "https://shop.example"),
      },
      {
        title: "a regex with $",
        respond: listingSite((origin) => /^https:\/\/[a-z]+\.shop\.example$/.test(origin)),
      },
      {
        title: "includes, which is another finding",
        respond: listingSite((origin) => origin.includes("shop.example")),
      },
      {
        title: "everybody is allowed, which is another finding",
        respond: exampleSite(({ origin }) => (origin === null ? [] : grant(origin))),
      },
    ],
  },
});

/**
 * Of the shapes that two independent attackers' names showed, the one that gives them most; more than a made-up name gets,
 * and rather one whose pages a browser lets through.
 */
function strongestHit(evidence: Evidence): Proof | null {
  const asked = probesOf(evidence, "prefix-match");
  let strongest: Proof | null = null;
  for (const first of browserFirst(asked)) {
    const second = asked.find(({ id }) => id === `${first.id}-again`);
    if (second === undefined) continue;
    const access = confirmedAccess(evidence, [first, second]);
    if (isMoreAccess(access, (strongest ?? anybodysAccess(evidence)).access))
      strongest = { probes: [first, second], access };
  }
  return strongest;
}
