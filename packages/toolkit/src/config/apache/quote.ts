/**
 * An argument as Apache reads it back. Apache takes a backslash away only before the quote and before a backslash.
 *
 * https://github.com/apache/httpd/blob/2.4.62/server/util.c#L754
 */
export function quote(text: string): string {
  return `"${text.replace(/\\(?=["\\]|$)/g, "\\\\").replace(/"/g, '\\"')}"`;
}

/** A header's value for mod_headers, where `%` begins a format specifier. */
export function quoteValue(text: string): string {
  return quote(text.replace(/%/g, "%%"));
}
