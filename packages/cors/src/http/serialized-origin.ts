import { parseUrl } from "./parse-url.ts";

/** The parts of a tuple origin as a browser serializes it. */
export interface SerializedOrigin {
  /** Lower case, without the colon. */
  readonly scheme: string;
  /** Lower case ASCII: a domain in Punycode, a dotted IPv4 address, or an IPv6 address in brackets. */
  readonly host: string;
  /** Null when it is the scheme's default. */
  readonly port: number | null;
}

/** Longest origin that can matter: scheme, `://`, a 253-byte domain, `:65535`. */
export const longestSerializedOrigin = 270;

/** https://url.spec.whatwg.org/#default-port, for the schemes that have origins here. */
const defaultPorts: Readonly<Record<string, number>> = { http: 80, https: 443, ws: 80, wss: 443, ftp: 21 };

/**
 * Parses a tuple origin strictly: exactly the strings a browser can send in `Origin`, and nothing that would have to be
 * corrected first (upper case, a default port, a path, a trailing dot, a space, a list). Null for anything else,
 * `null` included.
 *
 * https://fetch.spec.whatwg.org/#origin-header, https://html.spec.whatwg.org/#ascii-serialisation-of-an-origin
 */
export function parseSerializedOrigin(value: string): SerializedOrigin | null {
  if (value.length > longestSerializedOrigin) return null;
  const schemeEnd = endOfScheme(value);
  if (schemeEnd === -1 || !value.startsWith("//", schemeEnd + 1)) return null;
  const hostStart = schemeEnd + 3;
  const hostEnd = value.charCodeAt(hostStart) === bracket ? endOfIpv6(value, hostStart) : endOfDomain(value, hostStart);
  if (hostEnd === -1) return null;
  const scheme = value.slice(0, schemeEnd);
  const host = value.slice(hostStart, hostEnd);
  if (hostEnd === value.length) return { scheme, host, port: null };
  const port = parsePort(value, hostEnd);
  return port === null || defaultPorts[scheme] === port ? null : { scheme, host, port };
}

const bracket = 0x5b;
const colon = 0x3a;
const dot = 0x2e;

/** Where the colon is that ends `[a-z][a-z0-9+.-]*`; -1 when there is none. */
function endOfScheme(value: string): number {
  // Nearly all.
  if (value.startsWith("https:")) return 5;
  if (!isLowerAlpha(value.charCodeAt(0))) return -1;
  for (let index = 1; index < value.length; index++) {
    const code = value.charCodeAt(index);
    if (code === colon) return index;
    // `+`, `-` and `.`
    if (!isLowerAlpha(code) && !isDigit(code) && code !== 0x2b && code !== 0x2d && code !== dot) return -1;
  }
  return -1;
}

/**
 * Where a domain ends, at a colon or at the end of the value; -1 when there is none. Lower case only, as serialized; labels
 * of 1–63 bytes; `_` is not in RFC 1123 but in use, and browsers send it.
 */
function endOfDomain(value: string, start: number): number {
  let label = start;
  let index = start;
  for (; index < value.length; index++) {
    const code = value.charCodeAt(index);
    // Most characters are letters: they take one test.
    if (isLowerAlpha(code)) continue;
    if (code === colon) break;
    if (code === dot) {
      if (index === label || index - label > 63) return -1;
      label = index + 1;
    } else if (!isDigit(code) && code !== 0x2d && code !== 0x5f) {
      return -1;
    }
  }
  return index === label || index - label > 63 || index - start > 253 ? -1 : index;
}

function endOfIpv6(value: string, start: number): number {
  const end = value.indexOf("]", start) + 1;
  return end > 0 && isSerializedIpv6(value.slice(start, end)) ? end : -1;
}

/** `:` and 0–65535 without leading zeros, to the end of the value. */
function parsePort(value: string, start: number): number | null {
  const digits = value.length - start - 1;
  if (value.charCodeAt(start) !== colon || digits < 1 || digits > 5) return null;
  let port = 0;
  for (let index = start + 1; index < value.length; index++) {
    const code = value.charCodeAt(index);
    if (!isDigit(code) || (digits > 1 && index === start + 1 && code === 0x30)) return null;
    port = port * 10 + code - 0x30;
  }
  return port > 65_535 ? null : port;
}

function isLowerAlpha(code: number): boolean {
  return code >= 0x61 && code <= 0x7a;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** Whether bracketed text is the one serialization of its address. https://url.spec.whatwg.org/#concept-ipv6-serializer */
function isSerializedIpv6(host: string): boolean {
  return /^\[[0-9a-f:.]+\]$/.test(host) && parseUrl(`http://${host}/`)?.hostname === host;
}

/** https://html.spec.whatwg.org/#ascii-serialisation-of-an-origin, of a tuple origin. */
export function serializeOrigin(origin: SerializedOrigin): string {
  return `${origin.scheme}://${origin.host}${origin.port === null ? "" : `:${origin.port}`}`;
}
