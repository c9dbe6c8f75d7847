import type { Context } from "hono";
import { answerProblem } from "./answer-problem.ts";

/** Bytes. */
export const largestBody: number = 16 * 1024;

/** The type of a request's body without parameters, in lower case; empty when it has none. */
export function mediaType(request: Request): string {
  return (request.headers.get("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

export function tooManyScans(context: Context): Response | Promise<Response> {
  context.header("Retry-After", "30");
  return answerProblem(
    context,
    "too-many-scans",
    "As many scans as this server keeps are waiting. Try again in half a minute.",
  );
}

export function unknownScan(context: Context): Response | Promise<Response> {
  return answerProblem(
    context,
    "unknown-scan",
    "There is no scan with this id: it is misspelled, or its result is no longer kept. Scan the site again.",
  );
}
