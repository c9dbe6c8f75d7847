import type { Exchange } from "../http/exchange.ts";
import { getHeader } from "../http/header-list.ts";
import { parseUrl } from "../http/parse-url.ts";
import { chromiumConsole } from "./chromium-console.ts";
import type { ConsoleContext } from "./console-context.ts";
import type { BrowserEngine } from "./departures.ts";
import type { FetchRequest } from "./fetch-request.ts";
import { firefoxConsole } from "./firefox-console.ts";
import { isRedirectStatus } from "./location-url.ts";
import type { EntryPoint } from "./page-request.ts";
import type { NetworkError } from "./verdict.ts";
import { webkitConsole } from "./webkit-console.ts";

/** What each engine's console says of a network error, its lines separated by line feeds; empty where it says nothing. */
export type ConsoleMessages = Readonly<Record<BrowserEngine, string>>;

/** What each engine would print for this reason, were it to come to it. */
export function consoleMessages(
  entryPoint: EntryPoint,
  request: FetchRequest,
  error: NetworkError,
  exchanges: readonly Exchange[],
): ConsoleMessages {
  const last = exchanges.at(-1)?.response;
  const response = last !== undefined && "status" in last ? last : null;
  const to = response !== null && isRedirectStatus(response.status) ? getHeader(response.headers, "location") : null;
  const urls = request.urlList.map((url) => url.href);
  const context: ConsoleContext = {
    entryPoint,
    mode: request.mode,
    pageOrigin: request.origin,
    urls,
    error:
      to === null || to === "" ? error : { ...error, details: { ...error.details, redirectsTo: absolute(to, urls) } },
    status: response?.status ?? null,
  };
  return {
    chromium: chromiumConsole(context),
    firefox: firefoxConsole(context),
    webkit: webkitConsole(context),
  };
}

function absolute(location: string, urls: readonly string[]): string {
  const base = urls.at(-1);
  return parseUrl(location, base)?.href ?? location;
}
