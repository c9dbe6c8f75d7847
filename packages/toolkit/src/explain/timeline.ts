import type { HeaderList, HttpResponse } from "@crosscheck/cors/http";
import type { Diagnosis } from "./diagnose-attempt.ts";
import type { TimelineStep } from "./explanation.ts";
import type { Observation } from "./observation.ts";

/** Page → preflight → redirect → request, as it was recorded; the step that failed is marked, and nothing follows it. */
export function timelineOf({ attempt, replayed, reason }: Diagnosis): readonly TimelineStep[] {
  const { verdict, missing } = replayed;
  const failing =
    missing ?? (verdict.type === "network error" ? { hop: verdict.hop, isPreflight: verdict.onPreflight } : null);
  const steps: TimelineStep[] = [
    {
      kind: "page",
      title: attempt.pageOrigin === null ? "A page whose origin is not told" : `A page at ${attempt.pageOrigin}`,
      place: "",
      requestHeaders: [],
      status: null,
      responseHeaders: [],
      decided: [],
      failed: false,
      note: "",
    },
  ];
  for (const [index, { preflight, actual }] of attempt.hops.entries()) {
    for (const [observation, isPreflight] of [
      [preflight, true],
      [actual, false],
    ] as const) {
      if (observation === null) continue;
      const failed = failing !== null && failing.hop === index && failing.isPreflight === isPreflight;
      const isBehind =
        failing !== null && (index > failing.hop || (index === failing.hop && failing.isPreflight && !isPreflight));
      steps.push(stepOf(observation, isPreflight, failed, isBehind, reason));
    }
  }
  return steps;
}

function stepOf(
  observation: Observation,
  isPreflight: boolean,
  failed: boolean,
  isBehind: boolean,
  reason: string,
): TimelineStep {
  const { request, answer, place, failure, from } = observation;
  const isRedirect = answer !== null && answer.status >= 300 && answer.status < 400 && answer.status !== 304;
  return {
    kind: isPreflight ? "preflight" : isRedirect ? "redirect" : "request",
    title: `${request.method} ${request.url}`,
    place,
    requestHeaders: request.headers
      .filter(([name]) => askingHeaders.test(name) || (isPreflight ? false : !commonHeaders.test(name)))
      .slice(0, 20),
    status: answer?.status ?? null,
    responseHeaders: answeringHeaders(answer),
    decided: failed ? (deciding[reason] ?? []) : [],
    failed,
    note: isBehind ? "It was not sent: the step before it failed." : (noteOf(from, failure, answer) ?? ""),
  };
}

function noteOf(from: Observation["from"], failure: string | null, answer: HttpResponse | null): string | null {
  if (from === "browser-cache") return "From the browser's cache.";
  if (from === "service-worker") return "Answered by a service worker.";
  if (answer === null)
    return failure === null ? "The recording shows no answer." : `There is no answer: ${failure.replace(/\.$/, "")}.`;
  return null;
}

const askingHeaders = /^(?:origin|access-control-request-.*|cookie|authorization)$/i;
const commonHeaders =
  /^(?:accept.*|user-agent|sec-.*|host|connection|referer|cache-control|pragma|dnt|priority|content-length|te|upgrade-insecure-requests)$/i;
const telling =
  /^(?:access-control-.*|vary|location|server|via|x-cache.*|cf-.*|age|www-authenticate|allow|set-cookie|content-type|x-powered-by)$/i;

/** Those of CORS, and those that tell who answered. */
function answeringHeaders(answer: HttpResponse | null): HeaderList {
  return answer === null ? [] : answer.headers.filter(([name]) => telling.test(name)).slice(0, 40);
}

const deciding: Readonly<Record<string, readonly string[]>> = {
  "acao-missing": ["origin", "access-control-allow-origin", "vary"],
  "acao-mismatch": ["origin", "access-control-allow-origin"],
  "acao-invalid": ["access-control-allow-origin"],
  "acao-multiple": ["access-control-allow-origin"],
  "acao-star-with-credentials": ["access-control-allow-origin", "cookie"],
  "acac-not-true": ["access-control-allow-credentials", "cookie"],
  "preflight-status": ["www-authenticate", "allow"],
  "preflight-redirect": ["location"],
  "preflight-method": ["access-control-request-method", "access-control-allow-methods"],
  "preflight-methods-parse": ["access-control-allow-methods"],
  "preflight-header": ["access-control-request-headers", "access-control-allow-headers"],
  "preflight-headers-parse": ["access-control-allow-headers"],
  "redirect-userinfo": ["location"],
  "redirect-denied": ["location"],
  "redirect-loop": ["location"],
};
