import { getHeaderValues, isResponse } from "@crosscheck/cors/http";
import type { Finding } from "../checks/finding.ts";
import type { Place } from "../config/source.ts";
import { curlLine } from "./curl-line.ts";
import type { LintFinding } from "./lint-report.ts";
import type { LintTarget } from "./lint-target.ts";

/** How each server keeps back what the application says, in favour of its own lines. */
const fixes: Readonly<Record<string, string>> = {
  nginx: "proxy_hide_header Access-Control-Allow-Origin;",
  apache:
    "Header onsuccess unset Access-Control-Allow-Origin\nHeader always unset Access-Control-Allow-Origin\n(both before this line)",
};

/** The commonest fault of two layers: the server and the application behind it both send Access-Control-Allow-Origin. */
export function addedTwice(finding: Finding, { file, line, column }: Place, target: LintTarget): LintFinding | null {
  const [exchange] = finding.evidence;
  if (finding.check !== "invalid-or-duplicate" || exchange === undefined || !isResponse(exchange.response)) return null;
  const values = getHeaderValues(exchange.response.headers, "access-control-allow-origin");
  if (values.length < 2) return null;
  return {
    check: "added-twice",
    level: "broken",
    severity: "info",
    file,
    line,
    column,
    message: `The server and the application behind it both add Access-Control-Allow-Origin, and an answer carries ${values.map((value) => JSON.stringify(value)).join(" and ")}: two values are none to a browser, and no page can read the response.`,
    fix: `${fixes[target.fixName] ?? "Keep one of the two."}\nOr remove the CORS headers here, and leave them to the application alone.`,
    request: curlLine(exchange.request),
  };
}
