import type { PathPattern } from "@crosscheck/cors";

/** The `path` of a `<location>` for a rule: null for everything; undefined when there is none, as for a `:name`. */
export function locationPath(pattern: PathPattern): string | null | undefined {
  const literals: string[] = [];
  for (const segment of pattern.segments) {
    if (!("literal" in segment)) return undefined;
    literals.push(decodeTriplets(segment.literal));
  }
  if (literals.length === 0) return pattern.everythingBelow ? null : undefined;
  return literals.join("/");
}

/** IIS compares the decoded path. */
function decodeTriplets(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
