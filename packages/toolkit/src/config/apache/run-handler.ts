import { NotModelled, type RequestState } from "./request-state.ts";
import type { World } from "./world.ts";

export type Handled =
  | { readonly kind: "answer"; readonly status: number }
  | { readonly kind: "status"; readonly status: number };

const hopByHop =
  /^(?:connection|keep-alive|proxy-authenticate|te|trailer|transfer-encoding|upgrade|proxy-connection)$/i;
const knownMethods =
  /^(?:GET|HEAD|POST|PUT|DELETE|OPTIONS|PATCH|PROPFIND|PROPPATCH|MKCOL|COPY|MOVE|LOCK|UNLOCK|VERSION-CONTROL|CHECKOUT|UNCHECKOUT|CHECKIN|UPDATE|LABEL|REPORT|MKWORKSPACE|MKACTIVITY|BASELINE-CONTROL|MERGE|BREW|WHEN)$/;

/** The handler: an application behind a proxy, or the file itself. */
export function runHandler(request: RequestState, world: World): Handled {
  if (request.proxy !== null) return passOn(request, request.proxy.url, world);
  return serveFile(request);
}

function passOn(request: RequestState, url: string, world: World): Handled {
  if (!/^(?:https?|fcgi|uwsgi|scgi|ajp|h2c?|unix|balancer|wss?):/i.test(url))
    throw new NotModelled(`a proxy to ${url}`, request.proxy?.place ?? null);
  const answer = world.upstream({ method: request.method, url, headers: request.headersIn.list() });
  if (answer === null) return { kind: "status", status: 503 };
  request.headersOut.clear();
  // What a script says is kept in the table for errors, a proxied server's answer in the other.
  const isScript = /^(?:fcgi|uwsgi|scgi):/i.test(url);
  for (const [name, value] of answer.headers) {
    if (hopByHop.test(name)) continue;
    if (isScript) request.errHeadersOut.merge(name, value);
    else request.headersOut.add(name, value);
  }
  if (answer.status >= 400 && overridesErrors(request, answer.status)) return { kind: "status", status: answer.status };
  request.status = answer.status;
  return { kind: "answer", status: answer.status };
}

function overridesErrors({ scopes }: RequestState, status: number): boolean {
  for (const { directives } of scopes.toReversed()) {
    const found = directives.findLast(({ key }) => key === "proxyerroroverride");
    if (found === undefined) continue;
    const [first = "", ...codes] = found.words;
    if (!/^on$/i.test(first)) return false;
    return codes.length === 0 || codes.includes(String(status));
  }
  return false;
}

/** https://github.com/apache/httpd/blob/2.4.62/server/core.c#L4838 */
function serveFile(request: RequestState): Handled {
  const { method, fileKind, pathInfo } = request;
  if (method === "OPTIONS") {
    request.headersOut.set("Allow", "GET,POST,OPTIONS,HEAD,TRACE");
    return { kind: "answer", status: request.status };
  }
  if (method !== "GET" && method !== "HEAD" && method !== "POST")
    return { kind: "status", status: knownMethods.test(method) ? 405 : 501 };
  if (fileKind === "unknown") throw new NotModelled("whether the file is there", null);
  if (fileKind === "directory" && request.handler === null) return { kind: "status", status: folderStatus(request) };
  if (fileKind !== "file" || pathInfo !== "") return { kind: "status", status: 404 };
  const conditional = ["If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "Range"].find((name) =>
    request.headersIn.has(name),
  );
  if (conditional !== undefined) throw new NotModelled(`a request with ${conditional} for a file`, null);
  return { kind: "answer", status: request.status };
}

/** Without an index: a list, for which somebody has to ask by `Options Indexes`. */
function folderStatus({ scopes }: RequestState): number {
  const options = scopes.flatMap(({ directives }) => directives.filter(({ key }) => key === "options"));
  const lists = options.some(({ words }) => words.some((word) => /^\+?(?:indexes|all)$/i.test(word)));
  if (lists) throw new NotModelled("the list of a folder", options[0]?.place ?? null);
  return 404;
}
