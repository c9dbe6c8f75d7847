import type { Header } from "@crosscheck/cors/http";
import { type Block, setting } from "./block.ts";
import type { NginxDirective } from "./directive.ts";
import { NotModelled } from "./not-modelled.ts";
import type { State } from "./state.ts";
import { expand } from "./variables.ts";

/** https://nginx.org/en/docs/http/ngx_http_headers_module.html#add_header */
const safeStatuses: ReadonlySet<number> = new Set([200, 201, 204, 206, 301, 302, 303, 304, 307, 308]);

/** Headers that decide what a page gets, or that a variable may be made of. Of the others a value may stay unknown. */
const matters =
  /^(?:access-control-|vary$|timing-allow-origin$|set-cookie$|location$|cross-origin-|www-authenticate$)/i;

/** What `add_header` and the headers-more module make of the answer's headers, at the end. */
export function addHeaders(state: State): void {
  const { block, status } = state;
  for (const directive of addedIn(block)) {
    const [name = "", value = "", always] = directive.args;
    if (!safeStatuses.has(status) && always !== "always") continue;
    state.chosenEntry = null;
    const text = headerText(directive, name, value);
    if (text === null || text === "") continue;
    state.origins.push({ name, place: state.chosenEntry ?? directive.place });
    if (/^last-modified$/i.test(name)) replace([name, text]);
    else state.headersOut.push([name, text]);
  }
  for (const directive of moreDirectives(block)) more(directive);

  function headerText(directive: NginxDirective, name: string, value: string): string | null {
    try {
      return expand(value, state, directive.place);
    } catch (error) {
      if (error instanceof NotModelled && !matters.test(name)) return null;
      throw error;
    }
  }

  function replace(header: Header): void {
    const lower = header[0].toLowerCase();
    state.headersOut = [...state.headersOut.filter(([name]) => name.toLowerCase() !== lower), header];
  }

  /** https://github.com/openresty/headers-more-nginx-module#more_set_headers */
  function more(directive: NginxDirective): void {
    const clears = directive.name === "more_clear_headers";
    const lines: string[] = [];
    let statuses: readonly number[] | null = null;
    let onlyReplaces = false;
    let appends = false;
    for (let index = 0; index < directive.args.length; index++) {
      const word = directive.args[index] ?? "";
      if (word === "-s") statuses = (directive.args[++index] ?? "").trim().split(/\s+/).map(Number);
      else if (word === "-t") throw new NotModelled(`${directive.name} -t`, directive.place);
      else if (word === "-r") onlyReplaces = true;
      else if (word === "-a") appends = true;
      else lines.push(word);
    }
    if (statuses !== null && !statuses.includes(status)) return;
    for (const line of lines) {
      const colon = line.indexOf(":");
      const name = (colon === -1 ? line : line.slice(0, colon)).trim();
      const text = clears || colon === -1 ? "" : headerText(directive, name, line.slice(colon + 1).trim());
      if (text === null) continue;
      const isThere = state.headersOut.some(([other]) => matchesName(name, other));
      if (onlyReplaces && !isThere) continue;
      if (!appends) state.headersOut = state.headersOut.filter(([other]) => !matchesName(name, other));
      if (text === "") continue;
      state.headersOut.push([name, text]);
      state.origins.push({ name, place: directive.place });
    }
  }
}

/** `X-Hidden-*` names all that begin so. */
function matchesName(pattern: string, name: string): boolean {
  const [left, right] = [pattern.toLowerCase(), name.toLowerCase()];
  return left.endsWith("*") ? right.startsWith(left.slice(0, -1)) : left === right;
}

/** The `add_header` lines that count in a block, with what `add_header_inherit` (1.29.3) says of those above. */
function addedIn(block: Block): readonly NginxDirective[] {
  const own = block.own.get("add_header") ?? [];
  if (block.parent === null) return own;
  const mode = setting(block, "add_header_inherit") ?? "on";
  if (mode === "off") return own;
  if (mode === "merge") return [...addedIn(block.parent), ...own];
  return own.length > 0 ? own : addedIn(block.parent);
}

/** Those of the outer blocks are carried out, too: the outer first. */
function moreDirectives(block: Block): readonly NginxDirective[] {
  const outer = block.parent === null ? [] : moreDirectives(block.parent);
  return [
    ...outer,
    ...block.children.filter(({ name }) => name === "more_set_headers" || name === "more_clear_headers"),
  ];
}
