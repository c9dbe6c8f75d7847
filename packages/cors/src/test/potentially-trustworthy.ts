import { isLoopback } from "../browser/mixed-content.ts";

/** https://w3c.github.io/webappsec-secure-contexts/#is-url-trustworthy, of an http: or https: URL */
export function isPotentiallyTrustworthy(url: URL): boolean {
  return url.protocol === "https:" || isLoopback(url.hostname);
}
