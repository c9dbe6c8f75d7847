import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { storeError } from "./store-error.ts";

/**
 * Whoever gathers into a folder holds this. It is a lock of the operating system on an empty SQLite file: it ends with its
 * process, however that ends, and needs no number of a process to be guessed alive.
 */
export interface RunLock {
  release(): void;
}

/** The lock, or null when a living process holds it. */
export function takeRunLock(folder: string): RunLock | null {
  const file = join(folder, "run.lock");
  try {
    const database = new DatabaseSync(file, { timeout: 0 });
    try {
      database.exec("BEGIN EXCLUSIVE");
      return { release: () => database.close() };
    } catch (error) {
      database.close();
      if (error instanceof Error && "errcode" in error && Number(error.errcode) === 5) return null;
      throw error;
    }
  } catch (error) {
    throw storeError(file, error);
  }
}
