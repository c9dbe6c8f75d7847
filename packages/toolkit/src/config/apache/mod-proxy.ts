import { compilePcre } from "../pcre.ts";
import { prefixLength } from "./mod-alias.ts";
import { withGroups } from "./mod-setenvif.ts";
import type { RequestState } from "./request-state.ts";
import type { ScopedDirective } from "./server-configuration.ts";

/** Where `ProxyPass` sends a path; null for none. One in a `<Location>` comes first. */
export function proxyFor(request: RequestState): RequestState["proxy"] {
  for (const scope of request.scopes.toReversed()) {
    if (scope.kind !== "location") continue;
    const own = scope.directives.findLast(({ key }) => key === "proxypass" || key === "proxypassmatch");
    if (own === undefined) continue;
    const [to = ""] = own.words;
    if (to === "!") return null;
    return { url: to + request.uri.slice(scope.path.length), place: own.place };
  }
  for (const { directives } of request.server.scopes.toReversed()) {
    for (const directive of directives) {
      const url = target(directive, request.uri);
      if (url === "!") return null;
      if (url !== null) return { url, place: directive.place };
    }
  }
  return null;
}

function target({ key, words }: ScopedDirective, uri: string): string | null {
  const [from = "", to = ""] = words;
  if (key === "proxypassmatch") {
    const groups = compilePcre(from)?.exec(uri) ?? null;
    if (groups === null) return null;
    if (to === "!") return to;
    return /\$\d/.test(to) ? withGroups(to, groups) : to + uri;
  }
  if (key !== "proxypass") return null;
  const length = prefixLength(from, uri);
  if (length === 0) return null;
  return to === "!" ? to : to + uri.slice(length);
}
