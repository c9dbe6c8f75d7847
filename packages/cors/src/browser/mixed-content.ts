import { currentUrl, type FetchRequest } from "./fetch-request.ts";

/**
 * Whether a request may be mixed content: a page loaded over https asks an address that is not potentially trustworthy.
 * What a browser does then (it blocks) is up to another standard and to the user's settings.
 *
 * NOTE: the standard also restricts a page on http://localhost, which no browser does.
 *
 * https://w3c.github.io/webappsec-mixed-content/#should-block-fetch
 */
export function mayBeMixedContent(request: FetchRequest): boolean {
  const url = currentUrl(request);
  return url.protocol === "http:" && request.origin.startsWith("https:") && !isLoopback(url.hostname);
}

/** https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy, of an http: URL: 127.0.0.0/8, ::1, localhost. */
export function isLoopback(hostname: string): boolean {
  const host = hostname.endsWith(".") ? hostname.slice(0, -1) : hostname;
  return (
    host === "localhost" ||
    host.endsWith(".localhost") ||
    host === "[::1]" ||
    /^127\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}$/.test(host)
  );
}
