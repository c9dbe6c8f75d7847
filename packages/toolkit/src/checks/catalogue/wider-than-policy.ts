import { type Check, defineCheck } from "../check.ts";
import { exactListFix } from "../exact-list-fix.ts";
import { exampleSite, grant, listingSite } from "../example-site.ts";
import type { Finding } from "../finding.ts";
import { type PolicyDifference, wider } from "../policy-differences.ts";

export const widerThanPolicy: Check = defineCheck({
  id: "wider-than-policy",
  title: "The site allows what its policy does not",
  severity: "medium",
  attacker: "cross-site",
  cvss: "CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:H/I:N/A:N",
  cwe: [942],
  why: "Somebody decided who may read this and wrote it down, and the running site gives more: a layer that the policy does not know of, an older configuration, or a change that was made on the server alone.",
  fix: {
    general:
      "Make the site's configuration from the policy (crosscheck generate), or write what is meant into the policy. Look for a second layer that sets CORS headers: a proxy, the application behind it.",
    ...exactListFix({ credentials: true }),
  },
  spec: "https://fetch.spec.whatwg.org/#concept-cors-check",
  isOfOneUrl: true,
  run: (evidence) => {
    const differences = wider(evidence);
    const reads = differences.filter(({ method }) => method === null);
    const madeUp = reads.filter(({ isMadeUp }) => isMadeUp);
    const sends = differences.filter(({ method, probe }) => method !== null && !sameOrigin(probe.origin, reads));
    // Where names that nobody can have listed get in, the others get in with them.
    const told = madeUp.length > 0 ? madeUp : reads;
    return [
      ...(told.length === 0 ? [] : [readFinding(told, evidence.url)]),
      ...sends.slice(0, 1).map((one) => sendFinding(one, evidence.url)),
    ];
  },
  examples: {
    bad: [
      {
        title: "the policy allows one origin, the site everybody",
        respond: exampleSite(({ origin }) => (origin === null ? [] : grant(origin))),
        policy: listingSite((origin) => origin === "https://app.shop.example"),
      },
      {
        title: "the policy says no CORS, the site says *",
        respond: exampleSite(() => grant("*", null)),
        policy: exampleSite(() => []),
      },
      {
        title: "an origin that was taken out of the policy is still let in",
        respond: listingSite((origin) => origin === "https://www.shop.example"),
        policy: listingSite(() => false),
      },
    ],
    good: [
      {
        title: "the same list",
        respond: listingSite((origin) => origin === "https://app.shop.example"),
        policy: listingSite((origin) => origin === "https://app.shop.example"),
      },
      {
        title: "less than the policy, which is another finding",
        respond: exampleSite(() => []),
        policy: listingSite((origin) => origin === "https://app.shop.example"),
      },
      { title: "no policy to compare with", respond: exampleSite(({ origin }) => grant(origin ?? "*")) },
    ],
  },
});

function readFinding(differences: readonly PolicyDifference[], url: string): Finding {
  const [first] = differences;
  const isMadeUp = first?.isMadeUp === true;
  const isSignedIn = differences.some(({ live }) => live === "credentialed");
  const origins = [...new Set(differences.map(({ probe }) => probe.origin))].slice(0, 3).join(" and ");
  const who = isMadeUp ? `Pages at ${origins}, names made up for this scan,` : `Pages at ${origins}`;
  const meant = differences.every(({ intended }) => intended === "nothing")
    ? "the policy gives them nothing here"
    : "the policy lets them read without credentials";
  return {
    check: "wider-than-policy",
    level: isSignedIn ? (isMadeUp ? "vulnerable" : "conditional") : "public",
    severity: "medium",
    attacker: "cross-site",
    url,
    origin: first?.probe.origin ?? null,
    subject: isMadeUp ? "any origin" : origins,
    message: `${who} can read the response ${isSignedIn ? "with" : "without"} credentials, and ${meant}.`,
    state: isMadeUp || !isSignedIn ? null : `somebody controls ${origins}`,
    evidence: differences.slice(0, 4).map(({ exchange }) => exchange),
  };
}

function sendFinding({ probe, method, exchange, isMadeUp }: PolicyDifference, url: string): Finding {
  return {
    check: "wider-than-policy",
    level: "write-only",
    severity: isMadeUp ? "medium" : "low",
    attacker: "cross-site",
    url,
    origin: probe.origin,
    subject: `${method}`,
    message: `The preflight lets a page at ${probe.origin} send ${method}, which the policy does not allow it.`,
    state: isMadeUp ? null : "a page that the policy lets read sends it",
    evidence: [exchange],
  };
}

/** Who may read more than the policy says has been told of. */
function sameOrigin(origin: string | null, reads: readonly PolicyDifference[]): boolean {
  return reads.some(({ probe, isMadeUp }) => isMadeUp || probe.origin === origin);
}
