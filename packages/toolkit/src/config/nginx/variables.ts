import { getHeader, getHeaderValues, type HeaderList } from "@crosscheck/cors/http";
import type { Place } from "../source.ts";
import { setting } from "./block.ts";
import { filePath } from "./file-path.ts";
import { geoValue, groupNames, lookupTable } from "./lookup-table.ts";
import { NotModelled } from "./not-modelled.ts";
import type { State } from "./state.ts";

const deepest = 40;

/** A text with its variables put in. */
export function expand(text: string, state: State, place: Place | null): string {
  if (!text.includes("$")) return text;
  return text.replace(/\$(?:\{(\w+)\}|([1-9])|(\w+))/g, (_whole, braced?: string, digit?: string, plain?: string) => {
    const name = braced ?? digit ?? plain ?? "";
    if (/^[1-9]$/.test(name)) return state.captures[Number(name)] ?? "";
    return variable(name, state, place);
  });
}

/** Runs a regular expression; its groups are remembered when it matches. */
export function matchAndCapture(
  regex: { readonly exec: (subject: string) => readonly (string | undefined)[] | null },
  source: string,
  subject: string,
  state: State,
): boolean {
  const captures = regex.exec(subject);
  if (captures === null) return false;
  remember(source, captures, state);
  return true;
}

function remember(source: string, captures: readonly (string | undefined)[], state: State): void {
  state.captures = captures;
  for (const [number, name] of groupNames(source)) state.variables.set(name, captures[number] ?? "");
}

export function variable(name: string, state: State, place: Place | null): string {
  const known = state.variables.get(name);
  if (known !== undefined) {
    state.chosenEntry = state.decidedAt.get(name) ?? state.chosenEntry;
    return known;
  }
  const table = state.configuration.tables.get(name);
  if (table !== undefined) {
    if (state.depth > deepest) throw new NotModelled(`$${name}, which depends on itself`, table.place);
    state.depth++;
    try {
      return table.name === "geo" ? geo() : map();
    } finally {
      state.depth--;
    }
  }
  const own = builtIn(name, state);
  if (own !== null) return own;
  if (state.configuration.declared.has(name)) return "";
  throw new NotModelled(`the variable $${name}`, place);

  function geo(): string {
    if (table === undefined || table.args.length > 1) throw new NotModelled(`geo of another address: $${name}`, place);
    return geoValue(table, state.world.client ?? "127.0.0.1");
  }

  function map(): string {
    if (table === undefined) return "";
    const { source, find, fallback, isVolatile } = lookupTable(table);
    const found = find(expand(source, state, table.place));
    if (found?.captures != null && found.regex !== null) remember(found.regex, found.captures, state);
    if (found?.entry != null) {
      state.chosenEntry = found.entry.place;
      state.decidedAt.set(name, found.entry.place);
    }
    const value = expand(found?.value ?? fallback, state, table.place);
    if (!isVolatile) state.variables.set(name, value);
    return value;
  }
}

/** https://nginx.org/en/docs/varindex.html ; null: not one of those that are known here. */
function builtIn(name: string, state: State): string | null {
  const { request, headers } = state;
  if (name.startsWith("http_")) return headerVariable(name.slice("http_".length), headers, state);
  if (name.startsWith("sent_http_")) return firstOf(name.slice("sent_http_".length), state.headersOut);
  if (name.startsWith("upstream_http_"))
    return firstOf(name.slice("upstream_http_".length), state.upstream?.headers ?? []);
  if (name.startsWith("arg_")) return argument(name.slice("arg_".length), state.args);
  if (name.startsWith("cookie_")) return cookie(name.slice("cookie_".length), headers);
  switch (name) {
    case "uri":
    case "document_uri":
      return state.uri;
    case "request_uri":
      return state.unparsedUri;
    case "args":
    case "query_string":
      return state.args;
    case "is_args":
      return state.args === "" ? "" : "?";
    case "request_method":
      return state.method;
    case "request":
      return `${request.method} ${request.target} HTTP/1.1`;
    case "host":
      return state.host;
    case "hostname":
      return null;
    case "server_name":
      return (state.server.names[0] ?? "").replace(/^\.(?=.)/, "");
    case "server_port":
      return String(request.port);
    case "server_addr":
    case "remote_addr":
      return state.world.client ?? "127.0.0.1";
    case "server_protocol":
      return "HTTP/1.1";
    case "scheme":
      return request.scheme;
    case "https":
      return request.scheme === "https" ? "on" : "";
    case "content_type":
      return getHeader(headers, "content-type") ?? "";
    case "content_length":
      return getHeader(headers, "content-length") ?? "";
    case "proxy_add_x_forwarded_for":
      return [...getHeaderValues(headers, "x-forwarded-for"), state.world.client ?? "127.0.0.1"].join(", ");
    case "status":
      return String(state.status);
    case "upstream_status":
      return state.upstream === null ? "" : String(state.upstream.status);
    case "document_root":
    case "realpath_root":
      return expand(setting(state.block, "alias") ?? setting(state.block, "root") ?? "html", state, null);
    case "request_filename":
      return filePath(state, state.uri);
    default:
      return null;
  }
}

/** Before 1.23 only the first of several fields. */
function headerVariable(name: string, headers: HeaderList, state: State): string {
  const values = headers.filter(([field]) => variableName(field) === name).map(([, value]) => value);
  if (name === "cookie") return values.join("; ");
  const joins = !isOlderThan(state.world.version, [1, 23]) || name === "x_forwarded_for";
  return joins ? values.join(", ") : (values[0] ?? "");
}

function firstOf(name: string, headers: HeaderList): string {
  return headers.find(([field]) => variableName(field) === name)?.[1] ?? "";
}

function variableName(field: string): string {
  return field.toLowerCase().replaceAll("-", "_");
}

function argument(name: string, args: string): string {
  for (const part of args.split("&")) {
    const equals = part.indexOf("=");
    if (equals !== -1 && part.slice(0, equals).toLowerCase() === name) return part.slice(equals + 1);
  }
  return "";
}

function cookie(name: string, headers: HeaderList): string {
  for (const part of getHeaderValues(headers, "cookie").join("; ").split(";")) {
    const [key, ...rest] = part.trim().split("=");
    if (key === name) return rest.join("=");
  }
  return "";
}

function isOlderThan(version: readonly number[] | undefined, than: readonly number[]): boolean {
  if (version === undefined) return false;
  for (const [index, part] of than.entries()) {
    const own = version[index] ?? 0;
    if (own !== part) return own < part;
  }
  return false;
}
