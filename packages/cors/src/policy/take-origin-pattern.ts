import { parseSerializedOrigin } from "../http/serialized-origin.ts";
import { isAddress, parseHost } from "./parse-host.ts";
import type { OriginPattern } from "./policy.ts";
import { sharedSuffix } from "./shared-suffixes.ts";

/** More than an origin, because some characters of a name in Unicode leave nothing in its ASCII form. */
const longestText = 1000;

/** Scheme, `*.` or a first label with one `*`, host, port. None of the characters is one that only a mistake has. */
const form =
  /^([a-z][a-z0-9+.-]*):\/\/(\*\.|[a-z0-9_-]*\*[a-z0-9_-]*\.)?(\[[^\]]*\]|[^\s,;:/?#\\@*\u0000-\u0020\u007f]+)(?::(\*|0|[1-9][0-9]{0,4}))?$/i;

/** A WebSocket's address is not its page's; documents of the others have no tuple origin: https://url.spec.whatwg.org/#origin */
const neverSent: ReadonlySet<string> = new Set(["ws", "wss", "about", "blob", "data", "file", "javascript"]);

/** https://url.spec.whatwg.org/#default-port */
const defaultPorts: Readonly<Record<string, string>> = { http: "80", https: "443", ftp: "21" };

/** What the URL parser leaves as it is, unless it ends in a number. */
const plainHost = /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/;

/** https://url.spec.whatwg.org/#ends-in-a-number-checker */
export const endsInNumber: RegExp = /(?:^|\.)[0-9][0-9a-fx]*$/;

/**
 * The pattern of a text that says what it means, though perhaps not as it is serialized: a name in Unicode or in upper case,
 * a default port. Null for any text that would have to be corrected.
 */
export function takeOriginPattern(text: string): OriginPattern | null {
  const [, scheme = "", prefix = "", written = "", portText] = form.exec(text) ?? [];
  if (text.length > longestText || scheme !== scheme.toLowerCase() || neverSent.has(scheme)) return null;
  const web = scheme === "https" || scheme === "http";
  const host = plainHost.test(written) && !endsInNumber.test(written) ? written : readHost(written, web);
  if (host === null) return null;

  const wildcard = prefix === "" ? "none" : prefix === "*." ? "subdomains" : "in-label";
  if (wildcard !== "none" && isAddress(host)) return null;
  if (!web && (wildcard !== "none" || portText === "*")) return null;
  // Strangers have the names beside it.
  if (wildcard === "in-label" && sharedSuffix(host)?.kind === "registry") return null;

  const label = prefix.toLowerCase();
  const port = portText === undefined || portText === defaultPorts[scheme] ? "" : `:${portText}`;
  // One of the shortest origins it covers must be an origin: that bounds lengths and characters.
  const sample = `${scheme}://${label.replace("*", "a")}${host}${port === ":*" ? "" : port}`;
  if (parseSerializedOrigin(sample) === null) return null;
  return Object.freeze({
    text: `${scheme}://${label}${host}${port}`,
    scheme,
    host: wildcard === "in-label" ? label + host : host,
    wildcard,
    port: port === ":*" ? "*" : port === "" ? null : Number(portText),
  });
}

function readHost(written: string, web: boolean): string | null {
  const { host, fault } = parseHost(written, web);
  return fault === null ? host : null;
}
