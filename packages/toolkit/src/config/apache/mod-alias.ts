import { compilePcre } from "../pcre.ts";
import { withGroups } from "./mod-setenvif.ts";
import { ownUrl } from "./own-url.ts";
import { NotModelled, type RequestState } from "./request-state.ts";
import type { Scope, ScopedDirective } from "./server-configuration.ts";

export interface Redirected {
  readonly status: number;
  readonly location: string | null;
}

const statusNames: Readonly<Record<string, number>> = { permanent: 301, temp: 302, seeother: 303, gone: 410 };

/** The first `Redirect` or `RedirectMatch` that the path is under. */
export function redirectFor(request: RequestState, scopes: readonly Scope[]): Redirected | null {
  for (const { directives, path: place, kind } of scopes.toReversed()) {
    for (const directive of directives) {
      if (!/^redirect(?:match|temp|permanent)?$/.test(directive.key)) continue;
      const found = redirectOf(directive, request, kind === "location" ? place : null);
      if (found !== null) return found;
    }
  }
  return null;
}

function redirectOf(
  { key, words }: ScopedDirective,
  request: RequestState,
  location: string | null,
): Redirected | null {
  const [first = "", ...others] = words;
  const named =
    key === "redirect" || key === "redirectmatch"
      ? (statusNames[first.toLowerCase()] ?? (/^\d{3}$/.test(first) ? Number(first) : null))
      : null;
  const status = named ?? (key === "redirectpermanent" ? 301 : 302);
  const rest = named === null ? words : others;
  const isRedirect = status >= 300 && status < 400;
  const lacksPath = location !== null && (isRedirect ? rest.length === 1 : rest.length === 0);
  const [from = "", to = ""] = lacksPath ? [location ?? "", rest[0] ?? ""] : rest;
  const query = request.query === null ? "" : `?${request.query}`;
  if (key === "redirectmatch") {
    const groups = compilePcre(from)?.exec(request.uri) ?? null;
    if (groups === null) return null;
    return { status, location: isRedirect ? fullUrl(withGroups(to, groups), request) + query : null };
  }
  const length = prefixLength(from, request.uri);
  if (length === 0) return null;
  return {
    status,
    location: isRedirect ? fullUrl(to + (lacksPath ? "" : request.uri.slice(length)), request) + query : null,
  };
}

function fullUrl(target: string, request: RequestState): string {
  return target.startsWith("/") ? ownUrl(target, request) : target;
}

/** How much of a path an alias covers; 0 for none. It ends where a segment does, or in a slash. */
export function prefixLength(prefix: string, uri: string): number {
  if (prefix === "" || !uri.startsWith(prefix)) return 0;
  return prefix.endsWith("/") || uri.length === prefix.length || uri[prefix.length] === "/" ? prefix.length : 0;
}

/** The file of a path, by `Alias`, `AliasMatch` and their script forms; null where the document root holds. */
export function aliasFor(request: RequestState): string | null {
  for (const { directives } of request.server.scopes.toReversed()) {
    for (const { key, words, place } of directives) {
      if (!/^(?:script)?alias(?:match)?$/.test(key)) continue;
      const [from = "", to = ""] = words;
      const isScript = key.startsWith("script");
      if (key.endsWith("match")) {
        const groups = compilePcre(from)?.exec(request.uri) ?? null;
        if (groups !== null && isScript) throw new NotModelled("what a script answers", place);
        if (groups !== null) return withGroups(to, groups);
      } else {
        const length = prefixLength(from, request.uri);
        if (length > 0 && isScript) throw new NotModelled("what a script answers", place);
        if (length > 0) return to + request.uri.slice(length);
      }
    }
  }
  return null;
}
