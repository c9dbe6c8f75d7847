import { echoing } from "./express-cors.ts";
import { everyOrigin, type LibraryOptions, listOf, noOrigin, type OldOrigins } from "./old-grant.ts";

const defaults = {
  origin: "*",
  methods: "GET,HEAD,POST",
  credentials: false,
  exposedHeaders: null,
  allowedHeaders: null,
  maxAge: null,
  preflight: true,
};

/** https://github.com/fastify/fastify-cors, index.js of 11.4.3. */
export const fastifyCors: LibraryOptions = {
  name: "fastify-cors",
  library: "@fastify/cors 11.4.3",
  keys: [
    "origin",
    "methods",
    "allowedHeaders",
    "exposedHeaders",
    "credentials",
    "maxAge",
    "cacheControl",
    "preflight",
    "preflightContinue",
    "strictPreflight",
    "optionsSuccessStatus",
    "hook",
    "hideOptionsRoute",
    "logLevel",
    "delegator",
  ],
  read: (given) => {
    const options: Readonly<Record<string, unknown>> = { ...defaults, ...given };
    const { origin, allowedHeaders, maxAge, preflight } = options;
    const remarks: string[] = [];
    if (origin === false) remarks.push("origin: false turns the plugin off.");
    else if (!origin)
      remarks.push(`origin: ${String(origin) || '""'} makes the plugin fail: every request was answered with 500.`);
    if (preflight !== true)
      remarks.push("preflight: false leaves preflights unanswered, so only requests that need none were possible.");
    const origins: OldOrigins = typeof options.delegator === "function" ? { kind: "code" } : readOrigins(origin);
    return {
      origins,
      credentials: Boolean(options.credentials),
      methods: listOf(options.methods),
      headers: allowedHeaders === null ? "echoed" : listOf(allowedHeaders),
      exposed: listOf(options.exposedHeaders),
      maxAge: maxAge === null ? null : String(maxAge),
      preflights: preflight === true,
      remarks,
    };
  },
};

function readOrigins(origin: unknown): OldOrigins {
  if (!origin) return noOrigin;
  if (origin === "*" || (Array.isArray(origin) && origin.includes("*"))) return everyOrigin;
  if (typeof origin === "function") return { kind: "code" };
  return echoing(origin);
}
