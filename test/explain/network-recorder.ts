import type { BrowserEngine } from "../../packages/cors/src/browser/departures.ts";

/** A running browser whose network is recorded in the shape of its own exporter. */
export interface RecordingBrowser {
  readonly engine: BrowserEngine;
  readonly version: string;
  open(url: string): Promise<void>;
  /** What came since the last call: an HTTP Archive, and the console's lines. */
  take(): Promise<{ readonly har: HttpArchive; readonly console: readonly string[] }>;
  close(): Promise<void>;
}

export interface HttpArchive {
  readonly log: {
    readonly version: "1.2";
    readonly creator: { readonly name: string; readonly version: string };
    readonly pages: readonly unknown[];
    readonly entries: readonly unknown[];
  };
}

export type HarHeaders = readonly { readonly name: string; readonly value: string }[];

export function headerValue(headers: HarHeaders, name: string): string {
  return headers.find((header) => header.name.toLowerCase() === name)?.value ?? "";
}
