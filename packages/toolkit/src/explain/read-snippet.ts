import type { Header } from "@crosscheck/cors/http";
import type { AskedRequest } from "./asked-request.ts";
import { maskHeaders, maskUrl } from "./mask-secrets.ts";
import { originOf } from "./origin-of.ts";

/** A call of fetch, axios, XMLHttpRequest or jQuery in a piece of a script; null when there is none with an absolute URL. */
export function readSnippet(text: string): AskedRequest | null {
  const source = text.slice(0, 200_000);
  return readXhr(source) ?? readCall(source);
}

const calls =
  /\b(?:await\s+)?(fetch|axios(?:\.(?:get|delete|head|options|post|put|patch|request))?|\$\.(?:ajax|get|post|getJSON)|new\s+Request)\s*\(/g;

function readCall(source: string): AskedRequest | null {
  for (const match of source.matchAll(calls)) {
    const name = match[1] ?? "";
    const inside = upToClosing(source, match.index + match[0].length);
    const url = urlIn(inside, source);
    if (url === null) continue;
    const named = /\.(delete|head|options|post|put|patch)$/.exec(name)?.[1];
    const method = member(inside, "method") ?? member(inside, "type") ?? named ?? (name === "$.post" ? "post" : "GET");
    const headers = headersIn(inside, source);
    const isAxios = name.startsWith("axios");
    const sendsData = isAxios
      ? /\.(?:post|put|patch)$/.test(name) || /\bdata\s*:/.test(inside)
      : /\bbody\s*[:,}]/.test(inside);
    const typed = headers.some(([header]) => header.toLowerCase() === "content-type");
    // axios sends an object as JSON.
    const json: readonly Header[] = isAxios && sendsData && !typed ? [["Content-Type", "application/json"]] : [];
    const mode = member(inside, "mode");
    return {
      request: {
        url: maskUrl(url),
        method: isAxios || name.startsWith("$") ? method.toUpperCase() : method,
        headers: maskHeaders([...headers, ...json]),
        credentials: credentialsIn(inside, isAxios || name.startsWith("$")),
        entryPoint: name === "fetch" || name.startsWith("new") ? "fetch" : "xhr",
        ...(mode === "no-cors" || mode === "same-origin" || mode === "cors" ? { mode } : {}),
        hasBody: sendsData && !/^(?:get|head)$/i.test(method),
      },
      pageOrigin: null,
      by: "page",
    };
  }
  return null;
}

function readXhr(source: string): AskedRequest | null {
  const opened = /\.open\s*\(\s*["'`]([A-Za-z]+)["'`]\s*,\s*["'`](https?:\/\/[^"'`]+)["'`]/.exec(source);
  if (opened === null || !/XMLHttpRequest|setRequestHeader|\.send\s*\(/.test(source)) return null;
  const [, method = "GET", url = ""] = opened;
  if (!URL.canParse(url)) return null;
  const headers = [
    ...source.matchAll(/\.setRequestHeader\s*\(\s*["'`]([^"'`]+)["'`]\s*,\s*(?:["'`]([^"'`]*)["'`])?/g),
  ].map(([, name = "", value = "***"]): Header => [name, value]);
  const withCredentials = /\.withCredentials\s*=\s*true\b/.test(source);
  return {
    request: {
      url: maskUrl(new URL(url).href),
      method: method.toUpperCase(),
      headers: maskHeaders(headers),
      credentials: withCredentials ? "include" : "same-origin",
      entryPoint: "xhr",
      uploadListener: /\.upload\.(?:on|addEventListener)/.test(source),
      hasBody: /\.send\s*\(\s*[^)\s]/.test(source) && !/^(?:get|head)$/i.test(method),
    },
    pageOrigin: null,
    by: "page",
  };
}

/** The first absolute URL; a base URL of axios, or a constant, before a path. */
function urlIn(inside: string, source: string): string | null {
  const [, literal] = /["'`](https?:\/\/[^"'`\s]+)["'`]/.exec(inside) ?? [];
  if (literal !== undefined) {
    const filled = literal.replace(/\$\{[^}]*\}/g, "1");
    return URL.canParse(filled) ? new URL(filled).href : null;
  }
  const [, base] =
    /\b(?:baseURL|BASE_URL|API_URL|API|baseUrl|apiUrl|url|endpoint)\b\s*[:=]\s*["'`](https?:\/\/[^"'`\s]+)["'`]/.exec(
      source,
    ) ?? [];
  if (base === undefined) return null;
  const [, path = ""] = /["'`](\/[^"'`\s]*)["'`]/.exec(inside) ?? [];
  const [, template = ""] = /`\$\{[^}]*\}(\/[^`\s]*)`/.exec(inside) ?? [];
  const joined = base.replace(/\/$/, "") + (path || template).replace(/\$\{[^}]*\}/g, "1");
  return URL.canParse(joined) && originOf(joined) !== null ? new URL(joined).href : null;
}

/** The text up to the bracket that closes the call, quotes passed over. */
function upToClosing(source: string, start: number): string {
  let depth = 1;
  for (let index = start; index < source.length; index++) {
    const character = source[index] ?? "";
    if (character === '"' || character === "'" || character === "`") {
      const end = source.indexOf(character, index + 1);
      if (end === -1) break;
      index = end;
    } else if ("([{".includes(character)) depth++;
    else if (")]}".includes(character) && --depth === 0) return source.slice(start, index);
  }
  return source.slice(start);
}

function member(inside: string, name: string): string | null {
  return new RegExp(`["']?\\b${name}["']?\\s*:\\s*["'\`]([^"'\`]*)["'\`]`).exec(inside)?.[1] ?? null;
}

function headersIn(inside: string, source: string): readonly Header[] {
  const opened = /["']?\bheaders["']?\s*:\s*(?:new\s+Headers\s*\(\s*)?\{/.exec(inside);
  const named = opened === null ? /\bheaders\s*=\s*\{/.exec(source) : null;
  const text =
    opened !== null
      ? upToClosing(inside, opened.index + opened[0].length)
      : named !== null && /\bheaders\b/.test(inside)
        ? upToClosing(source, named.index + named[0].length)
        : "";
  const pairs = text.matchAll(/(?:["'`]([\w-]+)["'`]|([\w$]+))\s*:\s*(?:["']([^"'\n]*)["']|`([^`]*)`|([^,\n}]+))/g);
  const list = [...pairs].map(
    ([, quoted, bare, text1, text2]): Header => [quoted ?? bare ?? "", text1 ?? text2 ?? "***"],
  );
  const appended = [
    ...source.matchAll(/\bheaders\.(?:append|set)\s*\(\s*["'`]([\w-]+)["'`]\s*,\s*["'`]([^"'`]*)["'`]/gi),
  ];
  return [...list, ...appended.map(([, name = "", value = ""]): Header => [name, value])];
}

function credentialsIn(inside: string, isXhr: boolean): "omit" | "same-origin" | "include" {
  if (/\bwithCredentials\b["']?\s*:\s*true\b/.test(inside)) return "include";
  const told = member(inside, "credentials");
  if (isXhr) return "same-origin";
  return told === "include" || told === "omit" ? told : "same-origin";
}
