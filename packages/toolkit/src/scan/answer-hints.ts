import { type Exchange, getHeader, type HttpResponse, isResponse, variesOn } from "@crosscheck/cors/http";
import { names } from "../checks/names.ts";

// What an answer suggests to ask next. None of it is a verdict: those are the browser model's.

/** Whether an allowed origin is at a host, whoever asked. */
export function namesHost({ response }: Pick<Exchange, "response">, host: string): boolean {
  if (!isResponse(response)) return false;
  const allowed = getHeader(response.headers, "access-control-allow-origin") ?? "";
  return allowed === `https://${host}` || allowed === `http://${host}`;
}

/** Whether the answer to a preflight says what may be sent. */
export function namesMethodsOrHeaders({ headers }: HttpResponse): boolean {
  return headers.some(([name]) => /^access-control-allow-(?:methods|headers)$/i.test(name));
}

export function isCredentialed(answer: HttpResponse | null, origin: string): boolean {
  return (
    answer !== null && names(answer, origin) && getHeader(answer.headers, "access-control-allow-credentials") === "true"
  );
}

/** Whether somebody is turned away, and otherwise than without `Origin`. */
export function isRefusal(answer: HttpResponse | null, baseline: HttpResponse): boolean {
  return answer !== null && answer.status >= 400 && answer.status !== baseline.status;
}

/** Whether an answer has anything to do with CORS. */
export function hasCors({ response }: Exchange): boolean {
  if (!isResponse(response)) return false;
  return response.headers.some(([name]) => /^access-control-/i.test(name)) || variesOn(response.headers, "origin");
}

/** https://www.rfc-editor.org/rfc/rfc6585#section-4, https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3 */
export function askToWait({ status, headers }: HttpResponse): string | null {
  const wait = getHeader(headers, "retry-after");
  if (status !== 429 && !(status === 503 && wait !== null)) return null;
  const seconds = wait !== null && /^[0-9]{1,6}$/.test(wait) ? ` in ${wait} s` : " later";
  return `The site limits how often it answers (${status}). Scan it again${seconds}.`;
}

/** Forbidden to everybody, broken for everybody, or "not modified" unasked: what a visitor's browser gets may be another. */
export function isNoAnswerOfItsOwn({ status }: HttpResponse): boolean {
  return status === 304 || status === 403 || status >= 500;
}

export function isUnavailable({ status }: HttpResponse): boolean {
  return status === 502 || status === 503 || status === 504;
}
