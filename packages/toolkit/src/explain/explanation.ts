import type { Engine } from "@crosscheck/cors/browser";
import type { HeaderList } from "@crosscheck/cors/http";
import type { Cause } from "./cause.ts";
import type { ReadProblem } from "./observation.ts";
import type { TypedCall } from "./typed-call.ts";

/** The answer to a "blocked by CORS policy". */
export interface Explanation {
  readonly schema: "crosscheck/explain@1";
  /** Whether it is a matter of CORS at all. */
  readonly cors: boolean;
  /** Every cause that the evidence leaves, and no other; empty where it shows nothing wrong, or not enough. */
  readonly causes: readonly Cause[];
  /** The same in words, in the same order. */
  readonly answers: readonly { readonly cause: Cause; readonly title: string; readonly what: string }[];
  /** The code of the reason: `acao-missing`, `preflight-status`, `network` … */
  readonly reason: string;
  /** The algorithm and step of the standard that decided; empty where none did. */
  readonly step: string;
  /** Its anchor. */
  readonly spec: string;
  /** 0 for the first URL, one more for each redirect followed. */
  readonly hop: number;
  /** What each engine does with it; `unknown` where the evidence lacks an answer that it needs. */
  readonly verdicts: Readonly<Record<Engine, EngineVerdict>>;
  /** What to bring, so that one cause is left. */
  readonly needs: readonly Need[];
  readonly fixes: readonly Fix[];
  /** A sentence or two. */
  readonly summary: string;
  /** What was recognised in what was given. */
  readonly evidence: readonly string[];
  /** Page → preflight → redirect → request, each with the headers that matter. */
  readonly timeline: readonly TimelineStep[];
  /** What could not be read, and where. */
  readonly problems: readonly ReadProblem[];
  /** The call as texts, for the stepper; null where it is not whole. */
  readonly call: TypedCall | null;
  /** Other calls of the same recording that failed: their URLs. */
  readonly others: readonly string[];
}

export interface EngineVerdict {
  readonly type: "allowed" | "network error" | "API error" | "not modelled" | "unknown";
  readonly reason?: string;
  /** What its console says. */
  readonly message?: string;
}

export type Need = "har" | "message" | "curl" | "response" | "preflight" | "origin" | "url";

export interface Fix {
  /** `nginx`, `apache` …; `general` for what holds everywhere; `client` for the page's own code. */
  readonly server: string;
  readonly text: string;
  /** Run through the model: every engine lets the page read the answer, and the checks find nothing new. */
  readonly verified: boolean;
}

export interface TimelineStep {
  readonly kind: "page" | "preflight" | "request" | "redirect";
  readonly title: string;
  /** Where in the evidence it stands. */
  readonly place: string;
  readonly requestHeaders: HeaderList;
  /** Null where none was recorded. */
  readonly status: number | null;
  readonly responseHeaders: HeaderList;
  /** Names, in lower case, of the headers that decided. */
  readonly decided: readonly string[];
  readonly failed: boolean;
  /** Where it ended: why. */
  readonly note: string;
}
