import type { HeaderList, HttpResponse } from "@crosscheck/cors/http";
import type { Diagnosis } from "./diagnose-attempt.ts";
import { pageRequestOf } from "./replay-attempt.ts";

/** A call and its answers as texts, for a form that steps through them. Its secrets are masked, as all evidence is. */
export interface TypedCall {
  readonly origin: string;
  readonly method: string;
  readonly url: string;
  readonly headers: string;
  readonly credentials: "omit" | "same-origin" | "include";
  readonly answer: string;
  readonly preflight: string;
  readonly after: string;
}

/** Null where the page is not told, or an answer is not there. */
export function typedCall({ attempt, replayed }: Diagnosis): TypedCall | null {
  const { hops, pageOrigin } = attempt;
  const [first] = hops;
  if (pageOrigin === null || first === undefined || replayed.missing !== null || hops.length > 2) return null;
  const { url, method = "GET", headers } = pageRequestOf(attempt);
  return {
    origin: pageOrigin,
    method,
    url,
    headers: lines(Array.isArray(headers) ? (headers as HeaderList) : []),
    credentials: replayed.credentials,
    answer: head(first.actual?.answer ?? null),
    preflight: head(first.preflight?.answer ?? null),
    after: head(hops[1]?.actual?.answer ?? null),
  };
}

function head(answer: HttpResponse | null): string {
  return answer === null ? "" : `HTTP/1.1 ${answer.status}\n${lines(answer.headers)}`.trim();
}

/** Those that decide: an address has to hold them. */
function lines(headers: HeaderList): string {
  return headers
    .filter(
      ([name]) =>
        !/^(?:date|server|content-length|connection|keep-alive|content-security-policy.*|report-to|nel|alt-svc|set-cookie)$/i.test(
          name,
        ),
    )
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n");
}
