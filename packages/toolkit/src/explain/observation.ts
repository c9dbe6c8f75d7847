import type { BrowserEngine } from "@crosscheck/cors/browser";
import type { HttpRequest, HttpResponse } from "@crosscheck/cors/http";

/** One request and what came back, as a recording shows them. Its secrets are masked already. */
export interface Observation {
  readonly request: HttpRequest;
  /** Null where the recording shows none. */
  readonly answer: HttpResponse | null;
  /** What the recording says of a request that failed: `net::ERR_FAILED`, a reason of Firefox's … */
  readonly failure: string | null;
  readonly isPreflight: boolean;
  /** `fetch`, `xhr`, `document`, `image` …; empty where it is not told. */
  readonly kind: string;
  readonly from: "network" | "browser-cache" | "service-worker";
  /** Whose recording it is; null for a program that is no browser. */
  readonly engine: BrowserEngine | null;
  /** Of the page that asked, as far as it is told. */
  readonly pageOrigin: string | null;
  /** Whether the body was shown; null where that is not told. */
  readonly hasBody: boolean | null;
  /** Where in the evidence: `log.entries[3]`, `line 12`. */
  readonly place: string;
}

/** What could not be read, and where. */
export interface ReadProblem {
  readonly place: string;
  readonly message: string;
}
