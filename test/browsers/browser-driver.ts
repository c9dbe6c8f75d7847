import type { BrowserEngine } from "../../packages/cors/src/browser/departures.ts";

/** A running browser that shows one page. */
export interface BrowserDriver {
  readonly engine: BrowserEngine;
  readonly version: string;
  open(url: string): Promise<void>;
  /** What the console got since the last call. */
  takeMessages(): Promise<readonly string[]>;
  close(): Promise<void>;
}
