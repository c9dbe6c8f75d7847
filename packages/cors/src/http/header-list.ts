/**
 * A header: a name, compared without regard to case, and a value. Bytes are characters U+0000–U+00FF
 * (isomorphic decoding), so nothing a peer sent is lost or changed.
 *
 * https://fetch.spec.whatwg.org/#concept-header
 */
export type Header = readonly [name: string, value: string];

/**
 * Headers in the order they were sent, duplicates kept.
 *
 * https://fetch.spec.whatwg.org/#concept-header-list
 */
export type HeaderList = readonly Header[];

/** Whether a header's name is this one, given in lower case. Lengths differ mostly, and cost less to compare. */
function isNamed(header: Header, lowerCaseName: string): boolean {
  const name = header[0];
  return name.length === lowerCaseName.length && (name === lowerCaseName || name.toLowerCase() === lowerCaseName);
}

/** The values of every header with this name, in order; empty when there is none. */
export function getHeaderValues(list: HeaderList, name: string): string[] {
  const wanted = name.toLowerCase();
  const values: string[] = [];
  for (const header of list) {
    if (isNamed(header, wanted)) values.push(header[1]);
  }
  return values;
}

/**
 * Get a header: all values joined by `, `, or null when the list does not contain the name.
 *
 * https://fetch.spec.whatwg.org/#concept-header-list-get
 */
export function getHeader(list: HeaderList, name: string): string | null {
  const wanted = name.toLowerCase();
  let joined: string | null = null;
  for (const header of list) {
    if (isNamed(header, wanted)) joined = joined === null ? header[1] : `${joined}, ${header[1]}`;
  }
  return joined;
}

/** https://fetch.spec.whatwg.org/#header-list-contains */
export function containsHeader(list: HeaderList, name: string): boolean {
  const wanted = name.toLowerCase();
  return list.some((header) => isNamed(header, wanted));
}

/** The list without any header of this name. https://fetch.spec.whatwg.org/#concept-header-list-delete */
export function withoutHeader(list: HeaderList, name: string): HeaderList {
  const unwanted = name.toLowerCase();
  return list.filter((header) => !isNamed(header, unwanted));
}

/**
 * A value without leading and trailing HTTP whitespace (LF, CR, tab, space).
 *
 * https://fetch.spec.whatwg.org/#concept-header-value-normalize
 */
export function normalizeHeaderValue(value: string): string {
  return trim(value, (code) => code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d);
}

/** A value without leading and trailing OWS: spaces and tabs. RFC 9110, section 5.6.3. */
export function trimOptionalWhitespace(value: string): string {
  // Nearly every value has none, and keeps its string.
  if (value.charCodeAt(0) > 0x20 && value.charCodeAt(value.length - 1) > 0x20) return value;
  return trim(value, (code) => code === 0x20 || code === 0x09);
}

/** A loop, because `/[ \t]+$/` takes quadratic time on a hostile value. */
function trim(value: string, isSpace: (code: number) => boolean): string {
  let start = 0;
  let end = value.length;
  while (start < end && isSpace(value.charCodeAt(start))) start++;
  while (end > start && isSpace(value.charCodeAt(end - 1))) end--;
  return value.slice(start, end);
}
