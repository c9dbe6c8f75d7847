import { explainOriginPattern } from "#for-authors";
import { parseSerializedOrigin } from "../http/serialized-origin.ts";
import type { OriginPatternProblem } from "./explain-origin-pattern.ts";
import type { OriginPattern } from "./policy.ts";
import { endsInNumber, takeOriginPattern } from "./take-origin-pattern.ts";

/** A pattern, what is wrong with the text, or both when the text was only normalised. */
export interface OriginPatternResult {
  readonly pattern: OriginPattern | null;
  readonly problem: OriginPatternProblem | null;
}

/** `null`, the opaque origin of sandboxed frames, `data:` documents and local files. */
const opaqueOrigin: OriginPattern = Object.freeze({
  text: "null",
  scheme: "",
  host: "",
  wildcard: "null",
  port: null,
});

/**
 * Parses one entry of `allowOrigins`: `scheme://host[:port]`, where host may begin with one `*.` or have one `*` inside its
 * first label, and port may be `*`; or `null`. Exactly the text that is printed again, or a problem with the corrected text.
 */
export function parseOriginPattern(text: string): OriginPatternResult {
  const plain = parsePlainOrigin(text);
  if (plain !== null) return { pattern: plain, problem: null };
  if (text === "null") return { pattern: opaqueOrigin, problem: null };

  const taken = takeOriginPattern(text);
  if (taken === null) return { pattern: null, problem: explainOriginPattern(text) };
  const normalised = taken.text !== text;
  return { pattern: taken, problem: normalised ? { code: "origin-pattern-normalised", suggestion: taken.text } : null };
}

/** The short way for what nearly every entry is. What may be an IPv4 address in another form takes the long way. */
function parsePlainOrigin(text: string): OriginPattern | null {
  const origin = parseSerializedOrigin(text);
  if (origin === null || (origin.scheme !== "https" && origin.scheme !== "http")) return null;
  const { scheme, host, port } = origin;
  return endsInNumber.test(host) ? null : Object.freeze({ text, scheme, host, wildcard: "none", port });
}
