import { everyOrigin, type LibraryOptions, listOf, noOrigin, type OldGrant, type OldOrigins } from "./old-grant.ts";

const defaults = {
  origin: "*",
  allowMethods: ["GET", "HEAD", "PUT", "POST", "DELETE", "PATCH", "QUERY"],
  allowHeaders: [],
  exposeHeaders: [],
};

/** https://github.com/honojs/hono, src/middleware/cors/index.ts of 4.13.19. */
export const honoCors: LibraryOptions = {
  name: "hono-cors",
  library: "hono/cors 4.13.19",
  keys: ["origin", "allowMethods", "allowHeaders", "maxAge", "credentials", "exposeHeaders"],
  read: (given) => {
    const options: Readonly<Record<string, unknown>> = { ...defaults, ...given };
    const { allowMethods, allowHeaders, exposeHeaders, maxAge } = options;
    const fault = faultOf(options);
    const headers = listOf(allowHeaders);
    return {
      origins: fault === null ? readOrigins(options.origin) : noOrigin,
      credentials: Boolean(options.credentials),
      methods: typeof allowMethods === "function" ? "code" : Array.isArray(allowMethods) ? listOf(allowMethods) : [],
      headers: headers.length === 0 ? "echoed" : headers,
      exposed: listOf(exposeHeaders),
      maxAge: maxAge === undefined || maxAge === null ? null : String(maxAge),
      preflights: true,
      remarks: fault === null ? [] : [fault],
    } satisfies OldGrant;
  },
};

/** What makes the middleware throw: it takes a list for granted. */
function faultOf({ origin, allowHeaders, exposeHeaders }: Readonly<Record<string, unknown>>): string | null {
  for (const [name, list] of [
    ["allowHeaders", allowHeaders],
    ["exposeHeaders", exposeHeaders],
  ] as const) {
    if (typeof list === "string" && list !== "")
      return `${name} is a text, and must be a list: the middleware throws when it is made.`;
  }
  if (typeof origin === "string" || typeof origin === "function" || Array.isArray(origin)) return null;
  const what = origin instanceof RegExp ? "a regular expression" : String(origin);
  return `origin is ${what}, and must be a text, a list of texts or a function: every request was answered with 500.`;
}

function readOrigins(origin: unknown): OldOrigins {
  if (origin === "*") return everyOrigin;
  if (typeof origin === "function") return { kind: "code" };
  // Only texts are ever equal to an Origin; `*` in a list is one more text.
  const texts = [origin].flat().filter((entry) => typeof entry === "string" && entry !== "") as string[];
  return texts.length === 0 ? noOrigin : { kind: "listed", texts, expressions: [] };
}
