import process from "node:process";
import { noOptOut, readOptOut } from "../lists/opt-out.ts";
import type { ResultRow } from "../store/survey-store.ts";
import { addressGate } from "./address-gate.ts";
import { bulkNames } from "./bulk-names.ts";
import { type GatherTools, gatherTarget } from "./gather-target.ts";
import type { FromWorker, GatherOptions, Job, ToWorker } from "./messages.ts";
import { type Pace, steeredPace } from "./pace.ts";

// One process of a run. It asks for targets as fast as its pace allows and sends back what they answered.

const tickMs = 50;

process.on("message", (message: ToWorker) => {
  if (message.type === "begin") begin(message.options);
  else for (const job of message.jobs) work(job);
});
// Whoever began this is gone, and nobody would keep what is gathered.
process.on("disconnect", () => process.exit(0));
// A terminal's Ctrl-C reaches all; the run decides when this ends.
process.on("SIGINT", () => {});

let tools: GatherTools;
let pace: Pace;
let active = 0;
let promised = 0;
let starts = 0;
let rows: ResultRow[] = [];

function begin(options: GatherOptions): void {
  pace = steeredPace(options);
  tools = {
    options,
    names: bulkNames({ resolver: options.resolver, atOnce: 200 }),
    optOut: options.optOutFile === null ? noOptOut : readOptOut(options.optOutFile),
    gate: addressGate(options.politeness),
    loopDelayMs: () => pace.delayMs,
  };
  setInterval(() => {
    const count = pace.take(Math.max(0, options.concurrency - active - promised));
    if (count > 0) {
      promised += count;
      send({ type: "want", count });
    }
    flush();
  }, tickMs);
}

async function work(job: Job): Promise<void> {
  promised--;
  active++;
  starts++;
  const row = await gatherTarget(job, tools);
  rows.push(row);
  if (row.class === "answered") pace.answered(row.durationMs);
  active--;
}

function flush(): void {
  if (rows.length === 0 && starts === 0) return;
  send({ type: "results", rows, loopDelayMs: pace.delayMs, starts });
  rows = [];
  starts = 0;
}

function send(message: FromWorker): void {
  process.send?.(message);
}
