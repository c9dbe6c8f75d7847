import { parseUrl } from "../http/parse-url.ts";
import type { ProblemCode } from "./problem.ts";

/** Something wrong with a text, and which part of it. */
export interface OriginFault {
  readonly code: ProblemCode;
  readonly part?: string;
}

/** A host as a browser would serialize it, or null; and what keeps the written one from ever being sent. */
export interface ParsedHost {
  readonly host: string | null;
  readonly fault: OriginFault | null;
}

/**
 * The host of a pattern, without its wildcard, through the URL standard's own host parser (IDNA, IPv4 and IPv6 forms).
 * Upper case and IDN are normalised silently; the caller sees that the text changed.
 *
 * https://url.spec.whatwg.org/#host-parsing
 */
export function parseHost(written: string, web: boolean): ParsedHost {
  const host = written.replace(/\.+$/, "");
  const fault: OriginFault | null =
    host !== written
      ? { code: "origin-pattern-has-trailing-dot", part: "." }
      : written.includes("%")
        ? { code: "origin-pattern-host-invalid", part: "%" }
        : null;
  const unreadable: ParsedHost = { host: null, fault: fault ?? { code: "origin-pattern-host-invalid", part: written } };
  if (host === "" || /[/?#@\\:*]/.test(host.replace(/^\[.*\]$/, ""))) return unreadable;

  const url = parseUrl(`https://${host}/`);
  if (url === null) return unreadable;
  const { hostname } = url;
  // A scheme of an app has opaque hosts, which are names even when they look like addresses.
  const parsed = web || hostname.startsWith("[") ? hostname : host.toLowerCase();
  // Letters in upper case and beyond ASCII are how people write a name; another form of an address is a mistake.
  const otherForm = fault === null && isAddress(parsed) && parsed !== host.toLowerCase();
  return { host: parsed, fault: otherForm ? { code: "origin-pattern-host-invalid", part: written } : fault };
}

/** Whether a serialized host is an IP address. https://url.spec.whatwg.org/#ends-in-a-number-checker */
export function isAddress(host: string): boolean {
  return host.startsWith("[") || /^[0-9]{1,3}(?:\.[0-9]{1,3}){3}$/.test(host);
}

/** `localhost` and what is below it, 127.0.0.0/8, `[::1]`. https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy */
export function isLoopbackHost(host: string): boolean {
  return (
    host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || (isAddress(host) && /^127\./.test(host))
  );
}

/** An address of a private network, a link, or a carrier's network: not reachable from the internet. RFC 6890. */
export function isPrivateAddress(host: string): boolean {
  if (!isAddress(host)) return false;
  return /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2[0-9]|3[01])\.|169\.254\.|100\.(?:6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\.|\[f[cd]|\[fe[89ab])/.test(
    host,
  );
}
