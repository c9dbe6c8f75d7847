import { ownUrl } from "./own-url.ts";
import { prepare } from "./process-request.ts";
import { NotModelled, type RequestState, subrequest } from "./request-state.ts";
import type { Scope, ScopedDirective } from "./server-configuration.ts";
import type { World } from "./world.ts";

/** A folder: its slash, then its index. The status that it is answered with, or null to go on. */
export function fixDirectory(request: RequestState, world: World): number | null {
  if (request.pathInfo !== "") return null;
  if (!request.uri.endsWith("/")) return fixSlash(request);
  let failure: number | null = null;
  for (const name of indexNames(request.scopes)) {
    const lookup = subrequest(request, name.startsWith("/") ? name : request.uri + name);
    const prepared = prepare(lookup, world);
    if (prepared.kind === "ready" && lookup.fileKind === "unknown") {
      throw new NotModelled(`whether ${JSON.stringify(name)} is there`, null);
    }
    if (prepared.kind === "ready" && lookup.fileKind === "file") {
      takeOver(request, lookup);
      return null;
    }
    if (prepared.kind !== "status") continue;
    if (prepared.status >= 300 && prepared.status < 400) {
      for (const [header, value] of lookup.headersOut.list()) request.headersOut.set(header, value);
      return prepared.status;
    }
    if (prepared.status !== 404) failure = prepared.status;
  }
  return failure;
}

/** A folder asked for without its slash: 301 to the one with it. */
export function fixSlash(request: RequestState): number | null {
  if (request.pathInfo !== "" || request.uri.endsWith("/")) return null;
  if (/^off$/i.test(last(request.scopes, "directoryslash")?.words[0] ?? "")) return null;
  const query = request.query === null ? "" : `?${request.query}`;
  request.headersOut.set("Location", ownUrl(`${request.uri}/${query}`, request));
  return 301;
}

/** Nothing is there: `FallbackResource`. */
export function fixMissing(request: RequestState, world: World): number | null {
  const fallback = last(request.scopes, "fallbackresource");
  const [name = "disabled"] = fallback?.words ?? [];
  if (request.fileKind === "unknown" && fallback !== null)
    throw new NotModelled("whether the file is there", fallback.place);
  if (request.fileKind !== "missing" || request.handler !== null || /^disabled$/i.test(name) || request.uri === name)
    return null;
  const lookup = subrequest(request, name.startsWith("/") ? name : request.uri.replace(/[^/]*$/, "") + name);
  const prepared = prepare(lookup, world);
  if (prepared.kind === "ready" && (lookup.fileKind === "file" || lookup.proxy !== null)) {
    takeOver(request, lookup);
    return null;
  }
  if (prepared.kind === "status" && prepared.status !== 404) return prepared.status;
  return null;
}

/** The request goes on as its lookup. */
function takeOver(request: RequestState, lookup: RequestState): void {
  request.filename = lookup.filename;
  request.fileKind = lookup.fileKind;
  request.pathInfo = lookup.pathInfo;
  request.scopes = lookup.scopes;
  request.proxy = lookup.proxy;
  request.handler = lookup.handler;
  request.uri = lookup.uri;
  for (const [name, value] of lookup.env.list()) request.env.set(name, value);
  for (const [name, value] of lookup.headersOut.list()) request.headersOut.add(name, value);
}

function indexNames(scopes: readonly Scope[]): readonly string[] {
  const found = scopes.flatMap(({ directives }) => directives.filter(({ key }) => key === "directoryindex"));
  if (found.length === 0) return ["index.html"];
  // A folder's own list takes the place of what is above it; within one place they add up.
  const scope = scopes.findLast(({ directives }) => directives.some(({ key }) => key === "directoryindex"));
  const names = (scope?.directives ?? []).filter(({ key }) => key === "directoryindex").flatMap(({ words }) => words);
  return names.some((name) => /^disabled$/i.test(name)) ? [] : names;
}

function last(scopes: readonly Scope[], wanted: string): ScopedDirective | null {
  return (
    scopes
      .findLast(({ directives }) => directives.some(({ key }) => key === wanted))
      ?.directives.findLast(({ key }) => key === wanted) ?? null
  );
}
