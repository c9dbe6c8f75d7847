import { getHeader, type Header } from "@crosscheck/cors/http";
import { type AskedRequest, parseHeaderLine } from "./asked-request.ts";
import { maskHeaders, maskUrl } from "./mask-secrets.ts";
import { originOf } from "./origin-of.ts";
import { shellWords } from "./shell-words.ts";

/** Options of curl with a value that says nothing of the request's head. */
const withValue =
  /^(?:-[oDTKwmyYzEbcCPQrtUx]|--(?:output|dump-header|write-out|max-time|connect-timeout|retry|cacert|cert|key|resolve|proxy|cookie-jar|config|interface|limit-rate|range|tlsv1|ciphers|unix-socket|trace|trace-ascii|stderr))$/;

/** A command of curl, as one types it or as the developer tools copy it; null when there is none. */
export function readCurlCommand(text: string): AskedRequest | null {
  const start = /(?:^|[\n`])[ \t]*(?:[$%>#][ \t]+)?curl(?:\.exe)?[ \t\\]/.exec(text);
  if (start === null) return null;
  const words = shellWords(text.slice(start.index + start[0].length - 1).trimStart());
  const headers: Header[] = [];
  let url: string | null = null;
  let method: string | null = null;
  let hasData = false;
  let asGet = false;
  for (let index = 0; index < words.length; index++) {
    const [, name = words[index] ?? "", joined] = /^(--[a-z0-9-]+)=(.*)$/s.exec(words[index] ?? "") ?? [];
    const short = /^-([a-zA-Z])(.+)$/s.exec(name);
    const option = short !== null && "XHdubeA".includes(short[1] ?? "") ? `-${short[1]}` : name;
    const take = (): string => (option !== name ? (short?.[2] ?? "") : (joined ?? words[++index] ?? ""));
    if (/^(?:-X|--request)$/.test(option)) method = take();
    else if (/^(?:-H|--header)$/.test(option)) {
      const header = parseHeaderLine(take());
      if (header !== null) headers.push(header);
    } else if (/^(?:-d|--data(?:-raw|-binary|-ascii|-urlencode)?|--form|-F|--form-string)$/.test(option)) {
      take();
      hasData = true;
    } else if (option === "--json") {
      take();
      hasData = true;
      headers.push(["Content-Type", "application/json"], ["Accept", "application/json"]);
    } else if (/^(?:-b|--cookie)$/.test(option)) headers.push(["Cookie", take()]);
    else if (/^(?:-u|--user)$/.test(option)) {
      take();
      headers.push(["Authorization", "Basic ***"]);
    } else if (option === "--oauth2-bearer") {
      take();
      headers.push(["Authorization", "Bearer ***"]);
    } else if (/^(?:-e|--referer)$/.test(option)) headers.push(["Referer", take()]);
    else if (/^(?:-A|--user-agent)$/.test(option)) headers.push(["User-Agent", take()]);
    else if (/^(?:-G|--get)$/.test(name)) asGet = true;
    else if (/^(?:-I|--head)$/.test(name)) method ??= "HEAD";
    else if (option === "--url") url = take();
    else if (withValue.test(name)) index++;
    else if (!name.startsWith("-")) url ??= name;
  }
  if (url === null) return null;
  const absolute = /^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? url : `http://${url}`;
  if (!URL.canParse(absolute) || originOf(absolute) === null) return null;
  const type =
    hasData && !asGet && getHeader(headers, "content-type") === null
      ? [["Content-Type", "application/x-www-form-urlencoded"] as const]
      : [];
  const origin = getHeader(headers, "origin") ?? getHeader(headers, "referer");
  return {
    request: {
      url: maskUrl(new URL(absolute).href.replace(/#.*$/s, "")),
      method: method ?? (hasData && !asGet ? "POST" : "GET"),
      headers: maskHeaders([...headers, ...type]),
      hasBody: hasData && !asGet,
      ...(getHeader(headers, "cookie") === null ? {} : { credentials: "include" as const }),
    },
    pageOrigin: origin === null ? null : originOf(origin),
    by: "curl",
  };
}
