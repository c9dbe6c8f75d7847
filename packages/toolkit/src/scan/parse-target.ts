/** The URLs to try, in order, or why there are none. */
export type ParsedTarget =
  | { readonly ok: true; readonly urls: readonly [string, ...string[]] }
  | { readonly ok: false; readonly message: string };

const longest = 4_096;

/**
 * What a person types as a target: a URL, or a bare domain, which is tried as https first and as http only if that
 * connection fails. `localhost:3000` is a host with a port here, never a URL with the scheme `localhost`.
 */
export function parseTarget(text: string): ParsedTarget {
  const target = text.trim();
  if (target === "") return wrong("The target is empty.");
  if (target.length > longest) {
    return wrong(`The target is ${target.length} characters long, and a URL may have ${longest} here. Shorten it.`);
  }
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(target)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== "http" && scheme !== "https") {
    return wrong(`${quote(target)} has the scheme "${scheme}". Only http and https URLs can be scanned.`);
  }
  const candidates = scheme === undefined ? bare(target) : [target];
  const urls = candidates.map((candidate) => parse(candidate)).filter((url) => url !== null);
  const [first, ...rest] = urls;
  if (first === undefined || urls.length < candidates.length) {
    return wrong(`${quote(target)} is not a URL or a domain. Write one like example.com or https://example.com/.`);
  }
  const { username, password, host } = new URL(first);
  if (username !== "" || password !== "") {
    return wrong(
      `The target has a user name or password before "@${host}", which a browser's fetch refuses and a report would show. Leave it out.`,
    );
  }
  return { ok: true, urls: [first, ...rest] };
}

function bare(target: string): readonly string[] {
  const rest = target.replace(/^\/\//, "");
  // `mailto:a@example.com`: what stands before the "@" is no host, and no scan signs in.
  if (/^[^/?#]*@/.test(rest)) return [""];
  // An IPv6 address without its brackets has at least two colons and nothing but hexadecimal digits beside them.
  const host = /^[0-9a-f]*:[0-9a-f:.]*:[0-9a-f:.]*$/i.test(rest) ? `[${rest}]` : rest;
  // `example.com:443` can only be TLS, `:80` only plain.
  if (/^[^/?#]*:443(?:[/?#]|$)/.test(host)) return [`https://${host}`];
  if (/^[^/?#]*:80(?:[/?#]|$)/.test(host)) return [`http://${host}`];
  return [`https://${host}`, `http://${host}`];
}

/** Absolute, without a fragment; null for what the URL standard does not parse, or has no host of its own. */
function parse(text: string): string | null {
  // Before its host, WHATWG forgives a missing or an extra slash: `https:///etc/passwd` would be the host "etc".
  if (/^https?:\/\/[/\\?#]/i.test(text) || /\s/.test(text)) return null;
  const url = URL.parse(text);
  if (url === null || url.hostname === "") return null;
  url.hash = "";
  return url.href;
}

function wrong(message: string): ParsedTarget {
  return { ok: false, message };
}

function quote(text: string): string {
  return JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text);
}
