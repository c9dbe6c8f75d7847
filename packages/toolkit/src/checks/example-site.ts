import { getHeader, type HeaderList, type Responder } from "@crosscheck/cors/http";

/** What an example site is asked. */
export interface ExampleQuestion {
  readonly method: string;
  /** Null when there was no `Origin`. */
  readonly origin: string | null;
  /** Whether the path is the site's one page, `/`; every other is a 404. */
  readonly found: boolean;
}

/** A site of one page, as the function of its headers. */
export function exampleSite(headers: (question: ExampleQuestion) => HeaderList): Responder {
  return ({ method, url, headers: requestHeaders }) => {
    const found = new URL(url).pathname === "/";
    const origin = getHeader(requestHeaders, "origin");
    return { status: found ? 200 : 404, headers: headers({ method, origin, found }) };
  };
}

/** A site that lets some origins read, with credentials unless told, and says to caches that it depends on who asks. */
export function listingSite(allows: (origin: string) => boolean, credentials: "true" | null = "true"): Responder {
  return exampleSite(({ origin }) => [
    ["Vary", "Origin"],
    ...(origin !== null && allows(origin) ? grant(origin, credentials) : []),
  ]);
}

/** The two headers that let one origin read, with credentials unless told. */
export function grant(origin: string, credentials: "true" | "TRUE" | "false" | null = "true"): HeaderList {
  const allowOrigin = ["Access-Control-Allow-Origin", origin] as const;
  return credentials === null ? [allowOrigin] : [allowOrigin, ["Access-Control-Allow-Credentials", credentials]];
}
