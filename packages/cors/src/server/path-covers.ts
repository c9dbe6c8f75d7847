import type { PathPattern } from "../policy/policy.ts";

/**
 * Whether a pattern covers a path that is not ambiguous. A trailing slash does not count: `/x` covers `/x` and `/x/`;
 * `/x/*` covers those and everything below.
 */
export function pathCovers(pattern: PathPattern, path: string): boolean {
  let position = 0;
  for (const segment of pattern.segments) {
    if (path[position] !== "/") return false;
    const start = position + 1;
    if ("literal" in segment) {
      if (!path.startsWith(segment.literal, start)) return false;
      position = start + segment.literal.length;
    } else {
      const end = path.indexOf("/", start);
      position = end === -1 ? path.length : end;
      if (position === start) return false;
    }
  }
  if (position === path.length) return true;
  if (path[position] !== "/") return false;
  return pattern.everythingBelow || position === path.length - 1;
}
