import { parseSerializedOrigin } from "../http/serialized-origin.ts";
import { isAddress, type OriginFault, parseHost } from "./parse-host.ts";
import type { OriginPattern } from "./policy.ts";
import { sharedSuffix } from "./shared-suffixes.ts";

/** What the author probably meant, as far as it can be told, and what was wrong with how it was written. */
export interface CorrectedOriginPattern {
  readonly corrected: OriginPattern | null;
  readonly fault: OriginFault | null;
}

const longestText = 1000;

/** A WebSocket's address is not its page's. */
const pageSchemes: ReadonlyMap<string, string> = new Map([
  ["ws", "http"],
  ["wss", "https"],
]);

/** https://url.spec.whatwg.org/#default-port */
const defaultPorts: ReadonlyMap<string, number> = new Map([
  ["http", 80],
  ["https", 443],
  ["ftp", 21],
]);

/** Reads a text that is no plain exact origin: finds its first fault and goes on, to offer the whole text corrected. */
export function correctOriginPattern(text: string): CorrectedOriginPattern {
  const hopeless = hopelessFault(text);
  if (hopeless !== null) return { corrected: null, fault: hopeless };

  const faults: OriginFault[] = [];
  const trimmed = text.trim();
  if (trimmed !== text) faults.push({ code: "origin-pattern-has-space" });
  const { scheme, rest } = splitScheme(trimmed, faults);

  const authorityEnd = rest.search(/[/?#\\]/);
  const authority = authorityEnd === -1 ? rest : rest.slice(0, authorityEnd);
  if (authorityEnd !== -1) faults.push({ code: "origin-pattern-has-path", part: rest.slice(authorityEnd) });

  const userinfoEnd = authority.lastIndexOf("@");
  if (userinfoEnd !== -1) {
    faults.push({ code: "origin-pattern-has-userinfo", part: authority.slice(0, userinfoEnd + 1) });
  }
  const { host, port } = splitPort(authority.slice(userinfoEnd + 1), scheme, faults);

  const pattern = port === undefined ? null : assemble(scheme, host, port, faults);
  return { corrected: pattern, fault: faults[0] ?? null };
}

/** Texts of which nothing can be made; documents of some schemes have no tuple origin: https://url.spec.whatwg.org/#origin */
function hopelessFault(text: string): OriginFault | null {
  if (text.trim() === "") return { code: "origin-pattern-empty" };
  if (text.length > longestText) return { code: "origin-pattern-too-long" };
  if (text === "*") return { code: "any-origin-in-list" };
  const [, opaque] = /^\s*(about|blob|data|file|javascript):/i.exec(text) ?? [];
  if (opaque !== undefined) return { code: "origin-pattern-scheme-never-sent", part: opaque.toLowerCase() };
  const regexp = /^\/(?!\/).*\/[a-z]*$|^\^|\$$|\\\.|(?:^|\/\/)\.[*+]|\(\?|\[\^?[a-z0-9]-/i.exec(text);
  if (regexp !== null) return { code: "origin-pattern-is-regexp", part: regexp[0] };
  if (/[\s,;]\s*[a-z*][a-z0-9+.*-]*:\/\//i.test(text.trim())) return { code: "origin-pattern-is-list" };
  if (/[\s,;\u0000-\u0020\u007f]/.test(text.trim())) return { code: "origin-pattern-has-space" };
  return null;
}

/** The scheme in lower case and what follows `://`; a missing or impossible one is a fault and is guessed. */
function splitScheme(text: string, faults: OriginFault[]): { scheme: string; rest: string } {
  const [, written, rest] = /^([a-z*?()|+.0-9-]+):\/\/(.*)$/is.exec(text) ?? [];
  if (written === undefined || rest === undefined) {
    faults.push({ code: "origin-pattern-has-no-scheme" });
    const [, webScheme, address] = /^(?:(https?):)?\/{0,2}(.*)$/is.exec(text) ?? [];
    const host = address ?? text;
    const local = /^(?:localhost|127\.|\[::1\])/i.test(host);
    return { scheme: webScheme?.toLowerCase() ?? (local ? "http" : "https"), rest: host };
  }
  if (!/^[a-z][a-z0-9+.-]*$/i.test(written)) {
    faults.push({ code: "origin-pattern-scheme-wildcard", part: written });
    return { scheme: "https", rest };
  }
  const scheme = written.toLowerCase();
  const pageScheme = pageSchemes.get(scheme);
  if (pageScheme !== undefined) {
    faults.push({ code: "origin-pattern-scheme-never-sent", part: scheme });
    return { scheme: pageScheme, rest };
  }
  if (scheme !== written) faults.push({ code: "origin-pattern-scheme-upper-case", part: written });
  return { scheme, rest };
}

/** The host and the port; an undefined port cannot be corrected. */
function splitPort(
  authority: string,
  scheme: string,
  faults: OriginFault[],
): { host: string; port: OriginPattern["port"] | undefined } {
  const [, host = authority, portText] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/s.exec(authority) ?? [];
  if (portText === undefined) return { host, port: null };
  if (portText === "*") return { host, port: "*" };
  if (portText === "") {
    faults.push({ code: "origin-pattern-port-invalid", part: ":" });
    return { host, port: null };
  }
  const port = /^[0-9]{1,10}$/.test(portText) ? Number(portText) : Number.NaN;
  if (!(port <= 65_535)) {
    faults.push({ code: "origin-pattern-port-invalid", part: `:${portText}` });
    return { host, port: undefined };
  }
  if (String(port) !== portText) faults.push({ code: "origin-pattern-port-invalid", part: `:${portText}` });
  return { host, port: port === defaultPorts.get(scheme) ? null : port };
}

/** The pattern of corrected parts, or null when a part cannot be corrected. */
function assemble(
  scheme: string,
  writtenHost: string,
  port: OriginPattern["port"],
  faults: OriginFault[],
): OriginPattern | null {
  const { wildcard, host, prefix } = splitWildcard(writtenHost, faults);
  const web = scheme === "https" || scheme === "http";
  const base = parseHost(host, web);
  if (base.fault !== null) faults.push(base.fault);
  if (base.host === null) return null;

  let kept = wildcard;
  if (!web && (kept !== "none" || port === "*")) {
    faults.push({ code: "origin-pattern-scheme-exact-only", part: scheme });
    return null;
  }
  if (kept !== "none" && isAddress(base.host)) {
    faults.push({ code: "origin-pattern-wildcard-over-address", part: base.host });
    kept = "none";
  }
  if (kept === "in-label" && sharedSuffix(base.host)?.kind === "registry") {
    faults.push({ code: "origin-pattern-wildcard-over-registry", part: base.host });
    if (!/^\*[a-z0-9]/.test(prefix)) return null;
    // `https://*example.com` was meant as `https://*.example.com`.
    return assemble(scheme, `*.${prefix.slice(1)}.${base.host}`, port, []);
  }
  const whole = kept === "in-label" ? `${prefix}.${base.host}` : base.host;
  const portText = port === null ? "" : `:${port}`;
  // One of the shortest origins it covers must be an origin: that bounds lengths and characters.
  const sample = { none: whole, subdomains: `a.${whole}`, "in-label": whole.replace("*", "a"), null: whole }[kept];
  if (parseSerializedOrigin(`${scheme}://${sample}${port === "*" ? "" : portText}`) === null) {
    faults.push({ code: "origin-pattern-host-invalid", part: writtenHost });
    return null;
  }
  const text = `${scheme}://${kept === "subdomains" ? "*." : ""}${whole}${portText}`;
  return Object.freeze({ text, scheme, host: whole, wildcard: kept, port });
}

/** Takes a `*.` or a first label with one `*` inside off a host. Any other `*` is a fault. */
function splitWildcard(
  host: string,
  faults: OriginFault[],
): { wildcard: "none" | "subdomains" | "in-label"; host: string; prefix: string } {
  if (host.startsWith(".")) {
    // Other libraries write all subdomains as `.example.com`.
    faults.push({ code: "origin-pattern-host-invalid", part: "." });
    return { wildcard: "subdomains", host: host.slice(1), prefix: "" };
  }
  const stars = /^(?:\*+\.)+/.exec(host)?.[0] ?? "";
  const rest = host.slice(stars.length);
  if (stars !== "" && stars !== "*.") faults.push({ code: "origin-pattern-wildcard-misplaced", part: stars });
  if (stars !== "" && !rest.includes("*")) return { wildcard: "subdomains", host: rest, prefix: "" };
  const [, label, suffix] = /^([a-z0-9_-]*\*[a-z0-9_-]*)\.([^*]+)$/i.exec(rest) ?? [];
  if (stars === "" && label !== undefined && suffix !== undefined && label !== "*") {
    return { wildcard: "in-label", host: suffix, prefix: label.toLowerCase() };
  }
  if (rest.includes("*")) faults.push({ code: "origin-pattern-wildcard-misplaced", part: rest });
  return { wildcard: "none", host: rest, prefix: "" };
}
