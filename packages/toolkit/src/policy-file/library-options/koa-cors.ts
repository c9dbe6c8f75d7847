import { everyOrigin, type LibraryOptions, listOf, noOrigin, type OldGrant, type OldOrigins } from "./old-grant.ts";

const defaults = { allowMethods: "GET,HEAD,PUT,POST,DELETE,PATCH" };

/** https://github.com/koajs/cors, index.js of 5.0.0. */
export const koaCors: LibraryOptions = {
  name: "koa-cors",
  library: "@koa/cors 5.0.0",
  keys: [
    "origin",
    "allowMethods",
    "exposeHeaders",
    "allowHeaders",
    "maxAge",
    "credentials",
    "keepHeadersOnError",
    "secureContext",
    "privateNetworkAccess",
  ],
  read: (given) => {
    const options: Readonly<Record<string, unknown>> = { ...defaults, ...given };
    const credentials = typeof options.credentials === "function" ? "code" : Boolean(options.credentials);
    const headers = listOf(options.allowHeaders);
    const remarks: string[] = [];
    if (options.privateNetworkAccess) {
      remarks.push("privateNetworkAccess answers preflights for private networks; a policy leaves that header alone.");
    }
    if (options.secureContext) {
      remarks.push(
        "secureContext sets Cross-Origin-Opener-Policy and Cross-Origin-Embedder-Policy: set them elsewhere.",
      );
    }
    if (Array.isArray(options.origin)) {
      remarks.push(
        "origin is a list, which this library does not know: it sends every entry, and browsers refuse more than one.",
      );
    } else if (options.origin instanceof RegExp) {
      remarks.push("origin is a regular expression, which this library does not know: it sends its text.");
    }
    return {
      origins: readOrigins(options.origin, credentials),
      credentials,
      methods: listOf(options.allowMethods),
      // An empty list is as good as none: what was asked for is echoed.
      headers: headers.length === 0 ? "echoed" : headers,
      exposed: listOf(options.exposeHeaders),
      maxAge: options.maxAge ? String(options.maxAge) : null,
      preflights: true,
      remarks,
    } satisfies OldGrant;
  },
};

function readOrigins(origin: unknown, credentials: boolean | "code"): OldOrigins {
  if (typeof origin === "function") return { kind: "code" };
  const sent = origin || "*";
  // `*` with credentials is where this library echoes.
  if (sent === "*") return credentials === false ? everyOrigin : { kind: "echoed" };
  // Koa sends a list as one line each, and anything else as its text.
  const lines = Array.isArray(sent) ? sent.map(String) : [String(sent)];
  const [only] = lines;
  if (only === undefined || lines.length > 1) return noOrigin;
  return only === "*" ? everyOrigin : { kind: "listed", texts: [only], expressions: [] };
}
