import { failure } from "./client-failure.ts";
import type { ClientFailure } from "./http-client.ts";
import { parseIpAddress } from "./ip-address.ts";

/** Where a URL leads: what has to be known to connect and to speak of it. */
export interface ScanTarget {
  /** `https://example.com:8443`: requests to one origin share a connection. */
  readonly origin: string;
  readonly secure: boolean;
  /** As in a `Host` header: `example.com`, `example.com:8443`, `[2001:db8::1]`. */
  readonly authority: string;
  /** A name or an IP address without brackets. */
  readonly host: string;
  readonly isAddress: boolean;
  readonly port: number;
  /** Path and query. */
  readonly path: string;
  /** Whether it may be reached whatever its port and address. */
  readonly trusted: boolean;
}

export interface TargetOptions {
  readonly allowPrivate?: boolean;
  readonly alsoAllowed?: ReadonlySet<string>;
}

/** Where websites are. On any other port a scan would be a port scan of somebody's other services. */
const webPorts: ReadonlySet<number> = new Set([80, 443, 8080, 8443]);

/**
 * Where a URL leads, or why no request goes there: its scheme, its user information or its port. The address is another
 * question, asked when it is known. `new URL` has already made `127.0.0.1` of `0177.1`, `2130706433` and `127.0.0.1.`.
 */
export function scanTarget(text: string, options: TargetOptions): ScanTarget | ClientFailure {
  const url = URL.parse(text);
  if (url === null) {
    return failure("url-not-allowed", `${quote(text)} is not a URL. Write one like https://example.com/.`);
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    return failure(
      "url-not-allowed",
      `${quote(text)} has the scheme "${url.protocol.slice(0, -1)}". Only http and https URLs can be scanned.`,
    );
  }
  if (url.username !== "" || url.password !== "") {
    return failure(
      "url-not-allowed",
      `${quote(text)} has a user name or password before the "@". Write ${url.protocol}//${url.host}${url.pathname} without it.`,
    );
  }
  const secure = url.protocol === "https:";
  const port = url.port === "" ? (secure ? 443 : 80) : Number(url.port);
  const host = url.hostname.startsWith("[") ? url.hostname.slice(1, -1) : url.hostname;
  const trusted = options.allowPrivate === true || options.alsoAllowed?.has(`${url.hostname}:${port}`) === true;
  if (!trusted && !webPorts.has(port)) {
    return failure(
      "url-not-allowed",
      `${url.host} names port ${port}. A scan reaches the ports 80, 443, 8080 and 8443 unless you allow others: add --allow-private.`,
    );
  }
  return {
    origin: url.origin,
    secure,
    authority: url.host,
    host,
    isAddress: parseIpAddress(host) !== null,
    port,
    path: url.pathname + url.search,
    trusted,
  };
}

/** Input in quotes, cut to a readable length, control characters escaped. */
function quote(text: string): string {
  return JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text);
}
