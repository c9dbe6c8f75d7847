import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { printable } from "../report/printable.ts";
import type { ScanReport } from "../report/scan-report.ts";
import { proofFolder, proofHeading } from "../web/proof-folder.ts";

/** Makes the folder before anything is sent; a sentence when it cannot be used. A folder of other things is left alone. */
export function openProofFolder(folder: string): string | null {
  try {
    mkdirSync(folder, { recursive: true });
    const there = readdirSync(folder);
    const isOurs =
      there.includes("README.md") && readFileSync(join(folder, "README.md"), "utf8").startsWith(proofHeading);
    if (there.length === 0 || isOurs) return null;
    return `--poc ${printable(JSON.stringify(folder))} has files that are no proofs of an earlier scan. Name an empty folder, or a new one.`;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `--poc ${printable(JSON.stringify(folder))} cannot be used: ${printable(why)}. Name a folder that can be written.`;
  }
}

/** What was written, in a sentence. */
export function writeProofs(folder: string, reports: readonly ScanReport[]): string {
  const files = proofFolder(reports);
  for (const { name, text } of files) writeFileSync(join(folder, name), text, { mode: 0o600 });
  return files.length === 0
    ? "Nothing was found, so there is nothing to prove."
    : `wrote ${files.length - 1} ${files.length === 2 ? "proof" : "proofs"}: see ${printable(join(folder, "README.md"))}`;
}
