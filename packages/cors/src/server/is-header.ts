/** The request headers that a decision depends on. */
type DecidingHeader = "origin" | "access-control-request-method" | "sec-fetch-site";

/**
 * Whether a name is this one, without regard to case. Asked of each header of each request, so the length and one letter,
 * which tell the usual headers apart, come before anything that makes a string.
 */
export function isHeader(name: string, wanted: DecidingHeader): boolean {
  const { length } = wanted;
  if (name.length !== length) return false;
  if (name === wanted) return true;
  return (name.charCodeAt(length - 4) | 0x20) === wanted.charCodeAt(length - 4) && name.toLowerCase() === wanted;
}
