import type { HeaderList, HttpResponse } from "@crosscheck/cors/http";
import { inherited, setting } from "./block.ts";
import type { NginxDirective } from "./directive.ts";
import { filePath, locationOf } from "./file-path.ts";
import { passDirective } from "./find-location.ts";
import { NotModelled } from "./not-modelled.ts";
import type { State } from "./state.ts";
import { expand } from "./variables.ts";

/** What the content phase came to. */
export type Handled =
  | { readonly kind: "answer"; readonly status: number }
  /** Error pages count. */
  | { readonly kind: "status"; readonly status: number }
  | { readonly kind: "inside"; readonly uri: string };

/** What stays behind from any upstream. https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_hide_header */
const hiddenAlways = ["date", "server", "x-pad"];

/** The proxied application, else the file. */
export function runHandler(state: State): Handled {
  const pass = passDirective(state.block);
  if (pass !== null) return proxied(pass, state);
  const location = locationOf(state.block);
  for (const name of ["stub_status", "empty_gif"]) {
    if (location?.own.has(name) && (state.method === "GET" || state.method === "HEAD")) {
      return { kind: "answer", status: 200 };
    }
  }
  return staticFile(state);
}

function proxied(pass: NginxDirective, state: State): Handled {
  const family = pass.name.slice(0, -"_pass".length);
  if (family === "memcached") throw new NotModelled("memcached_pass", pass.place);
  const answer = state.world.upstream({
    method: state.method,
    url: upstreamUrl(pass, state),
    headers: headersPassedTo(family, state),
  });
  if (answer === null) return { kind: "status", status: 502 };
  if (answer.headers.some(([name]) => /^x-accel-redirect$/i.test(name))) {
    throw new NotModelled("an application that answers with X-Accel-Redirect", pass.place);
  }
  state.upstream = answer;
  if (answer.status >= 300 && setting(state.block, `${family}_intercept_errors`) === "on") {
    const pages = inherited(state.block, "error_page");
    if (pages.some(({ args }) => args.includes(String(answer.status)))) {
      return { kind: "status", status: answer.status };
    }
  }
  state.isProxied = true;
  state.headersOut.push(...passedOn(answer, family, state));
  return { kind: "answer", status: answer.status };
}

/** The client's, but for those that are set. https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_set_header */
function headersPassedTo(family: string, state: State): HeaderList {
  const set = inherited(state.block, `${family}_set_header`);
  const isSet = (name: string): boolean => set.some(({ args }) => args[0]?.toLowerCase() === name.toLowerCase());
  const own = set.flatMap(({ args: [name = "", value = ""], place }) => {
    // Only what an application may decide CORS by.
    if (!/^(?:origin|host|access-control-request-)/i.test(name)) return [];
    const text = expand(value, state, place);
    return text === "" ? [] : [[name, text] as const];
  });
  return [...state.headers.filter(([name]) => !isSet(name)), ...own];
}

function passedOn(answer: HttpResponse, family: string, state: State): HttpResponse["headers"] {
  const names = (directive: string): readonly string[] =>
    inherited(state.block, directive).map(({ args }) => (args[0] ?? "").toLowerCase());
  const shown = names(`${family}_pass_header`);
  const hidden = new Set([...hiddenAlways, ...names(`${family}_hide_header`)]);
  return answer.headers.filter(([name]) => {
    const lower = name.toLowerCase();
    if (shown.includes(lower)) return true;
    return !hidden.has(lower) && !lower.startsWith("x-accel-");
  });
}

/** The request to the application; a named group of servers is its first. */
function upstreamUrl(pass: NginxDirective, state: State): string {
  const [text = ""] = pass.args;
  const url = expand(text, state, pass.place);
  const [, scheme = `${pass.name.slice(0, -"_pass".length)}://`, authority = "", path = ""] =
    /^([a-z]+:\/\/)?([^/]*)(.*)$/s.exec(url) ?? [];
  const host = state.configuration.upstreams.get(authority) ?? authority;
  const query = state.args === "" ? "" : `?${state.args}`;
  const asSent = state.isRewritten || state.isInternal ? encodePath(state.uri) + query : state.unparsedUri;
  if (path === "" || pass.name !== "proxy_pass") return `${scheme}${host}${asSent}`;
  if (text.includes("$")) return `${scheme}${host}${path}`;
  const location = locationOf(state.block);
  const name = location?.match?.kind === "regex" ? "" : (location?.match?.text ?? "");
  return `${scheme}${host}${path}${encodePath(state.uri.slice(name.length))}${query}`;
}

function encodePath(path: string): string {
  return path.replace(/[^!-~]|[%?#]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
  });
}

/** The index, autoindex and static modules, in their order. */
function staticFile(state: State): Handled {
  const { method, uri, block } = state;
  const reads = method === "GET" || method === "HEAD";
  const place = block.directive?.place ?? null;
  const dav = inherited(block, "dav_methods").at(-1);
  if (dav?.args.includes(method)) throw new NotModelled("dav_methods", dav.place);
  if (uri.endsWith("/")) {
    if (!reads && method !== "POST") return { kind: "status", status: 405 };
    return folder();
  }
  if (!reads && method !== "POST") return { kind: "status", status: 405 };
  const path = filePath(state, uri);
  switch (state.world.kindOf(path)) {
    case "missing":
      return { kind: "status", status: 404 };
    case "directory": {
      const query = state.args === "" ? "" : `?${state.args}`;
      state.headersOut.push(["Location", encodePath(`${uri}/`) + query]);
      return { kind: "status", status: 301 };
    }
    case "unknown":
      throw new NotModelled(`whether ${path} is there`, place);
    case "file":
      break;
  }
  if (method === "POST") return { kind: "status", status: 405 };
  const conditional = /^(?:range|if-modified-since|if-unmodified-since|if-none-match|if-match|if-range)$/i;
  if (state.headers.some(([name]) => conditional.test(name))) {
    throw new NotModelled("a conditional request for a file", null);
  }
  return { kind: "answer", status: 200 };

  function folder(): Handled {
    const own = inherited(block, "index");
    const names = own.length === 0 ? ["index.html"] : own.flatMap(({ args }) => args);
    for (const name of names) {
      const text = expand(name, state, place);
      if (text.startsWith("/")) return { kind: "inside", uri: text };
      const kind = state.world.kindOf(filePath(state, uri) + text);
      if (kind === "unknown") throw new NotModelled(`whether ${uri}${text} is there`, place);
      if (kind === "file" || kind === "directory") return { kind: "inside", uri: uri + text };
      const parent = state.world.kindOf(filePath(state, uri).replace(/\/+$/, "") || "/");
      if (parent === "missing") return { kind: "status", status: 404 };
    }
    const listing = setting(block, "autoindex") === "on";
    return listing && reads ? { kind: "answer", status: 200 } : { kind: "status", status: 403 };
  }
}
