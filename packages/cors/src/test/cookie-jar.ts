import { getHeaderValues, type HeaderList } from "../http/header-list.ts";
import { isPotentiallyTrustworthy } from "./potentially-trustworthy.ts";
import { isSameSite, siteOf } from "./same-site.ts";

export interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  /** Sent to this host alone: the server named no domain. */
  readonly hostOnly: boolean;
  readonly path: string;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  readonly sameSite: "default" | "lax" | "none" | "strict";
  /** Milliseconds since the epoch; null for one that lasts as long as the page. */
  readonly expires: number | null;
}

const maxCookies = 3000;

/**
 * The cookies of one page's browser.
 *
 * NOTE: a cookie without `SameSite` goes everywhere, as in Firefox and WebKit; Chromium sends it to its own site only.
 * No engine's partitioning or blocking of third-party cookies is applied.
 *
 * https://www.rfc-editor.org/rfc/rfc6265#section-5
 */
export class CookieJar {
  #cookies: Cookie[] = [];

  /** Every cookie that has not expired. */
  all(now: number): readonly Cookie[] {
    this.#cookies = this.#cookies.filter(({ expires }) => expires === null || expires > now);
    return this.#cookies;
  }

  clear(): void {
    this.#cookies = [];
  }

  /**
   * The value of `Cookie` for a request, or null.
   *
   * @param from the URL of the page that asks; null for an opaque origin, which is the same site as nothing
   */
  header(url: URL, from: URL | null, now: number): string | null {
    const sameSite = from !== null && isSameSite(url, from);
    const matching = this.all(now).filter(
      (cookie) =>
        domainMatches(url.hostname, cookie) &&
        pathMatches(url.pathname, cookie.path) &&
        (!cookie.secure || isPotentiallyTrustworthy(url)) &&
        (sameSite || cookie.sameSite === "none" || cookie.sameSite === "default"),
    );
    // Longer paths first; the sort is stable, and earlier cookies stay earlier.
    matching.sort((one, other) => other.path.length - one.path.length);
    return matching.length === 0 ? null : matching.map(nameAndValue).join("; ");
  }

  /** Takes every `Set-Cookie` of a response. */
  store(url: URL, headers: HeaderList, from: URL | null, now: number): void {
    const sameSite = from !== null && isSameSite(url, from);
    for (const value of getHeaderValues(headers, "set-cookie")) {
      const cookie = parseSetCookie(value, url, now);
      if (cookie === null) continue;
      if (!sameSite && (cookie.sameSite === "lax" || cookie.sameSite === "strict")) continue;
      this.set(cookie);
    }
  }

  /** In place of the one with the same name, domain and path, if there is one. */
  set(cookie: Cookie): void {
    const index = this.#cookies.findIndex((other) => isSameCookie(other, cookie));
    if (index === -1) this.#cookies.push(cookie);
    else this.#cookies[index] = cookie;
    if (this.#cookies.length > maxCookies) this.#cookies.shift();
  }
}

function isSameCookie(one: Cookie, other: Cookie): boolean {
  return one.name === other.name && one.domain === other.domain && one.path === other.path;
}

function nameAndValue({ name, value }: Cookie): string {
  return name === "" ? value : `${name}=${value}`;
}

/** https://www.rfc-editor.org/rfc/rfc6265#section-5.1.3 */
function domainMatches(host: string, { domain, hostOnly }: Cookie): boolean {
  return host === domain || (!hostOnly && host.endsWith(`.${domain}`));
}

/** https://www.rfc-editor.org/rfc/rfc6265#section-5.1.4 */
function pathMatches(path: string, cookiePath: string): boolean {
  if (path === cookiePath) return true;
  return path.startsWith(cookiePath) && (cookiePath.endsWith("/") || path[cookiePath.length] === "/");
}

/** https://www.rfc-editor.org/rfc/rfc6265#section-5.2, and 5.3 up to where the jar comes in. Null: it is ignored. */
function parseSetCookie(header: string, url: URL, now: number): Cookie | null {
  const [pair = "", ...attributes] = header.split(";");
  const equals = pair.indexOf("=");
  const name = equals === -1 ? "" : pair.slice(0, equals).trim();
  const value = pair.slice(equals + 1).trim();
  if (name === "" && value === "") return null;

  let domain = "";
  let path = "";
  let expires: number | null = null;
  let maxAge: number | null = null;
  let secure = false;
  let httpOnly = false;
  let sameSite: Cookie["sameSite"] = "default";
  for (const attribute of attributes) {
    const [key = "", ...rest] = attribute.split("=");
    const given = rest.join("=").trim();
    switch (key.trim().toLowerCase()) {
      case "domain":
        domain = given.replace(/^\./, "").toLowerCase();
        break;
      case "path":
        path = given;
        break;
      case "expires":
        expires = Number.isNaN(Date.parse(given)) ? expires : Date.parse(given);
        break;
      case "max-age":
        if (/^-?[0-9]+$/.test(given)) maxAge = Number(given);
        break;
      case "secure":
        secure = true;
        break;
      case "httponly":
        httpOnly = true;
        break;
      case "samesite":
        sameSite = sameSiteValue(given.toLowerCase());
        break;
    }
  }
  if (secure && !isPotentiallyTrustworthy(url)) return null;
  if (domain !== "" && domain !== url.hostname) {
    // A host sets cookies for itself and the domains above it, down to the one that was registered.
    if (!url.hostname.endsWith(`.${domain}`) || domain.length < siteOf(url.hostname).length) return null;
  }
  return {
    name,
    value,
    domain: domain === "" ? url.hostname : domain,
    hostOnly: domain === "",
    path: path.startsWith("/") ? path : defaultPath(url.pathname),
    secure,
    httpOnly,
    sameSite,
    expires: maxAge === null ? expires : now + maxAge * 1000,
  };
}

function sameSiteValue(value: string): Cookie["sameSite"] {
  return value === "lax" || value === "strict" || value === "none" ? value : "default";
}

/** https://www.rfc-editor.org/rfc/rfc6265#section-5.1.4 */
function defaultPath(path: string): string {
  const end = path.lastIndexOf("/");
  return end <= 0 ? "/" : path.slice(0, end);
}
