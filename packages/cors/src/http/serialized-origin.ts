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
const longestSerializedOrigin = 270;

/** Lower case only, as serialized; `_` is not in RFC 1123 but in use, and browsers send it. Labels of 1–63 bytes. */
const domain = /^[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/;
const schemeThenRest = /^([a-z][a-z0-9+.-]*):\/\/(.+)$/;
const hostThenPort = /^(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(?::(0|[1-9][0-9]{0,4}))?$/;

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
  const [, scheme, rest] = schemeThenRest.exec(value) ?? [];
  if (scheme === undefined || rest === undefined) return null;
  const [, host, portText] = hostThenPort.exec(rest) ?? [];
  if (host === undefined) return null;
  if (!(host.startsWith("[") ? isSerializedIpv6(host) : domain.test(host) && host.length <= 253)) return null;
  if (portText === undefined) return { scheme, host, port: null };
  const port = Number(portText);
  if (port > 65_535 || defaultPorts[scheme] === port) return null;
  return { scheme, host, port };
}

/** Whether bracketed text is the one serialization of its address. https://url.spec.whatwg.org/#concept-ipv6-serializer */
function isSerializedIpv6(host: string): boolean {
  return URL.canParse(`http://${host}/`) && new URL(`http://${host}/`).hostname === host;
}

/** https://html.spec.whatwg.org/#ascii-serialisation-of-an-origin, of a tuple origin. */
export function serializeOrigin(origin: SerializedOrigin): string {
  return `${origin.scheme}://${origin.host}${origin.port === null ? "" : `:${origin.port}`}`;
}
