import { parseSerializedOrigin } from "@crosscheck/cors/http";

/** Whether a browser can send a text as an Origin. */
export function isSentOrigin(text: string): boolean {
  return text === "null" || parseSerializedOrigin(text) !== null;
}
