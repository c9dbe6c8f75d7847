import { isSameOrigin, originOf } from "./origin-of.ts";

/**
 * Whether a page's Content-Security-Policy lets its scripts connect to a URL: `connect-src`, else `default-src`. A header may
 * hold several policies, and each must.
 *
 * https://www.w3.org/TR/CSP3/#directive-connect-src
 */
export function allowsConnection(policies: string, url: string, pageOrigin: string): boolean {
  return policies.split(",").every((policy) => {
    const sources = connectSources(policy);
    return sources === null || sources.some((source) => matchesSource(source, url, pageOrigin));
  });
}

/** Null where the policy says nothing of connections. */
function connectSources(policy: string): readonly string[] | null {
  const directives = new Map<string, readonly string[]>();
  for (const directive of policy.split(";")) {
    const [name = "", ...sources] = directive.trim().split(/\s+/);
    const lower = name.toLowerCase();
    // The first of a name counts.
    if (lower !== "" && !directives.has(lower)) directives.set(lower, sources);
  }
  return directives.get("connect-src") ?? directives.get("default-src") ?? null;
}

/** https://www.w3.org/TR/CSP3/#match-url-to-source-expression */
function matchesSource(source: string, url: string, pageOrigin: string): boolean {
  const { protocol, hostname, port, pathname } = new URL(url);
  const lower = source.toLowerCase();
  if (lower === "*") return /^(?:https?|wss?):$/.test(protocol);
  if (lower === "'self'") return isSameOrigin(url, pageOrigin);
  if (/^[a-z][a-z0-9+.-]*:$/.test(lower)) return isSchemeOf(lower, protocol);
  const [, scheme = "", host = "", sourcePort = "", path = ""] =
    /^(?:([a-z][a-z0-9+.-]*:)\/\/)?([^/:?#\s]+|\[[^\]]*\])(?::(\d+|\*))?(\/[^?#]*)?$/i.exec(source) ?? [];
  if (host === "" || host.startsWith("'")) return false;
  const pageScheme = originOf(pageOrigin) === null ? "" : new URL(pageOrigin).protocol;
  const expected = scheme === "" ? pageScheme : scheme.toLowerCase();
  if (expected !== "" && !isSchemeOf(expected, protocol)) return false;
  const wanted = host.toLowerCase();
  const isHost = wanted.startsWith("*.") ? hostname.endsWith(wanted.slice(1)) : wanted === "*" || wanted === hostname;
  if (!isHost) return false;
  const standard = protocol === "https:" || protocol === "wss:" ? "443" : "80";
  const actual = port === "" ? standard : port;
  const isPort =
    sourcePort === "*" ||
    (sourcePort === "" ? actual === standard : sourcePort === actual || upgraded(sourcePort, actual));
  if (!isPort) return false;
  return path === "" || path === "/" || (path.endsWith("/") ? pathname.startsWith(path) : pathname === path);
}

/** The secure sibling of a scheme is as good. */
function isSchemeOf(expected: string, protocol: string): boolean {
  if (expected === protocol) return true;
  if (expected === "http:") return protocol === "https:" || protocol === "ws:" || protocol === "wss:";
  if (expected === "https:") return protocol === "wss:";
  return expected === "ws:" && protocol === "wss:";
}

function upgraded(sourcePort: string, actual: string): boolean {
  return sourcePort === "80" && actual === "443";
}
