import { getHeader, getHeaderValues, type HeaderList } from "@crosscheck/cors/http";

/** Which headers an answer has, as other studies count them. Short names: they are stored a million times. */
export interface HeaderFacts {
  readonly hsts?: 1;
  readonly csp?: 1;
  readonly permissions?: 1;
  readonly corp?: 1;
  readonly coop?: 1;
  readonly coep?: 1;
  /** Timing-Allow-Origin: with `*`, or without. */
  readonly tao?: "*" | "other";
  /** The site's cookies by SameSite: None, Lax, Strict, unset. */
  readonly cookies?: readonly [none: number, lax: number, strict: number, unset: number];
}

const factHeaders = [
  ["hsts", "strict-transport-security"],
  ["csp", "content-security-policy"],
  ["permissions", "permissions-policy"],
  ["corp", "cross-origin-resource-policy"],
  ["coop", "cross-origin-opener-policy"],
  ["coep", "cross-origin-embedder-policy"],
] as const;

export function headerFacts(headers: HeaderList): HeaderFacts {
  const timing = getHeader(headers, "timing-allow-origin");
  const cookies = getHeaderValues(headers, "set-cookie").map(sameSiteOf);
  const count = (wanted: string): number => cookies.filter((sameSite) => sameSite === wanted).length;
  return {
    ...Object.fromEntries(
      factHeaders.filter(([, name]) => getHeaderValues(headers, name).length > 0).map(([short]) => [short, 1]),
    ),
    ...(timing === null ? {} : { tao: timing.split(",").some((value) => value.trim() === "*") ? "*" : "other" }),
    ...(cookies.length === 0 ? {} : { cookies: [count("none"), count("lax"), count("strict"), count("")] }),
  };
}

function sameSiteOf(cookie: string): string {
  const value = /;\s*samesite\s*=\s*(none|lax|strict)\s*(?:;|$)/i.exec(cookie)?.[1];
  return value?.toLowerCase() ?? "";
}
