import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import type { ScanOutcome } from "crosscheck/scan/scan";

/** What was gathered of one target, as it is kept: everything that judging needs. */
export type StoredScan = ScanOutcome;

/** JSON, compressed: the answers of one site are much alike, so it shrinks to a tenth. */
export function packScan(outcome: StoredScan): Uint8Array {
  return zstdCompressSync(JSON.stringify(outcome));
}

export function unpackScan(packed: Uint8Array): StoredScan {
  return JSON.parse(zstdDecompressSync(packed).toString("utf8")) as StoredScan;
}
