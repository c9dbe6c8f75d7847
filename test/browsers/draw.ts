import type { PageRequest } from "../../packages/cors/src/browser/page-request.ts";
import type { BrowserCase, Frame, HopAnswers } from "./browser-case.ts";
import type { Random } from "./random.ts";
import * as pools from "./value-pools.ts";

/** How the cases of each family are drawn. */
export type Families = Readonly<Record<string, (random: Random, id: string) => Omit<BrowserCase, "id" | "family">>>;

export type Mutation =
  | "origin"
  | "credentials"
  | "methods"
  | "headers"
  | "expose"
  | "max-age"
  | "status"
  | "preflight-status";

export function drawFrame(random: Random): Frame {
  return random.chance(0.2) ? random.pick(["sandbox", "sandbox", "local", "sub"] as const) : "page";
}

export function drawOrigin(random: Random): string {
  if (random.chance(0.1)) return random.pick(["{six}", "{sub}", "{sibling}"]);
  return random.pick(["{other}", "{other}", "{host}", "{page}"]);
}

export function base(random: Random, id: string, mode: "cors" | null): PageRequest {
  const origin = mode === "cors" && random.chance(0.9) ? random.pick(["{other}", "{host}"]) : drawOrigin(random);
  return {
    url: `${origin}/${id}/0`,
    ...(random.chance(0.2) ? { method: "POST", hasBody: random.chance(0.5) } : {}),
    credentials: random.pick(["omit", "same-origin", "include", "include"] as const),
    ...(random.chance(0.1) ? { redirect: random.pick(["error", "manual"] as const) } : {}),
    ...(random.chance(0.1)
      ? { referrerPolicy: random.pick(["no-referrer", "same-origin", "origin", "unsafe-url"] as const) }
      : {}),
  };
}

export function drawMethod(random: Random): Pick<PageRequest, "method" | "hasBody"> {
  const method = random.pick(pools.methods);
  return { method, hasBody: !/^(?:get|head)$/i.test(method) && random.chance(0.4) };
}

export function drawHeaders(random: Random, count: number): [string, string][] {
  const names = Object.keys(pools.requestHeaderValues);
  return Array.from({ length: count }, () => {
    const name = random.chance(0.5) ? random.pick(names.slice(0, 5)) : random.pick(names);
    return [random.chance(0.2) ? name.toLowerCase() : name, random.pick(pools.requestHeaderValues[name] ?? [""])];
  });
}

export function unsafe(random: Random, id: string): PageRequest {
  const headers: [string, string][] = [
    ["X-A", "1"],
    ["X-B", "2"],
    ["Content-Type", "application/json"],
    ["Authorization", "Bearer x"],
  ];
  const chosen = headers.filter(() => random.chance(0.4));
  const method = random.pick(["GET", "POST", "PUT", "DELETE", "PATCH", "patch", "HEAD"]);
  const url = `${random.pick(["{other}", "{host}"])}/${id}/0`;
  return {
    ...base(random, id, "cors"),
    url,
    method,
    hasBody: !/^(?:GET|HEAD)$/.test(method) && random.chance(0.5),
    headers: chosen.length === 0 ? [["X-A", "1"]] : chosen,
  };
}

export function vary(random: Random, first: PageRequest): PageRequest {
  const change = random.below(6);
  if (change === 0) return { ...first, credentials: random.pick(["omit", "include"] as const) };
  if (change === 1) return { ...first, method: random.pick(["GET", "PUT", "DELETE"]), hasBody: false };
  if (change === 2) return { ...first, headers: [["x-b", "1"]] };
  if (change === 3) return { ...first, headers: [...((first.headers ?? []) as [string, string][]), ["x-c", "1"]] };
  if (change === 4) return { ...first, cache: random.pick(["no-store", "reload", "no-cache", "default"] as const) };
  return first;
}

function lines(name: string, values: readonly string[]): [string, string][] {
  return values.map((value) => [name, value]);
}

/** What lets the request through, mostly. */
export function sound(random: Random, request: PageRequest | undefined): HopAnswers {
  return mutated(random, request, []);
}

export function mutated(random: Random, request: PageRequest | undefined, mutations: readonly Mutation[]): HopAnswers {
  const has = (mutation: Mutation): boolean => mutations.includes(mutation);
  const names = ((request?.headers ?? []) as [string, string][])
    .map(([name]) => name.toLowerCase())
    .filter((name) => /^[!-9;-~]+$/.test(name));
  const list = names.length === 0 ? "x-z" : names.join(", ");
  const fill = (values: readonly string[]): string[] =>
    values.map((value) =>
      value
        .replace("{method}", request?.method ?? "GET")
        .replace("{names}", list)
        .replace("{NAMES}", list.toUpperCase()),
    );
  const origin = (): string[] =>
    has("origin")
      ? [...random.pick(pools.allowOrigin)]
      : [request?.credentials === "include" ? "{page}" : random.pick(["*", "{page}"])];
  const credentials = (): string[] =>
    has("credentials") ? [...random.pick(pools.allowCredentials)] : request?.credentials === "include" ? ["true"] : [];
  const common = (): [string, string][] => [
    ["Cache-Control", "no-store"],
    ...lines("Access-Control-Allow-Origin", origin()),
    ...lines("Access-Control-Allow-Credentials", credentials()),
  ];
  return {
    preflight: {
      status: has("preflight-status") ? random.pick(pools.preflightStatuses) : 204,
      headers: [
        ...common(),
        ...lines("Access-Control-Allow-Methods", fill(has("methods") ? random.pick(pools.allowMethods) : ["{method}"])),
        ...lines("Access-Control-Allow-Headers", fill(has("headers") ? random.pick(pools.allowHeaders) : ["{names}"])),
        ...lines("Access-Control-Max-Age", has("max-age") ? random.pick(pools.maxAge) : []),
      ],
    },
    actual: {
      status: has("status") ? random.pick(pools.statuses) : 200,
      headers: [
        ["Content-Type", "text/plain"],
        ["X-R", "1"],
        ["X-S", "2"],
        ...common(),
        ...lines("Access-Control-Expose-Headers", has("expose") ? random.pick(pools.exposeHeaders) : []),
      ],
    },
  };
}

export function redirect(random: Random, request: PageRequest, location: readonly string[]): HopAnswers {
  const answers = mutated(random, request, random.chance(0.3) ? ["origin", "credentials"] : []);
  const status = random.pick(pools.redirectStatuses);
  const preflightRedirects = random.chance(0.08);
  return {
    preflight: preflightRedirects
      ? { status, headers: [...answers.preflight.headers, ...lines("Location", location)] }
      : answers.preflight,
    actual: { status, headers: [...answers.actual.headers, ...lines("Location", location)] },
  };
}

export function drawLocation(random: Random, id: string, hop: number): readonly string[] {
  const path = `/${id}/${hop}`;
  if (random.chance(0.8)) return [`${drawOrigin(random)}${path}`];
  const odd = [
    [path],
    [`${hop}`],
    [`//${"{pagehost}"}${path}`],
    [],
    [""],
    [`http://user:pw@{pagehost}${path}`],
    [`http://user@{pagehost}${path}`],
    ["http://["],
    ["ftp://127.0.0.1/x"],
    ["data:text/plain,x"],
    [`{other}${path}#f`],
    [` {other}${path} `],
    [`{other}${path}`, `{other}${path}`],
    [`${path}?a=b c`],
    [`http://:@{pagehost}${path}`],
    [`{six}${path}`],
    [`{sub}${path}`],
  ];
  return random.pick(odd);
}
