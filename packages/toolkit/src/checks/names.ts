import { getHeader, isResponse, type NetworkAnswer } from "@crosscheck/cors/http";

/** Whether an answer lets exactly this origin in; no other spelling counts. */
export function names(answer: NetworkAnswer | null, origin: string | null): boolean {
  if (answer === null || origin === null || !isResponse(answer)) return false;
  return getHeader(answer.headers, "access-control-allow-origin") === origin;
}
