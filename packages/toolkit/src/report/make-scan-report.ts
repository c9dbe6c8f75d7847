import { type Exchange, getHeader, type HeaderList, isResponse } from "@crosscheck/cors/http";
import { catalogue } from "../checks/catalogue/index.ts";
import { corsStatus } from "../checks/cors-status.ts";
import { type CorsTest, corsTest } from "../checks/cors-test.ts";
import type { Evidence } from "../checks/evidence.ts";
import type { Finding } from "../checks/finding.ts";
import { runChecksOver } from "../checks/run-checks.ts";
import { runHeaderTests, type ShownAnswer } from "../headers/header-tests.ts";
import { corsTestName, type FindingReport, type PolicyPlace, type ScanReport, type TestReport } from "./scan-report.ts";

/** What a scan gathered, or why it could not, and when. */
export interface ScanFacts {
  /** The input exactly as given. */
  readonly target: string;
  readonly finalUrl: string;
  readonly evidence: Evidence | null;
  /** Of other URLs of the same origin. */
  readonly others?: readonly Evidence[];
  /** The answer that a visitor is shown, for the tests of the other headers; null when there is none. */
  readonly shown?: ShownAnswer | null;
  /** Present when there is no evidence. */
  readonly failure: { readonly code: string; readonly message: string } | null;
  readonly redirects: readonly Exchange[];
  readonly notes: readonly string[];
  readonly requests: number;
  readonly scannedAt: Date;
  readonly durationMs: number;
  /** Where the intended policy says what a finding is about; null where it says nothing. */
  readonly placeOf?: (finding: Pick<Finding, "check" | "url" | "origin" | "subject">) => PolicyPlace | null;
}

/** Judges what was gathered and puts it into the shape that everybody reads. */
export function makeScanReport(facts: ScanFacts): ScanReport {
  const { evidence, failure } = facts;
  const all = evidence === null ? [] : [evidence, ...(facts.others ?? [])];
  const findings = runChecksOver(all);
  const judged = evidence === null ? null : summed(evidence, all);
  const test: CorsTest =
    judged === null
      ? { verdict: "inconclusive", summary: failure?.message ?? "The site could not be tested." }
      : corsTest(judged, findings);
  const error = failure ?? (test.verdict === "inconclusive" ? { code: "incomplete", message: test.summary } : null);
  // A failure that was proven before the scan was cut short stands, and its reader knows that there may be more.
  const incomplete = test.verdict === "inconclusive" ? null : (judged?.incomplete ?? null);
  return {
    schema: "crosscheck/scan@1",
    target: facts.target,
    finalUrl: facts.finalUrl,
    scannedAt: facts.scannedAt.toISOString(),
    cached: false,
    cors: evidence === null ? { enabled: false, headers: {} } : shownStatus(evidence, all),
    verdict: test.verdict,
    tests: [{ ...corsTestName, ...test }, ...(facts.shown ? headerTestReports(facts.shown) : [])],
    findings: findings.map((finding) => findingReport(finding, all, facts.placeOf?.(finding) ?? null)),
    redirects: facts.redirects.map(redirectReport),
    notes: [
      ...facts.notes,
      ...(incomplete === null ? [] : [`The scan was cut short, so there may be more: ${incomplete}`]),
    ],
    ...(error === null ? {} : { error }),
    ...(incomplete === null ? {} : { incomplete }),
    requests: facts.requests,
    durationMs: Math.round(facts.durationMs),
  };
}

function headerTestReports(shown: ShownAnswer): readonly TestReport[] {
  return runHeaderTests(shown).map(({ test: { id, title, why, fix, spec }, verdict, summary }) => {
    const fingerprint = `${id} failed ${shown.url}`;
    return { id, title, verdict, summary, ...(verdict === "failed" ? { why, fix, spec, fingerprint } : {}) };
  });
}

/** The evidence of the first URL that has CORS, in doubt when another's is. */
function summed(judged: Evidence, all: readonly Evidence[]): Evidence {
  const evidence = all.find((each) => corsStatus(each).enabled) ?? judged;
  const incomplete = all.map((each) => each.incomplete).find((why) => why !== null) ?? null;
  return { ...evidence, incomplete };
}

/** Of the judged URL, or of the first that has any. */
function shownStatus(evidence: Evidence, all: readonly Evidence[]): ScanReport["cors"] {
  const { enabled, headers } = all.map(corsStatus).find((status) => status.enabled) ?? corsStatus(evidence);
  return {
    enabled,
    headers: Object.fromEntries(Object.entries(headers).map(([name, values]) => [name, values.map(shorten)])),
  };
}

/** What stays the same from scan to scan: a path that was made up for one stands as its folder's error page. */
function fingerprintOf({ check, level, url, subject }: Finding, all: readonly Evidence[]): string {
  const asked = all.flatMap((evidence) => [evidence.url, ...evidence.hops.map(({ request }) => request.url)]);
  const place = asked.includes(url) || !URL.canParse(url) ? url : `${new URL("./", url).href} (error page)`;
  return [check, level, place, ...(subject === undefined ? [] : [subject])].join(" ");
}

function findingReport(finding: Finding, all: readonly Evidence[], place: PolicyPlace | null): FindingReport {
  const check = catalogue.find(({ id }) => id === finding.check);
  if (check === undefined) throw new Error(`The check "${finding.check}" is not in the catalogue.`);
  const { check: id, level, severity, attacker, url, origin, message, state, evidence } = finding;
  return {
    check: id,
    title: check.title,
    level,
    severity,
    attacker,
    url,
    origin,
    message,
    why: check.why,
    state,
    fix: check.fix,
    cwe: check.cwe,
    spec: check.spec,
    fingerprint: fingerprintOf(finding, all),
    ...(place === null ? {} : { place }),
    evidence: evidence.map(shortenExchange),
  };
}

function redirectReport({ request, response }: Exchange): ScanReport["redirects"][number] {
  const answered = isResponse(response) ? response : { status: 0, headers: [] };
  return {
    url: request.url,
    status: answered.status,
    location: shorten(getHeader(answered.headers, "location") ?? ""),
  };
}

const longestValue = 1_024;

/** Headers are a stranger's text: enough to prove, never enough to fill a store. */
function shorten(value: string): string {
  return value.length > longestValue ? `${value.slice(0, longestValue)}…` : value;
}

function shortenExchange({ request, response }: Exchange): Exchange {
  if (!isResponse(response)) return { request, response };
  const headers: HeaderList = response.headers.slice(0, 100).map(([name, value]) => [shorten(name), shorten(value)]);
  return { request, response: { status: response.status, headers } };
}
