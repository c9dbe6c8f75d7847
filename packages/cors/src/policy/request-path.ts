/** The path of a request target without its query, or null for a target that has none (`*`, `host:port`). */
export function pathOfTarget(target: string): string | null {
  const queryStart = target.indexOf("?");
  const withoutQuery = queryStart === -1 ? target : target.slice(0, queryStart);
  if (withoutQuery.startsWith("/")) return withoutQuery;
  // absolute-form: RFC 9112, section 3.2.2. A backslash ends the authority too, as in a URL; it is ambiguous anyway.
  const authority = /^[a-z][a-z0-9+.-]*:\/\/[^/\\]*/i.exec(withoutQuery);
  if (authority === null) return null;
  return withoutQuery.slice(authority[0].length) || "/";
}

/** `//`, a `.` or `..` segment (also `..;`), a backslash, an encoded or raw control character, an encoded `/`, `.`, `\` or `%`. */
const ambiguous = /\/\/|\/\.{1,2}(?:\/|$)|\/\.\.;|\\|%(?:2[ef5]|5c|[01][0-9a-f]|7f)|[\u0000-\u001f\u007f]/i;

/** Whether servers and frameworks disagree on what a path means, so that no rule but "no CORS here" is safe. */
export function isAmbiguousPath(path: string): boolean {
  return ambiguous.test(path);
}

/**
 * Whether a path, or a target up to its query, has nothing that could make it ambiguous, nothing to decode, and no other spelling in lower case. Most have,
 * and looking at each character once costs less than the expressions do.
 */
export function isPlainPath(path: string): boolean {
  let before = 0;
  for (let index = 0; index < path.length; index++) {
    const code = path.charCodeAt(index);
    if (code === 0x3f) return true;
    // After a `/`: another one, or a segment that begins with a dot.
    if (before === 0x2f && (code === 0x2f || code === 0x2e)) return false;
    // Controls; `%`; `A` to `Z` and the backslash; DEL and whatever is not ASCII.
    if (code < 0x21 || code === 0x25 || (code > 0x40 && code < 0x5b) || code === 0x5c || code > 0x7e) return false;
    before = code;
  }
  return true;
}

/** https://www.rfc-editor.org/rfc/rfc3986#section-2.3; `.` is not here, because `%2E` is ambiguous. */
const encodedUnreserved = /%(?:2d|3[0-9]|4[1-9a-f]|5[0-9a]|5f|6[1-9a-f]|7[0-9a]|7e)/gi;

/** The path with unreserved characters percent-decoded, and nothing else. */
export function decodeUnreserved(path: string): string {
  if (!path.includes("%")) return path;
  return path.replace(encodedUnreserved, (triplet) => String.fromCharCode(Number.parseInt(triplet.slice(1), 16)));
}
