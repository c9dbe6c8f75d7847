import type { HttpResponse } from "@crosscheck/cors/http";
import { accessStatus } from "./access.ts";
import { addHeaders } from "./answer-headers.ts";
import { type Block, inherited, innerBlock, setting } from "./block.ts";
import { findLocation } from "./find-location.ts";
import { isUnderstood } from "./known-directives.ts";
import { NotModelled } from "./not-modelled.ts";
import { runRewrites } from "./rewrite.ts";
import { runHandler } from "./run-handler.ts";
import type { State } from "./state.ts";
import { tryFiles } from "./try-files.ts";
import { expand } from "./variables.ts";

/** What a phase did with a request: answered it, or sent it on to be handled again. */
type Next =
  | { readonly kind: "done"; readonly response: HttpResponse }
  /** From the server's own rewrites on. */
  | { readonly kind: "inside" }
  | { readonly kind: "location" }
  | { readonly kind: "named"; readonly block: Block };

/** Redirects inside the server are bounded by nginx itself, long before this. */
const mostSteps = 60;

/** The phases of a request. https://nginx.org/en/docs/dev/development_guide.html#http_phases */
export function processRequest(state: State): HttpResponse {
  let next: Next = { kind: "inside" };
  for (let step = 0; step < mostSteps; step++) {
    switch (next.kind) {
      case "done":
        return next.response;
      case "inside":
        next = serverPhase(state);
        break;
      case "location":
        next = locationPhase(state);
        break;
      case "named":
        next = afterLocation(state, next.block);
        break;
    }
  }
  throw new NotModelled("a request that is sent on inside the server without end", null);
}

/** A request that is answered before it has a location. */
export function rejectRequest(state: State, status: number): HttpResponse {
  let next: Next = specialResponse(state, status);
  for (let step = 0; step < mostSteps && next.kind !== "done"; step++) {
    next =
      next.kind === "named"
        ? afterLocation(state, next.block)
        : next.kind === "inside"
          ? serverPhase(state)
          : locationPhase(state);
  }
  if (next.kind === "done") return next.response;
  throw new NotModelled("a request that is sent on inside the server without end", null);
}

function serverPhase(state: State): Next {
  state.block = state.server.block;
  demandUnderstood(state.server.block);
  const rewritten = runRewrites(state.server.block, state, () => {});
  if (rewritten.kind === "answer") return answered(state, rewritten.status, rewritten.location);
  if (rewritten.kind === "status") return specialResponse(state, rewritten.status);
  return locationPhase(state);
}

function locationPhase(state: State): Next {
  const found = findLocation(state, state.server.block);
  if (found === null) return afterLocation(state, state.server.block);
  if (found.block.own.has("internal") && !state.isInternal) {
    state.block = found.block;
    return specialResponse(state, 404);
  }
  if (found.kind === "add slash") {
    state.block = found.block;
    const query = state.args === "" ? "" : `?${state.args}`;
    state.headersOut.push(["Location", `${state.uri}/${query}`]);
    return specialResponse(state, 301);
  }
  return afterLocation(state, found.block);
}

function afterLocation(state: State, location: Block): Next {
  demandUnderstood(location);
  enter(location);
  // At the server's own level its rewrites are done already.
  if (location.kind !== "server") {
    const rewritten = runRewrites(state.block, state, enter);
    if (rewritten.kind === "answer") return answered(state, rewritten.status, rewritten.location);
    if (rewritten.kind === "status") return specialResponse(state, rewritten.status);
    if (rewritten.kind === "again") {
      state.uriChanges--;
      return state.uriChanges === 0 ? specialResponse(state, 500) : { kind: "location" };
    }
  }
  const refused = accessStatus(state);
  if (refused !== null) return specialResponse(state, refused);

  const tried = tryFiles(state);
  if (tried.kind === "status") return specialResponse(state, tried.status);
  if (tried.kind === "named") return toNamed(state, tried.name);
  if (tried.kind === "inside") return inside(state, tried.uri);

  const handled = runHandler(state);
  if (handled.kind === "inside") return inside(state, handled.uri);
  if (handled.kind === "status") return specialResponse(state, handled.status);
  return answered(state, handled.status);

  function enter(block: Block): void {
    demandUnderstood(block);
    state.block = block;
    // Not inherited: not even by an `if`.
    const limit = block.own.get("limit_except")?.at(-1);
    if (limit === undefined) return;
    const listed = limit.args.map((method) => method.toUpperCase());
    if (listed.includes(state.method) || (state.method === "HEAD" && listed.includes("GET"))) return;
    state.block = innerBlock(block, limit);
  }
}

/** `uri` may have a query. */
function inside(state: State, uri: string, keepsArgs = true): Next {
  state.uriChanges--;
  if (state.uriChanges === 0) return specialResponse(state, 500);
  const question = uri.indexOf("?");
  state.uri = question === -1 ? uri : uri.slice(0, question);
  if (question !== -1) state.args = uri.slice(question + 1);
  else if (!keepsArgs) state.args = "";
  state.isInternal = true;
  state.isRewritten = true;
  state.isProxied = false;
  return { kind: "inside" };
}

function toNamed(state: State, name: string): Next {
  state.uriChanges--;
  const block = state.server.block.locations.named.get(name);
  if (state.uriChanges === 0 || block === undefined) return specialResponse(state, 500);
  state.isInternal = true;
  state.isProxied = false;
  return { kind: "named", block };
}

/** https://github.com/nginx/nginx/blob/release-1.22.1/src/http/ngx_http_special_response.c#L416 */
function specialResponse(state: State, status: number): Next {
  state.errorStatus = status;
  const recursive = setting(state.block, "recursive_error_pages") === "on";
  if (!state.isErrorPage || recursive) {
    for (const page of inherited(state.block, "error_page")) {
      const uri = page.args.at(-1) ?? "";
      const given = page.args.slice(0, -1).find((word) => word.startsWith("="));
      if (!page.args.slice(0, -1).includes(String(status))) continue;
      if (!recursive) state.isErrorPage = true;
      const target = expand(uri, state, page.place);
      state.errorStatus = given === undefined ? status : given === "=" ? null : Number(given.slice(1));
      if (target.startsWith("/")) {
        if (state.method !== "HEAD") state.method = "GET";
        return inside(state, target, false);
      }
      if (target.startsWith("@")) return toNamed(state, target);
      const kept = state.errorStatus !== null && [301, 302, 303, 307, 308].includes(state.errorStatus);
      state.errorStatus = kept ? state.errorStatus : 302;
      return answered(state, 302, target);
    }
  }
  return answered(state, status);
}

function answered(state: State, status: number, location?: string): Next {
  state.status = state.errorStatus ?? status;
  if (location !== undefined) {
    state.headersOut = [...state.headersOut.filter(([name]) => name !== "Location"), ["Location", location]];
  }
  addHeaders(state);
  const headers = state.headersOut.map(([name, value]) =>
    name === "Location" && !state.isProxied ? ([name, absolute(value, state)] as const) : ([name, value] as const),
  );
  return { kind: "done", response: { status: state.status, headers } };
}

/** https://nginx.org/en/docs/http/ngx_http_core_module.html#absolute_redirect */
function absolute(location: string, state: State): string {
  if (!location.startsWith("/") || setting(state.block, "absolute_redirect") === "off") return location;
  const { scheme, port } = state.request;
  const named = setting(state.block, "server_name_in_redirect") === "on";
  const host = named ? (state.server.names[0] ?? "") : state.host;
  const isDefault = port === (scheme === "https" ? 443 : 80);
  const shown = isDefault || setting(state.block, "port_in_redirect") === "off" ? "" : `:${port}`;
  return `${scheme}://${host}${shown}${location}`;
}

/** A directive that could matter and is not known ends the simulation of every request that meets it. */
function demandUnderstood(block: Block): void {
  for (let at: Block | null = block; at !== null; at = at.parent) {
    for (const [name, [first]] of at.own) {
      if (!isUnderstood(name) && first !== undefined) throw new NotModelled(name, first.place);
    }
  }
}
