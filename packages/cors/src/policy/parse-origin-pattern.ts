import { parseSerializedOrigin } from "../http/serialized-origin.ts";
import { correctOriginPattern } from "./correct-origin-pattern.ts";
import type { OriginPattern } from "./policy.ts";
import type { ProblemCode } from "./problem.ts";

/** What is wrong with one origin pattern. */
interface OriginPatternProblem {
  readonly code: ProblemCode;
  /** The corrected pattern, when there is one. */
  readonly suggestion?: string;
  /** The wrong part. */
  readonly part?: string;
}

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
  const plain = parsePlainPattern(text);
  if (plain !== null) return { pattern: plain, problem: null };
  if (text === "null") return { pattern: opaqueOrigin, problem: null };

  const { corrected, fault } = correctOriginPattern(text);
  // The author's own text is taken only if it needed no correction but the harmless ones.
  if (fault === null && corrected !== null) {
    const normalised = corrected.text !== text;
    const problem = normalised ? { code: "origin-pattern-normalised" as const, suggestion: corrected.text } : null;
    return { pattern: corrected, problem };
  }
  if (fault === null) return { pattern: null, problem: { code: "origin-pattern-host-invalid" } };
  return { pattern: null, problem: { ...fault, ...(corrected !== null && { suggestion: corrected.text }) } };
}

/** The longest base that leaves room for a label and a dot before it. RFC 1035, section 2.3.4. */
const longestWildcardBase = 251;

/**
 * The short way for what nearly every entry is: an exact origin, perhaps with `*.` and `:*`. What may be an IPv4 address
 * in another form takes the long way.
 */
function parsePlainPattern(text: string): OriginPattern | null {
  const anyPort = text.endsWith(":*");
  const withoutPort = anyPort ? text.slice(0, -2) : text;
  const star = withoutPort.indexOf("://*.");
  const subdomains = star !== -1;

  const plain = subdomains ? withoutPort.slice(0, star + 3) + withoutPort.slice(star + 5) : withoutPort;
  const origin = parseSerializedOrigin(plain);
  if (origin === null || (origin.scheme !== "https" && origin.scheme !== "http")) return null;
  if (/(?:^|\.)[0-9][0-9a-fx]*$/.test(origin.host) || (anyPort && origin.port !== null)) return null;
  if (subdomains && (origin.host.startsWith("[") || origin.host.length > longestWildcardBase)) return null;
  return Object.freeze({
    text,
    scheme: origin.scheme,
    host: origin.host,
    wildcard: subdomains ? "subdomains" : "none",
    port: anyPort ? "*" : origin.port,
  });
}
