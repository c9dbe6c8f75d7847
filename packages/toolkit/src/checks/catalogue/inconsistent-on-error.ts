import { corsCheck } from "@crosscheck/cors/browser";
import { containsHeader, type Exchange, type HeaderList, isResponse } from "@crosscheck/cors/http";
import { type Check, defineCheck } from "../check.ts";
import type { Evidence, Probe, ProbeKind } from "../evidence.ts";
import { exampleSite, grant } from "../example-site.ts";
import type { Finding } from "../finding.ts";

const always = [
  'Header always set Access-Control-Allow-Origin "https://app.example.com"',
  'Header always set Access-Control-Allow-Methods "GET, PUT"',
].join("\n");

export const inconsistentOnError: Check = defineCheck({
  id: "inconsistent-on-error",
  title: "Access-Control-Allow-Origin is missing from errors",
  severity: "info",
  attacker: "none",
  cvss: null,
  cwe: [],
  why: "A page that may read the site's good answers cannot read its errors: it sees a CORS failure where the site sent a reason. Nobody is at risk.",
  fix: {
    general: "Send the CORS headers with every status, errors and redirects included.",
    nginx: "add_header Access-Control-Allow-Origin $cors_origin always;   # always: on every status",
    apache: always,
    iis: "Use the IIS CORS module: custom headers in web.config are lost when an error page replaces the answer.",
    express: "Put the CORS middleware before every other: app.use(cors(policy)) first, error handlers after it.",
  },
  spec: "https://fetch.spec.whatwg.org/#concept-cors-check",
  run: (evidence) => {
    const findings: Finding[] = [];
    for (const { origin, error, success } of pairs(evidence)) {
      const others = otherHeaders(error);
      findings.push({
        check: "inconsistent-on-error",
        level: others.length > 0 ? "broken" : "info",
        severity: "info",
        attacker: "none",
        url: error.request.url,
        origin,
        message:
          others.length > 0
            ? `A ${statusOf(error)} carries ${others.join(", ")} but no Access-Control-Allow-Origin, which a ${statusOf(success)} has: pages cannot read the site's errors.`
            : `A ${statusOf(error)} carries no CORS header, while a ${statusOf(success)} does: pages cannot read the site's errors.`,
        state: null,
        evidence: [error, success],
      });
    }
    // One fault, one finding: the worse one.
    const worst = findings.find(({ level }) => level === "broken") ?? findings[0];
    return worst === undefined ? [] : [worst];
  },
  examples: {
    bad: [
      {
        title: "the header that counts is lost, the others are not",
        respond: exampleSite(({ found }) => [
          ...(found ? grant("*", null) : []),
          ["Access-Control-Allow-Methods", "GET, PUT"],
        ]),
      },
      { title: "errors carry no CORS header", respond: exampleSite(({ found }) => (found ? grant("*", null) : [])) },
      {
        title: "the same for a listed origin",
        respond: exampleSite(({ origin, found }) => [
          ["Access-Control-Allow-Methods", "GET"],
          ...(found && origin === "https://shop.example" ? grant(origin) : []),
        ]),
      },
    ],
    good: [
      { title: "the same on every status", respond: exampleSite(() => grant("*", null)) },
      { title: "no CORS at all", respond: exampleSite(() => []) },
      {
        title: "the other headers are always there, for those that are not allowed too",
        respond: exampleSite(() => [["Access-Control-Allow-Methods", "GET"]]),
      },
    ],
  },
});

interface Pair {
  readonly origin: string | null;
  readonly error: Exchange;
  readonly success: Exchange;
}

/** Errors and redirects that a page cannot read, each beside a good answer to the same origin that it can. */
function pairs(evidence: Evidence): Pair[] {
  const successes = evidence.probes.filter(
    ({ kind, exchange: { request, response } }) =>
      kind !== "preflight" && request.url === evidence.url && isResponse(response) && isGood(response.status),
  );
  // What a page got proves more than what nobody's request got.
  const errors = [...ofKind("error-page-with-origin"), ...ofKind("error-page")].map(({ origin, exchange }) => ({
    origin,
    error: exchange,
  }));
  const { origin: own } = new URL(evidence.url);
  const redirects = evidence.hops
    .filter((hop) => new URL(hop.request.url).origin === own && otherHeaders(hop).length > 0)
    .map((error) => ({ origin: null, error }));

  return [...errors, ...redirects].flatMap(({ origin, error }) => {
    const success = successes.find((probe) => probe.origin === origin)?.exchange;
    if (success === undefined || !isResponse(error.response) || !isResponse(success.response)) return [];
    if (error.response.status < 300 || sharesNothing(success.response.headers, origin)) return [];
    return containsHeader(error.response.headers, "access-control-allow-origin") ? [] : [{ origin, error, success }];
  });

  function ofKind(wanted: ProbeKind): readonly Probe[] {
    return evidence.probes.filter(({ kind }) => kind === wanted);
  }
}

function isGood(status: number): boolean {
  return status >= 200 && status < 300;
}

/** Whether a good answer shares nothing either: with the page that asked, or, where none asked, with anybody. */
function sharesNothing(headers: HeaderList, origin: string | null): boolean {
  if (origin === null) return !containsHeader(headers, "access-control-allow-origin");
  const check = corsCheck(origin, "omit", headers);
  return !check.ok && check.reason !== "acao-mismatch";
}

/** The names of the CORS headers an answer carries, as servers write them. */
function otherHeaders({ response }: Exchange): string[] {
  if (!isResponse(response)) return [];
  const names = [
    "Access-Control-Allow-Methods",
    "Access-Control-Allow-Headers",
    "Access-Control-Allow-Credentials",
    "Access-Control-Expose-Headers",
    "Access-Control-Max-Age",
  ];
  return names.filter((name) => containsHeader(response.headers, name));
}

function statusOf({ response }: Exchange): string {
  return isResponse(response) ? String(response.status) : "failure";
}
