/** What UTF-8 makes of a value's bytes: those of U+FFFD where they are none. One character a byte, before and after. */
export function utf8Bytes(value: string): string {
  if (!/[\x80-\xff]/.test(value)) return value;
  const bytes = new TextEncoder().encode(decodeUtf8(value));
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}

/** The text that a value's bytes are in UTF-8. */
export function decodeUtf8(value: string): string {
  if (!/[\x80-\xff]/.test(value)) return value;
  return new TextDecoder().decode(Uint8Array.from(value, (character) => character.charCodeAt(0)));
}
