import type { Severity } from "../checks/finding.ts";
import { reaches, severities } from "../checks/run-checks.ts";
import { printJson } from "./print-json.ts";

/** Something found that a baseline may accept. */
export interface Acceptable {
  /** The same in every run that finds the same. */
  readonly fingerprint: string;
  readonly severity: Severity;
  readonly message: string;
}

/** One finding that somebody decided to live with. */
interface BaselineEntry extends Acceptable {
  /** The target or the file of the command line in which it was found. */
  readonly at: string;
  /** Why: a person's words, kept when the file is written anew. */
  readonly reason?: string;
}

export type Baseline = readonly BaselineEntry[];

/** What a run looked at, for what a baseline says of it. */
export interface Looked {
  readonly at: string;
  /** Whether it was judged to the end: what was not looked for is not gone. */
  readonly isComplete: boolean;
  readonly found: readonly Acceptable[];
}

const schema = "crosscheck/baseline@1";

/** Reads the text of a baseline; a sentence when it is none. */
export function parseBaseline(text: string): Baseline | string {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    return `it is not JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
  if (!isObject(document) || document.schema !== schema) return `it has no "schema": "${schema}"`;
  const { accepted } = document;
  if (!Array.isArray(accepted)) return 'it has no list "accepted"';
  const wrong = accepted.findIndex((entry) => !isEntry(entry));
  if (wrong >= 0) return `accepted[${wrong}] is no entry: it needs "fingerprint", "at", "message" and "severity"`;
  return accepted as Baseline;
}

export function printBaseline(baseline: Baseline): string {
  return `${printJson({ schema, accepted: baseline }, 2)}\n`;
}

/** Whether it is accepted: known by its fingerprint, and no graver than it was. */
export function isAccepted(baseline: Baseline, { fingerprint, severity }: Acceptable): boolean {
  return baseline.some((entry) => entry.fingerprint === fingerprint && reaches(entry.severity, severity));
}

/** The entries that a run looked for and did not find. */
export function staleEntries(baseline: Baseline, looked: readonly Looked[]): Baseline {
  const found = new Set(looked.flatMap((one) => one.found.map(({ fingerprint }) => fingerprint)));
  return baseline.filter(
    ({ at, fingerprint }) =>
      !found.has(fingerprint) &&
      looked.some((one) => one.at === at) &&
      looked.every((one) => one.at !== at || one.isComplete),
  );
}

/** The baseline that accepts what a run found: entries that it could not have found stay, reasons too. */
export function acceptAll(baseline: Baseline, looked: readonly Looked[]): Baseline {
  const stale = new Set(staleEntries(baseline, looked).map(({ fingerprint }) => fingerprint));
  const entries = new Map(
    baseline.filter(({ fingerprint }) => !stale.has(fingerprint)).map((entry) => [entry.fingerprint, entry]),
  );
  for (const { at, found } of looked) {
    for (const { fingerprint, severity, message } of found) {
      const reason = entries.get(fingerprint)?.reason;
      entries.set(fingerprint, { fingerprint, at, severity, message, ...(reason === undefined ? {} : { reason }) });
    }
  }
  return [...entries.values()];
}

function isEntry(entry: unknown): boolean {
  return (
    isObject(entry) &&
    ["fingerprint", "at", "message"].every((name) => typeof entry[name] === "string") &&
    severities.some((severity) => severity === entry.severity)
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
