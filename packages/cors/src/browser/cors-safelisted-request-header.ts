import { mimeTypeEssence } from "../http/mime-type-essence.ts";
import { type Profile, standardProfile } from "./departures.ts";
import { parseSingleRangeHeaderValue } from "./parse-single-range-header-value.ts";
import { fitsRangeInteger, hasNonAscii, isSafelistedClientHint, isSingleMediaType } from "./safelist-departures.ts";

/**
 * Whether a request header needs no preflight, whatever the server thinks of CORS.
 *
 * https://fetch.spec.whatwg.org/#cors-safelisted-request-header
 *
 * @param value normalized, one character a byte
 */
export function isCorsSafelistedRequestHeader(
  name: string,
  value: string,
  profile: Profile = standardProfile,
): boolean {
  const { departures } = profile;
  // 1. If value's length is greater than 128, then return false.
  if (value.length > 128) return false;

  // 2. Byte-lowercase name and switch on the result:
  const lowercased = name.toLowerCase();
  switch (lowercased) {
    case "accept":
      if (departures.has("non-ascii-unsafe") && hasNonAscii(value)) return false;
      return !containsCorsUnsafeRequestHeaderByte(value);

    case "accept-language":
    case "content-language":
      return isLanguageValue(value);

    case "content-type": {
      // 1. If value contains a CORS-unsafe request-header byte, then return false.
      if (containsCorsUnsafeRequestHeaderByte(value)) return false;
      if (departures.has("non-ascii-unsafe") && hasNonAscii(value)) return false;
      if (departures.has("content-type-parsed-strictly") && !isSingleMediaType(value)) return false;
      // 2–4. The essence of the parsed MIME type is one that an HTML form can send. (Failure is null, and is none.)
      const essence = mimeTypeEssence(value);
      return (
        essence === "application/x-www-form-urlencoded" || essence === "multipart/form-data" || essence === "text/plain"
      );
    }

    case "range": {
      // 1–2. Parse a single range header value given value and false; failure is false.
      const unit = departures.has("range-unit-any-case") ? value.slice(0, 6).toLowerCase() : value.slice(0, 6);
      const rangeValue = parseSingleRangeHeaderValue(unit + value.slice(6));
      // 3. If rangeValue[0] is null, then return false: browsers never sent `bytes=-500`.
      if (rangeValue === "failure" || rangeValue[0] === null) return false;
      return rangeValue.every((digits) => fitsRangeInteger(digits, profile));
    }

    default:
      return departures.has("client-hints-safelisted") && isSafelistedClientHint(lowercased, value);
  }
}

/** https://fetch.spec.whatwg.org/#cors-unsafe-request-header-byte */
export function containsCorsUnsafeRequestHeaderByte(value: string): boolean {
  for (let index = 0; index < value.length; index++) {
    const byte = value.charCodeAt(index);
    if ((byte < 0x20 && byte !== 0x09) || unsafeBytes.has(byte)) return true;
  }
  return false;
}

/** `"` `(` `)` `:` `<` `>` `?` `@` `[` `\` `]` `{` `}` and DEL. */
const unsafeBytes: ReadonlySet<number> = new Set([...'"():<>?@[\\]{}\x7f'].map((character) => character.charCodeAt(0)));

/** ASCII letters and digits, space, and `*` `,` `-` `.` `;` `=`. */
function isLanguageValue(value: string): boolean {
  return /^[0-9A-Za-z *,\-.;=]*$/.test(value);
}
