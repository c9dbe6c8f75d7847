import type { Responder } from "../http/exchange.ts";
import type { BrowserEngine } from "./departures.ts";
import { type JudgeInput, judge } from "./judge.ts";
import type { Verdict } from "./verdict.ts";

/** One call, judged by the standard and as each browser. */
export interface VerdictsByEngine {
  readonly standard: Verdict;
  readonly chromium: Verdict;
  readonly firefox: Verdict;
  readonly webkit: Verdict;
  /** The engines in which the page gets something else than the standard says: another end, status or set of headers. */
  readonly differsIn: readonly BrowserEngine[];
}

/** `judge` for every engine. The responder is asked anew by each, so it must answer the same every time. */
export function judgeInEngines(
  input: Omit<JudgeInput, "engine"> & { readonly responder: Responder },
): VerdictsByEngine {
  const standard = judge({ ...input, engine: "standard" });
  const chromium = judge({ ...input, engine: "chromium" });
  const firefox = judge({ ...input, engine: "firefox" });
  const webkit = judge({ ...input, engine: "webkit" });
  const verdicts = { chromium, firefox, webkit };
  const engines = ["chromium", "firefox", "webkit"] as const;
  const differsIn = engines.filter((engine) => end(verdicts[engine]) !== end(standard));
  return { standard, ...verdicts, differsIn };
}

/** What the page can tell apart: a network error is one, whatever the reason. */
function end(verdict: Verdict): string {
  return verdict.type === "allowed" ? JSON.stringify(verdict.response) : verdict.type;
}
