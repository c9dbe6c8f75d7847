import type { EntryPoint } from "./page-request.ts";
import type { NetworkError } from "./verdict.ts";

/** What a console message is made of. */
export interface ConsoleContext {
  readonly entryPoint: EntryPoint;
  readonly mode: "cors" | "no-cors" | "same-origin";
  readonly pageOrigin: string;
  /** Every URL up to the failing one. */
  readonly urls: readonly string[];
  readonly error: Pick<NetworkError, "reason" | "details" | "onPreflight">;
  /** The status of the failing response; null when there was none. */
  readonly status: number | null;
}

export function lastUrl({ urls }: ConsoleContext): string {
  return urls.at(-1) ?? "";
}
