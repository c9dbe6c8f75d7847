import type { Wish } from "../../facts/breakages.ts";
import type { Peer } from "./peer-servers.ts";

/** A wish in the words of each library; null where it has none for it. */
export function wishOptions(library: Peer["name"], wish: Wish): Record<string, unknown> | null {
  const { credentials, methods, headers, exposed, maxAge } = wish;
  if (library === "crosscheck") {
    return defined({
      allowOrigins: ownOrigins(wish),
      allowCredentials: credentials,
      allowMethods: methods,
      allowHeaders: headers,
      exposeHeaders: exposed,
      maxAge,
    });
  }
  const origin = originOption(library, wish);
  if (origin === undefined) return null;
  if (library === "cors" || library === "fastify-cors") {
    return defined({ origin, credentials, methods, allowedHeaders: headers, exposedHeaders: exposed, maxAge });
  }
  return defined({ origin, credentials, allowMethods: methods, allowHeaders: headers, exposeHeaders: exposed, maxAge });
}

function ownOrigins({ origins }: Wish): unknown {
  // There is no other word for every origin.
  if (origins === "echo") return "*";
  if (origins === "throws") return fails;
  return origins;
}

function fails(): never {
  throw new Error("the database is away");
}

/** `undefined` where the library knows no such thing: a list in Koa's is written as the function that its guide shows. */
function originOption(library: Peer["name"], { origins, single }: Wish): unknown {
  if (origins === "*") return "*";
  if (origins === "throws") {
    if (library === "hono-cors" || library === "koa-cors") return fails;
    return (_origin: unknown, done: (error: Error) => void) => done(new Error("the database is away"));
  }
  if (origins === "echo") {
    if (library === "koa-cors") return (context: { get(name: string): string }) => context.get("Origin");
    return library === "hono-cors" ? (origin: string) => origin : true;
  }
  if (single) return origins[0];
  const expressions = origins.filter((entry) => entry instanceof RegExp);
  if (expressions.length > 0 && (library === "hono-cors" || library === "koa-cors")) return undefined;
  if (library === "koa-cors") {
    return (context: { get(name: string): string }) => {
      const origin = context.get("Origin");
      return origins.includes(origin) ? origin : null;
    };
  }
  // An expression of its own for each: one with the flag g has a state.
  return origins.map((entry) => (entry instanceof RegExp ? new RegExp(entry.source, entry.flags) : entry));
}

function defined(options: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
