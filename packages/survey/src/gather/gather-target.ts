import { failure } from "crosscheck/scan/client-failure";
import type { NameService } from "crosscheck/scan/http-client";
import { type ScanOutcome, scan } from "crosscheck/scan/scan";
import type { OptOut } from "../lists/opt-out.ts";
import { packScan } from "../store/stored-scan.ts";
import type { ResultRow } from "../store/survey-store.ts";
import type { AddressGate } from "./address-gate.ts";
import { isLookupFailure } from "./bulk-names.ts";
import { classify } from "./classify.ts";
import type { GatherOptions, Job } from "./messages.ts";

export interface GatherTools {
  readonly options: GatherOptions;
  readonly names: NameService;
  readonly optOut: OptOut;
  /** For the addresses that redirects lead to; the target's own was waited for before it was sent here. */
  readonly gate: AddressGate;
  readonly loopDelayMs: () => number;
}

/** A redirect's destination that is busy with others for longer is left for the retry. */
const longestWaitMs = 5_000;

/** Scans one target by the scanner's own plan and keeps what was answered. Nothing is judged here. */
export async function gatherTarget(
  job: Job,
  { options, names, optOut, gate, loopDelayMs }: GatherTools,
): Promise<ResultRow> {
  const scannedAt = Date.now();
  const started = performance.now();
  const entered: string[] = [];
  let optedOut = false;
  const resolve: NameService["resolve"] = async (host, signal) => {
    if (host === job.host) return job.addresses;
    const found = optOut.has(host) ? [] : await names.resolve(host, signal);
    if (isLookupFailure(found)) return found;
    if (found.length === 0 || found.some((address) => optOut.has(address))) {
      optedOut = true;
      return failure("address-not-allowed", `${host} has asked not to be surveyed, and was not.`);
    }
    const [address = ""] = found;
    if (job.addresses[0] === address || entered.includes(address)) return found;
    if (!(await waitAt(gate, address, signal))) {
      return failure("timeout", `${host} is at an address (${address}) that the survey asks too often already.`);
    }
    entered.push(address);
    return found;
  };
  try {
    const outcome = await scan(job.target, {
      short: options.checks === "cors",
      client: {
        allowPrivate: options.allowPrivate,
        insecure: options.insecure,
        http2: false,
        deadlineMs: options.deadlineMs,
        userAgent: options.userAgent,
        names: { resolve, isMissing: (host, signal) => names.isMissing(host, signal) },
      },
    });
    const classified = classify(outcome);
    return {
      target: job.id,
      ...classified,
      ...(optedOut && outcome.failure !== null ? { class: "opted-out", again: false } : {}),
      attempts: job.attempt,
      address: job.addresses[0] ?? null,
      scannedAt,
      durationMs: performance.now() - started,
      requests: outcome.requests,
      loopDelayMs: Math.round(loopDelayMs() * 10) / 10,
      exchanges: packScan(withoutText(outcome)),
    };
  } finally {
    for (const address of entered) gate.leave(address);
  }
}

async function waitAt(gate: AddressGate, address: string, signal: AbortSignal): Promise<boolean> {
  const until = performance.now() + longestWaitMs;
  for (;;) {
    const now = performance.now();
    const wait = gate.waitFor(address, now);
    if (wait === 0) {
      gate.enter(address, now);
      return true;
    }
    if (signal.aborted || now + Math.min(wait, 100) > until) return false;
    await new Promise((resolve) => setTimeout(resolve, Math.min(wait, 100)));
  }
}

const longestKept = 8_192;

/** Of a page's text nothing is kept but the tags that the header tests read. */
function withoutText(outcome: ScanOutcome): ScanOutcome {
  const { shown } = outcome;
  if (shown === null || shown.body === null) return outcome;
  const tags = shown.body.match(/<(?:meta|script|link|base)\b[^>]{0,2000}>/gi) ?? [];
  const body = tags.map((tag) => (/^<script/i.test(tag) ? `${tag}</script>` : tag)).join("");
  return { ...outcome, shown: { ...shown, body: body.slice(0, longestKept) } };
}
