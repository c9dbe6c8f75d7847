import type { BrowserEngine } from "@crosscheck/cors/browser";
import type { Header, HeaderList, HttpResponse } from "@crosscheck/cors/http";
import { getHeader, isToken } from "@crosscheck/cors/http";
import { maskHeaders, maskText, maskUrl } from "./mask-secrets.ts";
import type { Observation, ReadProblem } from "./observation.ts";
import { originOf } from "./origin-of.ts";
import { type JsonPath, showPath, skimJson } from "./skim-json.ts";

export interface HarEvidence {
  /** In the order of their times. */
  readonly observations: readonly Observation[];
  readonly engine: BrowserEngine | null;
  readonly problems: readonly ReadProblem[];
}

export interface HarReader {
  readonly push: (bytes: Uint8Array) => void;
  readonly end: () => HarEvidence;
}

/** More requests than these are not looked at: a recording of hours. */
const mostEntries = 50_000;
/** Bytes of a string that is kept; bodies are longer, headers and URLs are not. */
const longestString = 32_768;

/**
 * Reads an HTTP Archive as the developer tools of Chromium, Firefox and Safari export it, and as Playwright and proxies
 * write it. What is broken in one entry leaves the others readable.
 *
 * http://www.softwareishard.com/blog/har-12-spec/
 */
export function createHarReader(): HarReader {
  const entries: { readonly index: number; readonly entry: Members }[] = [];
  const problems: ReadProblem[] = [];
  const pages = new Map<string, string>();
  let creator = "";
  let hasLog = false;
  const skimmer = skimJson({
    longestString,
    wants: ([log, member, index, ...more]) => {
      if (log !== "log") return false;
      hasLog = true;
      if (more.length > 0) return false;
      if (index === undefined) return member === "creator" || member === "browser";
      return (member === "entries" || member === "pages") && entries.length < mostEntries;
    },
    onValue: ([, member, index], value) => {
      const read = membersOf(value);
      if (member === "entries") {
        if (read !== null) entries.push({ index: Number(index), entry: read });
        else
          problems.push({
            place: `log.entries[${index}]`,
            message: "It is no object: an entry has a request and a response.",
          });
      } else if (member === "pages") {
        if (read !== null) pages.set(text(read.id), text(read.title));
      } else if (read !== null) creator += ` ${text(read.name)} ${text(read.version)}`;
    },
    onBroken: (path: JsonPath) =>
      problems.push({ place: showPath(path), message: "It is no JSON: this part is left out." }),
  });

  return {
    push: skimmer.push,
    end: () => {
      const broken = skimmer.end();
      if (broken !== null) problems.push(broken);
      else if (!hasLog) problems.push({ place: "line 1", message: 'It has no "log", so it is no HTTP Archive.' });
      const engine = engineOf(creator);
      const timed = entries.map(({ index, entry }) => {
        const observation = readEntry(entry, `log.entries[${index}]`, engine, pages, problems);
        return { observation, time: Date.parse(text(entry.startedDateTime)), index };
      });
      // Exporters sort by other things, too: Firefox by when an answer came.
      timed.sort(
        (left, right) =>
          (Number.isNaN(left.time - right.time) ? 0 : left.time - right.time) || left.index - right.index,
      );
      return { observations: timed.flatMap(({ observation }) => observation ?? []), engine, problems };
    },
  };
}

/** `readHar`, for a text that is there already. */
export function readHar(archive: string): HarEvidence {
  const reader = createHarReader();
  reader.push(new TextEncoder().encode(archive));
  return reader.end();
}

type Members = Readonly<Record<string, unknown>>;

function readEntry(
  entry: Members,
  place: string,
  engine: BrowserEngine | null,
  pages: ReadonlyMap<string, string>,
  problems: ReadProblem[],
): Observation | null {
  const request = membersOf(entry.request);
  if (request === null || typeof request.url !== "string" || typeof request.method !== "string") {
    problems.push({ place: `${place}.request`, message: "It has no method and URL: the entry is left out." });
    return null;
  }
  if (!URL.canParse(request.url)) {
    problems.push({ place: `${place}.request.url`, message: "It is no absolute URL: the entry is left out." });
    return null;
  }
  if (!/^https?:/i.test(request.url)) return null;
  const response = membersOf(entry.response) ?? {};
  const headers = headerList(request.headers);
  const kind = text(entry._resourceType).toLowerCase();
  const { method } = request;
  return {
    request: {
      method,
      url: maskUrl(request.url.replace(/#.*$/s, "")),
      headers: maskHeaders(withCookies(headers, request)),
    },
    answer: answerOf(response),
    failure: failureOf(entry, response),
    isPreflight:
      kind === "preflight" || (method === "OPTIONS" && getHeader(headers, "access-control-request-method") !== null),
    kind,
    from: cacheOf(entry, response),
    engine,
    pageOrigin: pageOriginOf(entry, headers, pages),
    hasBody: hasBodyOf(response),
    place,
  };
}

function engineOf(creator: string): BrowserEngine | null {
  if (/firefox/i.test(creator)) return "firefox";
  if (/webkit web inspector|safari|\bwebkit\b/i.test(creator)) return "webkit";
  return /webinspector|chrom|edge|opera|brave/i.test(creator) ? "chromium" : null;
}

/** Playwright and Firefox keep cookies beside the headers. */
function withCookies(headers: HeaderList, { cookies }: Members): HeaderList {
  if (getHeader(headers, "cookie") !== null || !Array.isArray(cookies) || cookies.length === 0) return headers;
  const names = cookies.slice(0, 100).map((cookie) => `${text(membersOf(cookie)?.name)}=`);
  return [...headers, ["Cookie", names.join("; ")]];
}

function headerList(value: unknown): HeaderList {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown): Header[] => {
    const read = membersOf(item);
    const name = text(read?.name);
    // Pseudo-headers of HTTP/2 are no headers.
    if (!isToken(name)) return [];
    // Chromium joins equal names by line feeds.
    return text(read?.value)
      .split("\n")
      .map((line) => [name, line]);
  });
}

/** A status of 0 or below is none: the exporters write it where no answer was shown to the page. */
function answerOf(response: Members): HttpResponse | null {
  const status = Number(response.status ?? 0);
  if (!Number.isInteger(status) || status < 100 || status > 999) return null;
  const headers = maskHeaders(headerList(response.headers));
  const redirect = text(response.redirectURL);
  const needsLocation = status >= 300 && status < 400 && redirect !== "" && getHeader(headers, "location") === null;
  return { status, headers: needsLocation ? [...headers, ["Location", maskUrl(redirect)]] : headers };
}

/** What the exporters call it when a request fails. */
function failureOf(entry: Members, response: Members): string | null {
  const told = [
    response._error,
    entry._error,
    response._failureText,
    entry._failureText,
    entry._blockedReason,
    response._blockedReason,
    entry.blockedReason,
    response._blocked,
  ];
  for (const value of told) {
    if (typeof value === "string" && value !== "") return maskText(value.slice(0, 300));
    if (typeof value === "number" && value !== 0) return `blocked: ${value}`;
  }
  if (entry._wasCanceled === true || response._canceled === true) return "net::ERR_ABORTED";
  return null;
}

function cacheOf(entry: Members, response: Members): Observation["from"] {
  if (response._fetchedViaServiceWorker === true) return "service-worker";
  const fetchType = text(entry._fetchType);
  if (/service worker/i.test(fetchType)) return "service-worker";
  const isStored =
    text(entry._fromCache) !== "" ||
    entry.fromCache === true ||
    /(?:memory|disk) cache/i.test(fetchType) ||
    membersOf(entry.cache)?.beforeRequest !== undefined;
  return isStored ? "browser-cache" : "network";
}

function hasBodyOf(response: Members): boolean | null {
  const content = membersOf(response.content);
  if (content === null) return null;
  if (typeof content.text === "string" && content.text !== "") return true;
  return typeof content.size === "number" ? content.size > 0 : null;
}

/** `Origin` says it, unless it is null after a redirect; else who is said to have started it; else the page. */
function pageOriginOf(entry: Members, headers: HeaderList, pages: ReadonlyMap<string, string>): string | null {
  const origin = getHeader(headers, "origin");
  if (origin !== null && origin !== "null") return originOf(origin);
  const referer = getHeader(headers, "referer");
  const initiator = membersOf(entry._initiator);
  const candidates = [
    referer,
    initiatorUrl(initiator),
    pages.get(text(entry.pageref)) ?? null,
    [...pages.values()].find((title) => /^https?:/.test(title)) ?? null,
  ];
  for (const candidate of candidates) {
    const found = candidate === null ? null : originOf(candidate);
    if (found !== null) return found;
  }
  return origin;
}

function initiatorUrl(initiator: Members | null): string | null {
  if (initiator === null) return null;
  let stack = membersOf(initiator.stack);
  for (let depth = 0; stack !== null && depth < 20; depth++) {
    const frames = Array.isArray(stack.callFrames) ? stack.callFrames : [];
    for (const frame of frames as unknown[]) {
      const url = text(membersOf(frame)?.url);
      if (/^https?:/.test(url)) return url;
    }
    stack = membersOf(stack.parent);
  }
  const url = text(initiator.url);
  return initiator.type === "preflight" || url === "" ? null : url;
}

function membersOf(value: unknown): Members | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Members) : null;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}
