import { isAddress, type OriginFault, parseHost } from "./parse-host.ts";
import type { OriginPattern } from "./policy.ts";
import { sharedSuffix } from "./shared-suffixes.ts";
import { takeOriginPattern } from "./take-origin-pattern.ts";

/** What is wrong with one origin pattern. */
export interface OriginPatternProblem extends OriginFault {
  /** The corrected pattern, when there is one. */
  readonly suggestion?: string;
}

const longestText = 1000;

/** A WebSocket's address is not its page's. */
const pageSchemes: ReadonlyMap<string, string> = new Map([
  ["ws", "http"],
  ["wss", "https"],
]);

/** What is wrong with a text that was not taken as a pattern: its first fault, and what was probably meant. */
export function explainOriginPattern(text: string): OriginPatternProblem {
  const hopeless = hopelessFault(text);
  if (hopeless !== null) return hopeless;

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
  const { host, port } = splitPort(authority.slice(userinfoEnd + 1), faults);
  const corrected = port === null ? null : assemble(scheme, host, port, faults);
  const fault = faults[0] ?? { code: "origin-pattern-host-invalid", part: host };
  return corrected === null ? fault : { ...fault, suggestion: corrected.text };
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

/** The host, and the port as `:port` or nothing; a port of null cannot be corrected. */
function splitPort(authority: string, faults: OriginFault[]): { host: string; port: string | null } {
  const [, host = authority, portText] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/s.exec(authority) ?? [];
  if (portText === undefined) return { host, port: "" };
  if (portText === "*") return { host, port: ":*" };
  const port = /^[0-9]{0,10}$/.test(portText) ? Number(portText) : Number.NaN;
  if (String(port) !== portText || port > 65_535) {
    faults.push({ code: "origin-pattern-port-invalid", part: `:${portText}` });
  }
  if (portText === "") return { host, port: "" };
  return { host, port: port <= 65_535 ? `:${port}` : null };
}

/** The pattern of corrected parts, or null when a part cannot be corrected. */
function assemble(scheme: string, writtenHost: string, port: string, faults: OriginFault[]): OriginPattern | null {
  const { wildcard, host, prefix } = splitWildcard(writtenHost, faults);
  const web = scheme === "https" || scheme === "http";
  const base = parseHost(host, web);
  if (base.fault !== null) faults.push(base.fault);
  if (base.host === null) return null;

  if (!web && (wildcard !== "none" || port === ":*")) {
    faults.push({ code: "origin-pattern-scheme-exact-only", part: scheme });
    return null;
  }
  let kept = prefix;
  if (wildcard !== "none" && isAddress(base.host)) {
    faults.push({ code: "origin-pattern-wildcard-over-address", part: base.host });
    kept = "";
  } else if (wildcard === "in-label" && sharedSuffix(base.host)?.kind === "registry") {
    faults.push({ code: "origin-pattern-wildcard-over-registry", part: base.host });
    if (!/^\*[a-z0-9]/.test(prefix)) return null;
    // `https://*example.com` was meant as `https://*.example.com`.
    return assemble(scheme, `*.${prefix.slice(1)}${base.host}`, port, []);
  }
  const pattern = takeOriginPattern(`${scheme}://${kept}${base.host}${port}`);
  if (pattern === null) faults.push({ code: "origin-pattern-host-invalid", part: writtenHost });
  return pattern;
}

/** Takes a `*.` or a first label with one `*` inside off a host. Any other `*` is a fault. */
function splitWildcard(
  host: string,
  faults: OriginFault[],
): { wildcard: "none" | "subdomains" | "in-label"; host: string; prefix: string } {
  if (host.startsWith(".")) {
    // Other libraries write all subdomains as `.example.com`.
    faults.push({ code: "origin-pattern-host-invalid", part: "." });
    return { wildcard: "subdomains", host: host.slice(1), prefix: "*." };
  }
  const stars = /^(?:\*+\.)+/.exec(host)?.[0] ?? "";
  const rest = host.slice(stars.length);
  if (stars !== "" && stars !== "*.") faults.push({ code: "origin-pattern-wildcard-misplaced", part: stars });
  if (stars !== "" && !rest.includes("*")) return { wildcard: "subdomains", host: rest, prefix: "*." };
  const [, label, suffix] = /^([a-z0-9_-]*\*[a-z0-9_-]*)\.([^*]+)$/i.exec(rest) ?? [];
  if (stars === "" && label !== undefined && suffix !== undefined && label !== "*") {
    return { wildcard: "in-label", host: suffix, prefix: `${label.toLowerCase()}.` };
  }
  if (rest.includes("*")) faults.push({ code: "origin-pattern-wildcard-misplaced", part: rest });
  return { wildcard: "none", host: rest, prefix: "" };
}
