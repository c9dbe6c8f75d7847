import { longestSerializedOrigin, parseSerializedOrigin, type SerializedOrigin } from "../http/serialized-origin.ts";
import type { OriginPattern } from "../policy/policy.ts";

/** The text of the pattern that covers an Origin value; null when none does, "malformed" when it is no origin at all. */
export type OriginMatcher = (value: string) => string | null | "malformed";

/** One `*` inside the first label, by what is before it, then by what is after it, then by scheme and port. */
type InLabelPatterns = Map<string, Map<string, Map<string, string>>>;

/**
 * A matcher whose cost does not grow with the number of patterns: exact origins by hash, `*.` patterns by walking the
 * host's labels from the right as long as a pattern has them, in-label patterns by hash of the rest of the host.
 */
export function compileOrigins(patterns: readonly OriginPattern[]): OriginMatcher {
  const exact = new Set<string>();
  const anyPort = new Map<string, string>();
  const subdomains = new Map<string, Map<string, string> | null>();
  const inLabel = new Map<string, InLabelPatterns>();

  for (const pattern of patterns) {
    const { text, scheme, host, wildcard, port } = pattern;
    if (wildcard === "null" || (wildcard === "none" && port !== "*")) {
      exact.add(text);
    } else if (wildcard === "none") {
      anyPort.set(`${scheme}://${host}`, text);
    } else if (wildcard === "subdomains") {
      const known = subdomains.get(host) ?? new Map<string, string>();
      subdomains.set(host, known.set(schemeAndPort(scheme, port), text));
      // A step for each parent, so that a walk from the right gets to it.
      for (let dot = host.indexOf("."); dot !== -1; dot = host.indexOf(".", dot + 1)) {
        const parent = host.slice(dot + 1);
        if (!subdomains.has(parent)) subdomains.set(parent, null);
      }
    } else {
      addInLabel(inLabel, pattern);
    }
  }
  const onlyExact = anyPort.size === 0 && subdomains.size === 0 && inLabel.size === 0;

  return (value) => {
    // Not even a hash is worth computing.
    if (value.length > longestSerializedOrigin) return "malformed";
    // Every exact text is a serialized origin, so a hit needs no parsing.
    if (exact.has(value)) return value;
    const origin = parseSerializedOrigin(value);
    if (origin === null) return "malformed";
    if (onlyExact) return null;
    return (
      anyPort.get(`${origin.scheme}://${origin.host}`) ??
      matchSubdomains(subdomains, origin) ??
      matchInLabel(inLabel, origin)
    );
  };
}

function schemeAndPort(scheme: string, port: number | null | "*"): string {
  return `${scheme}:${port ?? ""}`;
}

function matchSubdomains(
  subdomains: ReadonlyMap<string, ReadonlyMap<string, string> | null>,
  { scheme, host, port }: SerializedOrigin,
): string | null {
  if (subdomains.size === 0) return null;
  // The suffix that begins at the first label is the host itself, which `*.` never covers.
  for (let dot = host.lastIndexOf("."); dot > 0; dot = host.lastIndexOf(".", dot - 1)) {
    const patterns = subdomains.get(host.slice(dot + 1));
    if (patterns === undefined) return null;
    const text = patterns?.get(schemeAndPort(scheme, port)) ?? patterns?.get(schemeAndPort(scheme, "*"));
    if (text !== undefined) return text;
  }
  return null;
}

function addInLabel(patterns: Map<string, InLabelPatterns>, { text, scheme, host, port }: OriginPattern): void {
  const star = host.indexOf("*");
  const dot = host.indexOf(".");
  const before = host.slice(0, star);
  const after = host.slice(star + 1, dot);
  const rest = host.slice(dot + 1);
  const byBefore: InLabelPatterns = patterns.get(rest) ?? new Map();
  const byAfter = byBefore.get(before) ?? new Map<string, Map<string, string>>();
  const byPort = byAfter.get(after) ?? new Map<string, string>();
  patterns.set(rest, byBefore.set(before, byAfter.set(after, byPort.set(schemeAndPort(scheme, port), text))));
}

function matchInLabel(
  patterns: ReadonlyMap<string, InLabelPatterns>,
  { scheme, host, port }: SerializedOrigin,
): string | null {
  const dot = host.indexOf(".");
  const byBefore = dot === -1 ? undefined : patterns.get(host.slice(dot + 1));
  if (byBefore === undefined) return null;
  // A label has at most 63 characters, so the number of ways to cut it in three is bounded.
  const label = host.slice(0, dot);
  for (let start = 0; start < label.length; start++) {
    const byAfter = byBefore.get(label.slice(0, start));
    if (byAfter === undefined) continue;
    for (let end = start + 1; end <= label.length; end++) {
      if (label[end - 1] === "_") break;
      const byPort = byAfter.get(label.slice(end));
      const text = byPort?.get(schemeAndPort(scheme, port)) ?? byPort?.get(schemeAndPort(scheme, "*"));
      if (text !== undefined) return text;
    }
  }
  return null;
}
