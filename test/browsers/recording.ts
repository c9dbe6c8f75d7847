import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import type { BrowserEngine } from "../../packages/cors/src/browser/departures.ts";
import type { RecordedCase } from "./run-cases.ts";

/** Outcomes of a real browser, kept so that a machine without it checks the model all the same. */
export interface Recording {
  readonly version: string;
  readonly seeds: readonly number[];
  readonly records: readonly RecordedCase[];
}

const fileOf = (engine: BrowserEngine): string =>
  fileURLToPath(new URL(`recorded/${engine}.ndjson.br`, import.meta.url));

/** The first line tells the browser's version and the seeds, each other line is a case. */
export function readRecording(engine: BrowserEngine): Recording {
  const [head = "", ...lines] = brotliDecompressSync(readFileSync(fileOf(engine)))
    .toString("utf8")
    .trimEnd()
    .split("\n");
  const { version, seeds } = JSON.parse(head) as Omit<Recording, "records">;
  return { version, seeds, records: lines.map((line) => JSON.parse(line) as RecordedCase) };
}

export function writeRecording(engine: BrowserEngine, { version, seeds, records }: Recording): void {
  const text = [{ version, seeds }, ...records].map((line) => `${JSON.stringify(line)}\n`).join("");
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_LGWIN]: 24 };
  writeFileSync(fileOf(engine), brotliCompressSync(Buffer.from(text, "utf8"), { params }));
}
