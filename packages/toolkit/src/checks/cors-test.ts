import { containsHeader, isResponse } from "@crosscheck/cors/http";
import { corsStatus } from "./cors-status.ts";
import type { Evidence } from "./evidence.ts";
import type { Finding } from "./finding.ts";
import { reaches } from "./run-checks.ts";

/** The test *Cross-Origin Resource Sharing*. */
export type CorsTest =
  | { readonly verdict: "passed" | "inconclusive"; readonly summary: string }
  | { readonly verdict: "failed"; readonly cause: "unsafe" | "broken"; readonly summary: string };

/**
 * The verdict on what was found, and one plain sentence, which first says whether CORS is on at all. What was proven
 * stands when a scan is cut short; what was not proven is never called safe then.
 */
export function corsTest(evidence: Evidence, findings: readonly Finding[]): CorsTest {
  const failed = failedCorsTest(findings);
  if (failed !== null) return failed;
  if (evidence.incomplete !== null) {
    return { verdict: "inconclusive", summary: `The site could not be tested to the end: ${evidence.incomplete}` };
  }
  return { verdict: "passed", summary: passed(evidence, findings) };
}

/** What of a finding decides. */
type Weighed = Pick<Finding, "check" | "level" | "severity">;

/** The failure that findings make, or null: the gravest first. */
export function failedCorsTest(findings: readonly Weighed[]): CorsTest | null {
  const unsafe = findings.find(({ level, severity }) => level !== "broken" && reaches(severity, "medium"));
  if (unsafe !== undefined) {
    const isOn = unsafe.check === "websocket-origin" ? "WebSockets are no part of CORS" : "CORS is enabled";
    return { verdict: "failed", cause: "unsafe", summary: `${isOn}, and ${whoGains(unsafe)}.` };
  }
  const broken = findings.find(({ level }) => level === "broken");
  if (broken !== undefined) {
    return { verdict: "failed", cause: "broken", summary: `CORS is enabled, but ${whatFails(broken)}.` };
  }
  return null;
}

function passed(evidence: Evidence, findings: readonly Finding[]): string {
  const { enabled, allowsSomebody, headers } = corsStatus(evidence);
  if (!enabled && allowedOnErrors(evidence)) {
    return "CORS is not enabled for this page: only the site's error page carries CORS headers.";
  }
  if (!enabled) {
    return "CORS is not enabled, as far as a scan can tell: no page of another website that it asked as could read the response.";
  }
  const [allowed] = headers["access-control-allow-origin"] ?? [];
  if (allowed === "*" || findings.some(({ level }) => level === "public")) {
    const meant = evidence.network === "public" ? ", as public content is meant to be read" : "";
    return `CORS is enabled: any page can read the response, without the visitor's credentials${meant}.`;
  }
  if (!allowsSomebody) {
    return "CORS is enabled, at most for origins that the site lists: no page at an origin made up for this scan could read the response.";
  }
  return "CORS is enabled, and no page at an origin made up for this scan could read the response.";
}

function allowedOnErrors({ probes }: Evidence): boolean {
  return probes.some(
    ({ kind, exchange: { response } }) =>
      kind.startsWith("error-page") &&
      isResponse(response) &&
      containsHeader(response.headers, "access-control-allow-origin"),
  );
}

/** The worst finding in half a sentence. */
function whoGains(finding: Weighed): string {
  const signedIn = finding.level === "vulnerable" ? " as the visitor who is signed in" : "";
  switch (finding.check) {
    case "reflects-any-origin":
      return `any website can read the responses${signedIn}`;
    case "websocket-origin":
      return `any website can open one here${signedIn}`;
    case "reflects-any-origin-anonymously":
      return "any website that a visitor of this private network opens can read the responses";
    case "trusts-null":
      return `any website can read the responses${signedIn}, from a sandboxed frame`;
    case "prefix-match":
      return `a website whose name begins like an allowed one can read the responses${signedIn}`;
    case "substring-match":
    case "suffix-match":
    case "unescaped-dot":
    case "special-character":
      return `a website whose name looks like an allowed one can read the responses${signedIn}`;
    case "local-prefix":
      return `a website whose name begins like a local one can read the responses${signedIn}`;
    case "shared-suffix":
    case "developer-playground":
      return `anybody who publishes on a shared host can read the responses${signedIn}`;
    case "preflight-only":
      return "any website can send requests as the visitor who is signed in, although it cannot read the answers";
    case "trusts-insecure-scheme":
      return "whoever controls a visitor's network can read the responses, through an allowed http page";
    case "foreign-origin":
      return "whoever takes an allowed name that is gone can read the responses";
    case "reflects-host":
      return "a forged X-Forwarded-Host decides who is allowed";
    case "wider-than-policy":
      return "the site allows what its policy does not";
    case "public-on-private-host":
      return "any website that a visitor of this private network opens can read the responses";
    default:
      return `a page that should not can read the responses${signedIn}`;
  }
}

function whatFails(finding: Weighed): string {
  switch (finding.check) {
    case "wildcard-with-credentials":
      return 'it does not work with credentials: browsers refuse "*" for them';
    case "invalid-or-duplicate":
      return "it does not work: browsers refuse the value of Access-Control-Allow-Origin";
    case "wildcard-list-with-credentials":
      return 'it does not work with credentials: there, "*" in a list of methods or headers is a name';
    case "narrower-than-policy":
      return "it does not allow what its policy does";
    case "inconsistent-on-error":
      return "it does not work on errors: they carry other CORS headers, and not Access-Control-Allow-Origin";
    default:
      return "it does not work as it promises";
  }
}
