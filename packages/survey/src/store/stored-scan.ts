import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import type { ScanOutcome } from "crosscheck/scan/scan";

/** What was gathered of one target, as it is kept: everything that judging needs. */
export type StoredScan = ScanOutcome;

/** JSON, compressed: the answers of one site are much alike, so it shrinks to a tenth. */
export function packScan(outcome: StoredScan): Uint8Array {
  const text = Buffer.from(JSON.stringify(outcome));
  // Told how much there is, zstd makes its tables no larger than that, which takes longer than what they are for.
  return zstdCompressSync(text, { pledgedSrcSize: text.length, chunkSize: 4_096 });
}

export function unpackScan(packed: Uint8Array): StoredScan {
  return JSON.parse(zstdDecompressSync(packed).toString("utf8")) as StoredScan;
}
