import { type HeaderList, isResponse } from "@crosscheck/cors/http";
import { annotationLevel } from "./annotation-level.ts";
import { attackerWords } from "./attacker-words.ts";
import { catalogueRules } from "./catalogue-rules.ts";
import { fileUri, type SarifResult, sarifLog } from "./sarif-log.ts";
import { corsTestName, type FindingReport, type ScanReport, type TestReport } from "./scan-report.ts";

/** What scans found, for code scanning: the findings, and the other headers that failed as notes. */
export function scanSarif(reports: readonly ScanReport[], version: string): unknown {
  return sarifLog({
    command: "scan",
    version,
    rules: catalogueRules,
    results: reports.flatMap((report) => [
      ...report.findings.map((finding) => findingResult(finding)),
      ...report.tests
        .filter(({ id, verdict }) => verdict === "failed" && id !== corsTestName.id)
        .map((test) => testResult(test, report)),
    ]),
    unfinished: reports.flatMap(({ target, error }) => (error === undefined ? [] : [{ target, ...error }])),
  });
}

function findingResult(finding: FindingReport): SarifResult {
  const { check, level, severity, url, origin, message, attacker, state, place, fingerprint, evidence } = finding;
  const who = level === "broken" || attacker === "none" ? "" : `\nWho: ${attackerWords[attacker]}`;
  return {
    ruleId: check,
    level: annotationLevel(finding),
    severity: level === "broken" ? null : severity,
    message: `${message}${who}${state === null || who === "" ? "" : ` (${state})`}`,
    ...(place === undefined ? siteFile(url) : { uri: fileUri(place.file), line: place.line, column: place.column }),
    fingerprint,
    more: { ...exchangeOf(evidence), properties: { url, level, severity, ...(origin === null ? {} : { origin }) } },
  };
}

function testResult({ id, summary, fingerprint = id }: TestReport, { finalUrl }: ScanReport): SarifResult {
  return {
    ruleId: id,
    level: "note",
    severity: null,
    message: summary,
    ...siteFile(finalUrl),
    fingerprint,
    more: { properties: { url: finalUrl } },
  };
}

/**
 * What stands for a URL where a file is asked for: host and path. GitHub refuses a whole upload for one location with another
 * scheme than `file:`, and takes a relative path that is not there.
 */
function siteFile(text: string): { readonly uri: string; readonly line: number } {
  const url = URL.parse(text);
  return { uri: url === null ? fileUri(text) : `${fileUri(url.host)}${url.pathname.replace(/\/+$/, "")}`, line: 1 };
}

/** The exchange that shows it. SARIF 2.1.0, sections 3.46 and 3.47. */
function exchangeOf([exchange]: FindingReport["evidence"]): Readonly<Record<string, unknown>> {
  if (exchange === undefined) return {};
  const { request, response } = exchange;
  const url = URL.parse(request.url);
  return {
    webRequest: {
      target: url === null ? request.url : `${url.pathname}${url.search}`,
      method: request.method,
      headers: headerObject([...(url === null ? [] : [["Host", url.host] as const]), ...request.headers]),
    },
    webResponse: isResponse(response)
      ? { statusCode: response.status, headers: headerObject(response.headers) }
      : { noResponseReceived: true },
  };
}

function headerObject(headers: HeaderList): Readonly<Record<string, string>> {
  const values = new Map<string, string>();
  for (const [name, value] of headers) {
    const before = values.get(name);
    values.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return Object.fromEntries(values);
}
