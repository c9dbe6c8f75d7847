import { type Check, defineCheck } from "../check.ts";
import { everyStatusFix } from "../every-status-fix.ts";
import { exampleSite, grant, listingSite } from "../example-site.ts";
import type { Finding } from "../finding.ts";
import { hiddenHeaders, isMissingPage, narrower, type PolicyDifference } from "../policy-differences.ts";

export const narrowerThanPolicy: Check = defineCheck({
  id: "narrower-than-policy",
  title: "The policy allows what the site does not",
  severity: "info",
  attacker: "none",
  cvss: null,
  cwe: [],
  why: "A page that the policy lets in is refused by the running site, and its users see a CORS error. Nobody is at risk: the policy was not deployed, or not everywhere.",
  fix: everyStatusFix(
    "Deploy the configuration that the policy makes (crosscheck generate), and see that no layer before it answers preflights or takes the headers off.",
  ),
  spec: "https://fetch.spec.whatwg.org/#concept-cors-check",
  isOfOneUrl: true,
  run: (evidence) => {
    const differences = narrower(evidence).filter(({ probe }) => probe.kind !== "sibling-origin");
    const reads = differences.filter(({ method, isMadeUp }) => method === null && !isMadeUp);
    // A policy for everybody lists nobody: one name that was made up stands for all.
    const all = differences
      .filter(({ method, isMadeUp }) => method === null && isMadeUp)
      .slice(0, reads.length > 0 ? 0 : 1);
    // Who may not read may not send either: one fault.
    const sends = differences.filter(
      ({ method, probe }) =>
        method !== null &&
        probe.kind === "listed-preflight" &&
        !reads.some(({ probe: read }) => read.origin === probe.origin),
    );
    const hidden = hiddenHeaders(evidence);
    return [
      ...[...reads, ...all].map((one) => readFinding(one, evidence.url)),
      ...sends.map((one) => sendFinding(one, evidence.url)),
      ...(hidden === null ? [] : [hiddenFinding(hidden, evidence.url)]),
    ];
  },
  examples: {
    bad: [
      {
        title: "the policy lets everybody read, the site sends nothing",
        respond: exampleSite(() => []),
        policy: exampleSite(() => grant("*", null)),
      },
      {
        title: "the policy lets null in, the site does not",
        respond: listingSite(() => false),
        policy: listingSite((origin) => origin === "null"),
      },
    ],
    good: [
      {
        title: "the same for everybody",
        respond: exampleSite(() => grant("*", null)),
        policy: exampleSite(() => grant("*", null)),
      },
      {
        title: "more than the policy, which is another finding",
        respond: exampleSite(() => grant("*", null)),
        policy: exampleSite(() => []),
      },
      { title: "no policy to compare with", respond: exampleSite(() => []) },
    ],
  },
});

type Base = Pick<Finding, "check" | "level" | "severity" | "attacker" | "state" | "url">;

/** What is answered for a page that is not there says little of those that are. */
function base(url: string, status: number): Base {
  const level = isMissingPage(status) ? "info" : "broken";
  return { check: "narrower-than-policy", level, severity: "info", attacker: "none", state: null, url };
}

function readFinding({ probe, intended, why, status, exchange, isMadeUp }: PolicyDifference, url: string): Finding {
  const what = intended === "credentialed" ? "with credentials" : "without credentials";
  const missing = isMissingPage(status)
    ? ` The site answered ${status} there: name a page that exists with --path.`
    : "";
  return {
    ...base(url, status),
    origin: probe.origin,
    subject: isMadeUp ? "any origin" : (probe.origin ?? ""),
    message: `The policy lets ${isMadeUp ? "every page" : `a page at ${probe.origin}`} read the response ${what}, and the site does not. ${why}${missing}`,
    evidence: [exchange],
  };
}

function sendFinding({ probe, method, why, status, exchange }: PolicyDifference, url: string): Finding {
  return {
    ...base(url, status),
    origin: probe.origin,
    subject: `${method}`,
    message: `The policy lets a page at ${probe.origin} send ${method}, and the site's preflight does not. ${why}`,
    evidence: [exchange],
  };
}

function hiddenFinding({ names, exchange }: NonNullable<ReturnType<typeof hiddenHeaders>>, url: string): Finding {
  return {
    ...base(url, 200),
    origin: null,
    subject: names.join(", "),
    message: `The policy lets pages see ${names.join(", ")} of the response, and the site's Access-Control-Expose-Headers does not.`,
    evidence: [exchange],
  };
}
