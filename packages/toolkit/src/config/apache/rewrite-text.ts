import type { Place } from "./directive.ts";
import { NotModelled, type RequestState } from "./request-state.ts";
import { requestVariable } from "./request-variable.ts";
import type { World } from "./world.ts";

/** What the texts of mod_rewrite refer to. */
export interface RewriteContext {
  readonly request: RequestState;
  readonly world: World;
  /** `RewriteMap`, by name: its type and source. */
  readonly maps: ReadonlyMap<string, string>;
  readonly place: Place;
  readonly ruleGroups: readonly (string | undefined)[];
  conditionGroups: readonly (string | undefined)[];
  /** Request headers that conditions looked at. */
  readonly varies: Set<string>;
}

/** `$1`, `%1`, `%{NAME}` and `${map:key|default}`, put in. */
export function expand(text: string, context: RewriteContext): string {
  let result = "";
  for (let position = 0; position < text.length; position++) {
    const character = text[position];
    const next = text[position + 1] ?? "";
    if (character === "\\" && next !== "") {
      result += next;
      position++;
    } else if (character === "$" && /\d/.test(next)) {
      result += context.ruleGroups[Number(next)] ?? "";
      position++;
    } else if (character === "%" && /\d/.test(next)) {
      result += context.conditionGroups[Number(next)] ?? "";
      position++;
    } else if ((character === "%" || character === "$") && next === "{") {
      const end = closing(text, position + 1);
      if (end === -1) return result + text.slice(position);
      const inside = text.slice(position + 2, end);
      result += character === "%" ? variable(inside, context) : lookUp(inside, context);
      position = end;
    } else result += character;
  }
  return result;
}

function closing(text: string, opening: number): number {
  let depth = 0;
  for (let position = opening; position < text.length; position++) {
    if (text[position] === "{") depth++;
    else if (text[position] === "}" && --depth === 0) return position;
  }
  return -1;
}

const requestHeaders: Readonly<Record<string, string>> = {
  HTTP_ACCEPT: "Accept",
  HTTP_COOKIE: "Cookie",
  HTTP_FORWARDED: "Forwarded",
  HTTP_HOST: "Host",
  HTTP_PROXY_CONNECTION: "Proxy-Connection",
  HTTP_REFERER: "Referer",
  HTTP_USER_AGENT: "User-Agent",
};

/** One that mod_rewrite does not know is empty. */
function variable(name: string, context: RewriteContext): string {
  const { request, place } = context;
  const [, prefix, argument = ""] = /^(HTTP|ENV|LA-U|LA-F|SSL):(.*)$/s.exec(name) ?? [];
  switch (prefix) {
    case "HTTP":
      return requestHeader(argument, context);
    case "ENV":
      return request.notes.get(argument) ?? request.env.get(argument) ?? "";
    case "LA-U":
    case "LA-F":
    case "SSL":
      throw new NotModelled(`%{${name}}`, place);
  }
  const header = requestHeaders[name.toUpperCase()];
  if (header !== undefined) return requestHeader(header, context);
  if (
    /^(?:TIME|API_VERSION|SERVER_SOFTWARE|SERVER_ADMIN|SERVER_ADDR|REMOTE_PORT|CONTEXT_|SCRIPT_USER|SCRIPT_GROUP)/i.test(
      name,
    )
  ) {
    throw new NotModelled(`%{${name}}`, place);
  }
  return requestVariable(name.toUpperCase(), request) ?? "";
}

/** A header that was sent goes into Vary; but for Host, by which every cache tells answers apart. */
function requestHeader(name: string, { request, varies }: RewriteContext): string {
  const value = request.headersIn.get(name);
  if (value !== null && name.toLowerCase() !== "host") varies.add(name);
  return value ?? "";
}

function lookUp(inside: string, context: RewriteContext): string {
  const colon = inside.indexOf(":");
  const name = inside.slice(0, colon);
  const bar = inside.indexOf("|", colon);
  const key = expand(inside.slice(colon + 1, bar === -1 ? undefined : bar), context);
  const otherwise = bar === -1 ? "" : expand(inside.slice(bar + 1), context);
  const source = context.maps.get(name);
  if (source === undefined)
    throw new NotModelled(`the map ${JSON.stringify(name)}, which no RewriteMap defines`, context.place);
  if (source === "int:tolower") return key.toLowerCase();
  if (source === "int:toupper") return key.toUpperCase();
  if (!source.startsWith("txt:"))
    throw new NotModelled(`a RewriteMap of the kind ${source.replace(/:.*/s, "")}`, context.place);
  const text = context.world.read(source.slice(4));
  if (text === null)
    throw new NotModelled(`the map file ${JSON.stringify(source.slice(4))}, which cannot be read`, context.place);
  return textMap(text).get(key) ?? otherwise;
}

let lastMap: { readonly text: string; readonly entries: ReadonlyMap<string, string> } | null = null;

function textMap(text: string): ReadonlyMap<string, string> {
  if (lastMap?.text === text) return lastMap.entries;
  const entries = new Map<string, string>();
  for (const line of text.split("\n")) {
    const [, key, value] = /^([^\s#]\S*)\s+(\S+)/.exec(line) ?? [];
    if (key !== undefined && value !== undefined && !entries.has(key)) entries.set(key, value);
  }
  lastMap = { text, entries };
  return entries;
}
