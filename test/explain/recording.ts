import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import type { BrowserEngine } from "../../packages/cors/src/browser/departures.ts";
import type { Cause } from "../../packages/toolkit/src/explain/cause.ts";
import type { HttpArchive } from "./network-recorder.ts";
import type { Scenario } from "./scenario.ts";

/** What a real browser showed of a scenario: its network and its console. */
export interface RecordedScenario {
  readonly id: string;
  readonly set: Scenario["set"];
  readonly cause: Cause;
  /** What the page's script returned. */
  readonly result: unknown;
  readonly console: readonly string[];
  readonly har: HttpArchive;
  readonly shows?: Scenario["shows"];
}

export interface Recording {
  readonly engine: BrowserEngine;
  readonly version: string;
  readonly records: readonly RecordedScenario[];
}

const fileOf = (engine: BrowserEngine): string =>
  fileURLToPath(new URL(`recorded/${engine}.ndjson.br`, import.meta.url));

/** The first line has the engine and its version, each other one a scenario. */
export function readRecording(engine: BrowserEngine): Recording {
  const [head = "", ...lines] = brotliDecompressSync(readFileSync(fileOf(engine)))
    .toString("utf8")
    .trimEnd()
    .split("\n");
  const { version } = JSON.parse(head) as { readonly version: string };
  return { engine, version, records: lines.map((line) => JSON.parse(line) as RecordedScenario) };
}

export function writeRecording({ engine, version, records }: Recording): void {
  const text = [{ engine, version }, ...records].map((line) => `${JSON.stringify(line)}\n`).join("");
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_LGWIN]: 24 };
  writeFileSync(fileOf(engine), brotliCompressSync(Buffer.from(text, "utf8"), { params }));
}

/** Whether the browser met the cause: a call that failed, an answer for nobody, a header that is not there. */
export function isShown({ cause, result }: Pick<RecordedScenario, "cause" | "result">): boolean {
  const told = String(result);
  switch (cause) {
    case "header-not-exposed":
      return result === null || /^\d+ $/.test(told);
    case "cookie-not-sent":
      return /^40[13]/.test(told);
    default:
      return /^(?:TypeError|0 ?$)/.test(told);
  }
}
