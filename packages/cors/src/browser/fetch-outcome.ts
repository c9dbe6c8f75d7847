import type { HttpResponse } from "../http/exchange.ts";
import { type FetchRequest, hopOf } from "./fetch-request.ts";
import type { NetworkError, NetworkErrorReason, NotModelled } from "./verdict.ts";

/** What an algorithm of fetching returns: a response not yet filtered, or why there is none. */
export type FetchOutcome = FetchResponse | NetworkError | NotModelled;

export interface FetchResponse {
  /** `opaqueredirect` has been filtered already; a `default` one is still to be. */
  readonly type: "default" | "opaqueredirect";
  readonly response: HttpResponse;
  readonly url: URL;
}

/** A step of the standard: its name as printed, and the anchor of its algorithm. */
export interface SpecStep {
  readonly step: string;
  readonly spec: string;
}

const fetchStandard = "https://fetch.spec.whatwg.org/";

/** `specStep("CORS check, step 4", "#concept-cors-check")` */
export function specStep(step: string, anchor: string): SpecStep {
  return { step, spec: fetchStandard + anchor };
}

/** https://fetch.spec.whatwg.org/#concept-network-error, with its cause */
export function networkError(
  request: FetchRequest,
  reason: NetworkErrorReason,
  { step, spec }: SpecStep,
  details: Readonly<Record<string, string>> = {},
): NetworkError {
  return { type: "network error", reason, details, step, spec, hop: hopOf(request), onPreflight: false };
}

export function notModelled(request: FetchRequest, { step, spec }: SpecStep): NotModelled {
  return { type: "not modelled", step, spec, hop: hopOf(request) };
}
