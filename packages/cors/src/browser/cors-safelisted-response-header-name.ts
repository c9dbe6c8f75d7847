import { corsSafelistedResponseHeaderNames } from "../http/cors-safelisted-response-header-names.ts";
import { isForbiddenResponseHeaderName } from "../http/forbidden-header-name.ts";

/**
 * Whether a page may read this response header from another origin.
 *
 * https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name
 *
 * @param exposedNames the response's CORS-exposed header-name list, in lower case
 */
export function isCorsSafelistedResponseHeaderName(name: string, exposedNames: ReadonlySet<string>): boolean {
  const lowercased = name.toLowerCase();
  return (
    corsSafelistedResponseHeaderNames.has(lowercased) ||
    (exposedNames.has(lowercased) && !isForbiddenResponseHeaderName(lowercased))
  );
}
