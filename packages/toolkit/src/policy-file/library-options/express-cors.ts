import { everyOrigin, type LibraryOptions, listOf, noOrigin, type OldOrigins } from "./old-grant.ts";

const defaults = { origin: "*", methods: "GET,HEAD,PUT,PATCH,POST,DELETE" };

/** https://github.com/expressjs/cors, lib/index.js of 2.8.6. */
export const expressCors: LibraryOptions = {
  name: "cors",
  library: "cors 2.8.6",
  keys: [
    "origin",
    "methods",
    "allowedHeaders",
    "headers",
    "exposedHeaders",
    "credentials",
    "maxAge",
    "preflightContinue",
    "optionsSuccessStatus",
  ],
  read: (given) => {
    const options: Readonly<Record<string, unknown>> = { ...defaults, ...given };
    const headers = options.allowedHeaders || options.headers;
    const { maxAge } = options;
    const origins = readOrigins(options.origin);
    const remarks: string[] = [];
    if (origins.kind === "listed" && origins.expressions.some(({ global, sticky }) => global || sticky)) {
      remarks.push(
        "A regular expression with the flag g or y remembers where it stopped: every second request was refused.",
      );
    }
    if (options.credentials && options.credentials !== true) {
      remarks.push("credentials is not true itself, so no credentials were allowed.");
    }
    if (given.origin === false) remarks.push("origin: false turns the library off.");
    const throws = options.methods === undefined || options.methods === null;
    if (throws) remarks.push("Without methods every preflight throws, and is answered with 500.");
    return {
      origins,
      credentials: options.credentials === true,
      methods: listOf(options.methods),
      headers: headers ? listOf(headers) : "echoed",
      exposed: listOf(options.exposedHeaders),
      maxAge: typeof maxAge === "number" || maxAge ? String(maxAge) : null,
      preflights: !throws,
      remarks,
    };
  },
};

function readOrigins(origin: unknown): OldOrigins {
  if (!origin) return noOrigin;
  if (origin === "*") return everyOrigin;
  if (typeof origin === "function") return { kind: "code" };
  return echoing(origin);
}

/** What the libraries of this family compare with the Origin: texts, expressions, lists of them; anything else that is true is everybody. */
export function echoing(origin: unknown): OldOrigins {
  const texts: string[] = [];
  const expressions: RegExp[] = [];
  const open: unknown[] = [origin];
  while (open.length > 0) {
    const entry = open.pop();
    if (Array.isArray(entry)) open.push(...entry.filter(Boolean).toReversed());
    else if (typeof entry === "string") texts.push(entry);
    else if (entry instanceof RegExp) expressions.push(entry);
    else if (entry) return { kind: "echoed" };
  }
  return texts.length + expressions.length === 0 ? noOrigin : { kind: "listed", texts, expressions };
}
