import type { Io } from "crosscheck/cli/command";
import { progressLine } from "crosscheck/cli/progress-line";
import type { GatherProgress } from "../gather/gather.ts";
import { answeredClasses, classWords, type OutcomeClass } from "../store/outcome-class.ts";
import type { SurveyStore } from "../store/survey-store.ts";
import type { RunStatus } from "./status-of-run.ts";

/** What a run says on its way: a line on a terminal, else a line now and then, or NDJSON. */
export interface RunProgress {
  show(progress: GatherProgress): void;
  judged(count: number): void;
  notice(sentence: string): void;
  summary(status: RunStatus): void;
  clear(): void;
}

const everyMs = 1_000;
const logEveryMs = 30_000;
/** The rate is that of the last so many seconds. */
const rateWindowMs = 15_000;

export function runProgress(store: SurveyStore, io: Io, json: boolean, startsPerSecond: number): RunProgress {
  const line = progressLine(io);
  const targets = store.countTargets();
  const before = store.countResults();
  const samples: { at: number; done: number }[] = [];
  let shownAt = 0;
  let loggedAt = performance.now();
  return {
    clear: line.clear,
    notice: (sentence) => {
      line.clear();
      io.stderr.write(`${sentence}\n`);
    },
    judged: (count) => line.show(`judging ${count}`),
    show: (progress) => {
      const now = performance.now();
      if (now - shownAt < everyMs) return;
      shownAt = now;
      // A retry counts from nothing again.
      if (progress.done < (samples.at(-1)?.done ?? 0)) samples.length = 0;
      samples.push({ at: now, done: progress.done });
      while (samples.length > 1 && now - (samples[0]?.at ?? 0) > rateWindowMs) samples.shift();
      const [oldest] = samples;
      const seconds = oldest === undefined ? 0 : (now - oldest.at) / 1_000;
      const rate = oldest === undefined || seconds === 0 ? 0 : (progress.done - oldest.done) / seconds;
      const done = progress.retrying ? store.countResults() : before + progress.done;
      const classes = store.classes();
      const estimate = estimateOf(targets - done, rate, progress.busiestShare, startsPerSecond);
      if (json) {
        const { loopDelayMs, waitingForAddress, retrying, pids } = progress;
        const told = {
          done,
          targets,
          ratePerSecond: round(rate),
          ...estimate,
          retrying,
          loopDelayMs: round(loopDelayMs),
          waitingForAddress,
        };
        io.stdout.write(
          `${JSON.stringify({ schema: "crosscheck/survey-progress@1", ...told, classes: Object.fromEntries(classes), pids })}\n`,
        );
        return;
      }
      const text = [
        progress.retrying ? `${progress.done} tried again` : `${done} of ${targets}`,
        `${rate.toFixed(rate < 10 ? 1 : 0)}/s`,
        ...(estimate.secondsLeft === null || progress.retrying
          ? []
          : [`${duration(estimate.secondsLeft)} left${estimate.boundBy === "address" ? " (one address)" : ""}`]),
        ...errorsOf(classes),
        `loop ${progress.loopDelayMs.toFixed(0)} ms`,
      ].join(" · ");
      line.show(text);
      if (io.stderr.isTTY !== true && now - loggedAt > logEveryMs) {
        loggedAt = now;
        io.stderr.write(`${text}\n`);
      }
    },
    summary: (status) => {
      const answered = answeredClasses.reduce((sum, name) => sum + (status.classes[name] ?? 0), 0);
      const lines = Object.entries(status.classes).map(
        ([name, count]) => `  ${String(count).padStart(9)}  ${classWords[name as OutcomeClass]}`,
      );
      io.stderr.write(`${status.done} of ${status.targets} sites asked, ${answered} answered.\n${lines.join("\n")}\n`);
    },
  };
}

/** The time that is left, by what holds a run back: its own speed, or the busiest address, asked no faster than is polite. */
function estimateOf(
  remaining: number,
  rate: number,
  busiestShare: number,
  startsPerSecond: number,
): { readonly secondsLeft: number | null; readonly boundBy: "rate" | "address" | null } {
  if (rate <= 0) return { secondsLeft: null, boundBy: null };
  const byRate = remaining / rate;
  const byAddress = (remaining * busiestShare) / startsPerSecond;
  return byAddress > byRate
    ? { secondsLeft: Math.round(byAddress), boundBy: "address" }
    : { secondsLeft: Math.round(byRate), boundBy: "rate" };
}

function errorsOf(classes: ReadonlyMap<OutcomeClass, number>): readonly string[] {
  const errors = [...classes].filter(([name]) => name !== "answered").slice(0, 3);
  return errors.map(([name, count]) => `${name} ${count}`);
}

function duration(seconds: number): string {
  if (seconds < 90) return `${seconds} s`;
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3_600).toFixed(1)} h`;
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}
