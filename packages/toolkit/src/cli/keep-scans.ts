import { claimFile } from "../store/claim-file.ts";
import { openScanStore } from "../store/open-scan-store.ts";
import type { ScanStore } from "../store/scan-store.ts";

export interface KeptScans {
  readonly store: ScanStore;
  release(): void;
}

/**
 * Opens the file of promised scans for this process alone. Without it a server for its user alone keeps them in memory, and
 * says so; a public one does not start, because it could not keep its word.
 */
export function keepScans(file: string, mustKeep: boolean, warn: (sentence: string) => void): KeptScans | string {
  let release: (() => void) | false = false;
  try {
    release = claimFile(file);
    if (release !== false) {
      const store = openScanStore(file);
      const free = release;
      return {
        store,
        release: () => {
          store.close();
          free();
        },
      };
    }
  } catch (error) {
    if (release !== false) release();
    const why = error instanceof Error ? error.message : String(error);
    return otherwise(`The scans in ${file} could not be opened: ${why}.`);
  }
  return otherwise(`The scans in ${file} belong to another \`crosscheck serve\` that runs.`);

  function otherwise(why: string): KeptScans | string {
    if (mustKeep) return `${why} End that, or name another folder in CROSSCHECK_DATA.`;
    warn(`${why} This one keeps its results in memory, and they end with it.`);
    const store = openScanStore(":memory:");
    return { store, release: () => store.close() };
  }
}
