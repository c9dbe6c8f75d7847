/**
 * The URL of a text, or null.
 *
 * Not by `URL.canParse`: once V8 has optimised its caller, Node 20 and 22 say false for each text with a character from U+0080 to
 * U+00FF, such as `https://bücher.example`.
 */
export function parseUrl(text: string, base?: string | URL): URL | null {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}
