import { normalizeHeaderValue } from "./header-list.ts";
import { isToken } from "./token.ts";

/**
 * The essence (`text/plain`, lower case) of what parsing a MIME type gives, or null for failure. The parameters are not
 * looked at: no parameter, however malformed, makes the parsing fail.
 *
 * https://mimesniff.spec.whatwg.org/#parse-a-mime-type
 */
export function mimeTypeEssence(text: string): string | null {
  // 1–2. Remove any leading and trailing HTTP whitespace from input.
  const input = normalizeHeaderValue(text);

  // 3. Let type be the result of collecting code points that are not U+002F (/).
  const slash = input.indexOf("/");
  // 5. (Out of order, nothing observable.) If position is past the end of input, then return failure.
  if (slash === -1) return null;
  const type = input.slice(0, slash);
  // 4. If type is the empty string or does not solely contain HTTP token code points, then return failure.
  if (!isToken(type)) return null;

  // 6–8. Let subtype be what comes before U+003B (;), without trailing HTTP whitespace.
  const semicolon = input.indexOf(";", slash + 1);
  const untrimmed = input.slice(slash + 1, semicolon === -1 ? undefined : semicolon);
  // NOTE: only trailing whitespace goes. A leading space stays, and makes step 9 fail.
  const subtype = untrimmed.slice(0, untrimmed.length - trailingWhitespace(untrimmed));
  // 9. If subtype is the empty string or does not solely contain HTTP token code points, then return failure.
  if (!isToken(subtype)) return null;

  // 10. Type and subtype in ASCII lowercase. The essence is the two with U+002F (/) between them.
  return `${type}/${subtype}`.toLowerCase();
}

/** How many characters of HTTP whitespace a string ends with. */
function trailingWhitespace(value: string): number {
  let length = value.length;
  while (length > 0 && " \t\r\n".includes(value.charAt(length - 1))) length--;
  return value.length - length;
}
