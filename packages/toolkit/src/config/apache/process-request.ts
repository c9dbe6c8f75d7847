import type { HttpResponse } from "@crosscheck/cors/http";
import { turnedAway } from "./authorize.ts";
import { requireKnownDirectives } from "./known-directives.ts";
import { aliasFor, redirectFor } from "./mod-alias.ts";
import { fixDirectory, fixMissing, fixSlash } from "./mod-dir.ts";
import { changeRequestHeaders } from "./mod-headers.ts";
import { proxyFor } from "./mod-proxy.ts";
import { type Rewritten, rewriteForFolder, rewriteForServer } from "./mod-rewrite.ts";
import { setFixedVariables, setVariables } from "./mod-setenvif.ts";
import { internalRedirect, NotModelled, type RequestState } from "./request-state.ts";
import { runHandler } from "./run-handler.ts";
import { errorAnswer, normalAnswer } from "./send-answer.ts";
import { applyConditions, applyFiles, applyFolders, applyLocations, applyProxies } from "./walks.ts";
import type { World } from "./world.ts";

/** Apache gives up after as many, and answers 500. */
const mostRedirects = 10;

/** Takes a request through the server's phases, and through the redirects inside it, to an answer. */
export function processRequest(first: RequestState, world: World): HttpResponse {
  let request = first;
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    request.scopes = request.server.scopes;
    setVariables(request, request.scopes);
    const outcome = prepare(request, world);
    const status = outcome.kind === "status" ? outcome.status : null;
    if (outcome.kind === "redirect") {
      request = internalRedirect(request, outcome.path);
      continue;
    }
    const handled = status === null ? runHandler(request, world) : { kind: "status" as const, status };
    if (handled.kind === "answer") return normalAnswer(request, handled.status);
    const next = die(request, handled.status);
    if ("headers" in next) return next;
    request = next;
  }
  return errorAnswer(request, 500);
}

export type Prepared =
  | { readonly kind: "ready" }
  | { readonly kind: "status"; readonly status: number }
  | { readonly kind: "redirect"; readonly path: string };

/** Everything before the handler. https://github.com/apache/httpd/blob/2.4.62/server/request.c#L186 */
export function prepare(request: RequestState, world: World): Prepared {
  const { server } = request;
  request.scopes = server.scopes;
  applyLocations(request);
  applyConditions(request);

  const rewritten = rewriteForServer(request, world);
  const answered = statusOf(rewritten, request);
  if (answered !== null) return answered;
  if (rewritten.kind === "path" && rewritten.passThrough) {
    request.uri = rewritten.path;
    request.filename = null;
  }
  if (rewritten.kind === "path" && !rewritten.passThrough) {
    request.filename = fileOf(rewritten.path, request, world);
  } else if (request.proxy === null) {
    request.proxy = proxyFor(request);
    if (request.proxy === null) {
      const redirect = redirectFor(request, server.scopes);
      if (redirect !== null) return redirected(request, redirect);
      const alias = aliasFor(request);
      request.filename = alias ?? `${server.documentRoot}${request.uri}`;
    }
  }

  request.scopes = server.scopes;
  if (request.proxy === null) {
    findFile(request, world);
    applyFolders(request, world);
    applyFiles(request);
  } else applyProxies(request, request.proxy.url);
  applyLocations(request);
  applyConditions(request);
  requireKnownDirectives(request.scopes, server);

  if (request.main === null)
    setVariables(
      request,
      request.scopes.filter(({ kind }) => kind !== "server"),
    );
  const denied = isLetInAlready(request) ? null : turnedAway(request);
  if (denied !== null) return { kind: "status", status: denied };

  chooseHandler(request);
  const folder = rewriteForFolder(request, world);
  const fixed = statusOf(folder, request);
  if (fixed !== null) return fixed;
  if (folder.kind === "path") {
    // mod_dir's slash comes before the redirect that mod_rewrite asks for.
    const slash = request.fileKind === "directory" ? fixSlash(request) : null;
    if (slash !== null) return { kind: "status", status: slash };
    return request.main === null ? { kind: "redirect", path: withQuery(folder.path, request) } : { kind: "ready" };
  }
  const redirect = redirectFor(
    request,
    request.scopes.filter(({ kind }) => kind !== "server"),
  );
  if (redirect !== null) return redirected(request, redirect);
  setFixedVariables(request);
  if (request.proxy === null) {
    const fixup = request.fileKind === "directory" ? fixDirectory(request, world) : fixMissing(request, world);
    if (fixup !== null) return { kind: "status", status: fixup };
  }
  changeRequestHeaders(request);
  return { kind: "ready" };
}

/** What applies is what applied to the request before, or to the one that this is a lookup for: nobody is asked again. */
function isLetInAlready({ scopes, main, previous }: RequestState): boolean {
  return [main, previous].some(
    (other) =>
      other !== null &&
      other.scopes.length === scopes.length &&
      other.scopes.every(({ directives }, index) => directives === scopes[index]?.directives),
  );
}

function statusOf(rewritten: Rewritten, request: RequestState): Prepared | null {
  switch (rewritten.kind) {
    case "status":
      return { kind: "status", status: rewritten.status };
    case "redirect":
      request.headersOut.set("Location", rewritten.location);
      return { kind: "status", status: rewritten.status };
    case "proxy":
      request.proxy = { url: rewritten.url, place: rewritten.rule.place };
      return null;
    default:
      return null;
  }
}

function redirected(
  request: RequestState,
  { status, location }: { status: number; location: string | null },
): Prepared {
  if (location !== null) request.headersOut.set("Location", location);
  return { kind: "status", status };
}

function withQuery(path: string, { query }: RequestState): string {
  return query === null ? path : `${path}?${query}`;
}

/** A path that the server's rules chose: a file as it is when its first folder is there, else one below the document root. */
function fileOf(path: string, request: RequestState, world: World): string {
  const [first = ""] = path.split("/").slice(1);
  const isReal = first !== "" && world.kindOf(`/${first}`) !== "missing";
  return isReal ? path : `${request.server.documentRoot}${path}`;
}

/** Walks down to the first name that is no folder; what is left is path info. */
function findFile(request: RequestState, world: World): void {
  const whole = (request.filename ?? "").replace(/\/{2,}/g, "/");
  const segments = whole.split("/").slice(1);
  let path = "";
  for (const [index, segment] of segments.entries()) {
    const rest = segments.slice(index + 1).join("/");
    if (segment === "" && index === segments.length - 1) break;
    path += `/${segment}`;
    const kind = world.kindOf(path);
    if (kind === "directory" || (kind === "unknown" && index < segments.length - 1)) continue;
    request.filename = path;
    request.fileKind = kind;
    request.pathInfo = index === segments.length - 1 ? "" : `/${rest}`;
    return;
  }
  request.filename = whole.endsWith("/") ? `${path}/` : path;
  request.fileKind = world.kindOf(path || "/");
  request.pathInfo = "";
}

/** `SetHandler`, as far as it sends the request to an application. */
function chooseHandler(request: RequestState): void {
  for (const { directives } of request.scopes) {
    for (const { key, words, place } of directives) {
      if (key !== "sethandler") continue;
      const [handler = ""] = words;
      request.handler = /^none$/i.test(handler) ? null : handler;
      if (handler.startsWith("proxy:"))
        request.proxy = { url: `${handler.slice(6).replace(/^unix:[^|]*\|/, "")}${request.filename ?? ""}`, place };
      else if (request.handler !== null && handler !== "default-handler")
        throw new NotModelled(`SetHandler ${handler}`, place);
    }
  }
}

/** An error of Apache's own: its document, fetched by a redirect inside the server, or the canned one. */
function die(request: RequestState, status: number): HttpResponse | RequestState {
  let original = request;
  while (original.previous !== null && original.previous.status !== 200) original = original.previous;
  if (original !== request) return errorAnswer(original, original.status);
  request.status = status;
  const document = errorDocument(request, status);
  if (document === null) return errorAnswer(request, status);
  if (document.startsWith("/")) {
    request.env.set("REQUEST_METHOD", request.method);
    request.method = "GET";
    return internalRedirect(request, document);
  }
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(document) && status !== 401) {
    request.headersOut.set("Location", document);
    request.status = 302;
    return errorAnswer(request, 302);
  }
  return errorAnswer(request, status);
}

function errorDocument(request: RequestState, status: number): string | null {
  for (const { directives } of request.scopes.toReversed()) {
    const found = directives.findLast(({ key, words }) => key === "errordocument" && words[0] === String(status));
    if (found !== undefined) return found.words[1] === "default" ? null : (found.words[1] ?? null);
  }
  return null;
}
