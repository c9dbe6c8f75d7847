import { getHeader, isResponse, variesOn } from "@crosscheck/cors/http";
import { corsStatus } from "crosscheck/checks/cors-status";
import { corsTest } from "crosscheck/checks/cors-test";
import type { Evidence } from "crosscheck/checks/evidence";
import type { Finding } from "crosscheck/checks/finding";
import { runChecksOver } from "crosscheck/checks/run-checks";
import { runHeaderTests } from "crosscheck/headers/header-tests";
import { registrableDomain } from "crosscheck/scan/registrable-domain";
import type { StoredScan } from "../store/stored-scan.ts";
import type { JudgementRow } from "../store/survey-store.ts";
import { bitOf, categories, looseCategories } from "./categories.ts";
import { headerFacts } from "./header-facts.ts";

/** What the installed catalogue says of stored exchanges. No packet is sent. */
export function judgeScan(target: number, site: string, scan: StoredScan): JudgementRow {
  const { evidence, shown } = scan;
  const domain = registrableDomain(scan.evidence?.url ?? site);
  if (evidence === null) {
    return { target, verdict: "inconclusive", cause: null, categories: 0, domain, findings: "[]", headers: "{}" };
  }
  const all = [evidence, ...scan.others];
  const findings = runChecksOver(all);
  const judged = all.find((each) => corsStatus(each).enabled) ?? evidence;
  const incomplete = all.map((each) => each.incomplete).find((why) => why !== null) ?? null;
  const test = corsTest({ ...judged, incomplete }, findings);
  const tests = shown === null ? [] : runHeaderTests(shown);
  return {
    target,
    verdict: test.verdict,
    cause: test.verdict === "failed" ? test.cause : null,
    categories: maskOf(judged, all, findings, incomplete !== null),
    domain,
    findings: JSON.stringify(
      findings.map(({ check, level, severity, attacker }) => [check, level, severity, attacker]),
    ),
    headers: JSON.stringify({
      ...(shown === null ? {} : headerFacts(shown.response.headers)),
      tests: Object.fromEntries(tests.map(({ test: { id }, verdict }) => [id, verdict])),
    }),
  };
}

function maskOf(judged: Evidence, all: readonly Evidence[], findings: readonly Finding[], cutShort: boolean): number {
  const { enabled, headers } = corsStatus(judged);
  let mask = 0;
  const set = (id: string, when: boolean): void => {
    if (when) mask |= bitOf(id);
  };
  const found = new Set(findings.map(({ check }) => check));
  for (const { id, checks } of categories)
    set(
      id,
      checks.some((check) => found.has(check)),
    );
  // What contains an allowed name also begins and ends with one: counted once, by the widest comparison.
  if (found.has("substring-match")) mask &= ~(bitOf("prefix-match") | bitOf("suffix-match"));
  const loose = looseCategories.reduce((sum, id) => sum | bitOf(id), 0);
  const wrong = (mask & loose) !== 0 || found.has("wildcard-with-credentials") || found.has("invalid-or-duplicate");
  const answers = all.flatMap(({ probes }) => probes.map(({ exchange }) => exchange.response)).filter(isResponse);
  const shares = answers.some(({ headers: list }) => getHeader(list, "access-control-allow-origin") !== null);
  set("cors", enabled);
  set("shares", shares);
  set(
    "credentialed",
    answers.some(
      ({ headers: list }) =>
        getHeader(list, "access-control-allow-credentials") === "true" &&
        getHeader(list, "access-control-allow-origin") !== null,
    ),
  );
  const reads = findings.filter(({ level }) => level === "vulnerable" || level === "conditional");
  set(
    "cross-site-read",
    reads.some(({ attacker }) => attacker === "cross-site"),
  );
  set(
    "same-site-read",
    reads.some(({ attacker }) => attacker === "same-site"),
  );
  set("no-vary", enabled && shares && !answers.some(({ headers: list }) => variesOn(list, "origin")));
  set("public", (headers["access-control-allow-origin"] ?? []).includes("*"));
  set("valid", enabled && !wrong && !cutShort);
  return mask;
}
