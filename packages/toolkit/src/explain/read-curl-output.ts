import { getHeader, type Header, type HttpResponse } from "@crosscheck/cors/http";
import { type AskedRequest, parseHeaderLine } from "./asked-request.ts";
import { maskHeaders, maskText, maskUrl } from "./mask-secrets.ts";
import type { Observation } from "./observation.ts";
import { originOf } from "./origin-of.ts";

export interface CurlOutput {
  readonly observations: readonly Observation[];
}

/** Why curl had no answer; its own codes. https://everything.curl.dev/cmdline/exitcode.html */
const failures = /^curl: \((\d+)\) (.*)$/m;
/** 6 and 7: name and connection; 28: time; 35, 51, 58, 60, 77, 83, 90, 91: TLS; 52, 55, 56: hung up. */
const connectionCodes: ReadonlySet<string> = new Set([
  "5",
  "6",
  "7",
  "28",
  "35",
  "47",
  "51",
  "52",
  "55",
  "56",
  "58",
  "60",
  "77",
  "83",
  "90",
  "91",
]);

/**
 * What `curl -v` writes: `>` before what it sent, `<` before what came; terminal colours, HTTP/2's own lines and the
 * progress meter are passed over. Null when there is no request in it.
 */
export function readCurlOutput(given: string, command: AskedRequest | null): CurlOutput | null {
  const text = given.replace(/\u001b\[[0-9;]*[A-Za-z]/g, "").replace(/\r/g, "");
  const failure = failures.exec(text);
  const isVerbose = /^\s*[<>] \S/m.test(text) && /^\s*[<>] .*HTTP\/[\d.]+/m.test(text);
  if (!isVerbose && failure === null) return null;
  const observations: Observation[] = [];
  let request: { method: string; target: string; headers: Header[] } | null = null;
  let response: { status: number; headers: Header[] } | null = null;
  let requestLine = 0;
  let isTls = command === null ? null : command.request.url.startsWith("https:");

  const finish = (why: string | null = null): void => {
    if (request === null) return;
    const { method, target, headers } = request;
    const host = getHeader(headers, "host") ?? "";
    const scheme = (isTls ?? isLikelyTls(host)) ? "https" : "http";
    const written = /^https?:/i.test(target) ? target : `${scheme}://${host}${target}`;
    const fallback = command?.request.url ?? "";
    const url =
      URL.canParse(written) && host !== ""
        ? new URL(written).href
        : URL.canParse(written) && /^https?:/i.test(target)
          ? written
          : fallback;
    if (URL.canParse(url)) {
      const origin = getHeader(headers, "origin");
      const answer: HttpResponse | null =
        response === null ? null : { status: response.status, headers: maskHeaders(response.headers) };
      observations.push({
        request: { method, url: maskUrl(url.replace(/#.*$/s, "")), headers: maskHeaders(headers) },
        answer,
        failure: answer === null ? (why ?? "curl shows no answer") : null,
        isPreflight: method === "OPTIONS" && getHeader(headers, "access-control-request-method") !== null,
        kind: "curl",
        from: "network",
        engine: null,
        pageOrigin: origin === null ? null : originOf(origin),
        hasBody: null,
        place: `line ${requestLine}`,
      });
    }
    request = null;
    response = null;
  };

  for (const [index, raw] of text.split("\n").entries()) {
    const line = raw.trimStart();
    if (/^\* .*(?:SSL connection using|TLSv1|ALPN|Connected to .*port 443\b|using HTTP\/2)/i.test(line)) isTls = true;
    // A redirect may lead from one to the other.
    const next = /^\* Issue another request to this URL: '([^']*)'/.exec(line)?.[1];
    if (next !== undefined) isTls = next.startsWith("https:");
    else if (/^\* .*Connected to .* port 80\b/.test(line)) isTls = false;
    if (/^[<>] .*HTTP\/[23]\b/.test(line)) isTls ??= true;
    const asked = /^> ([A-Za-z]+) (\S+) HTTP\/[\d.]+\s*$/.exec(line);
    if (asked !== null) {
      finish();
      requestLine = index + 1;
      request = { method: asked[1] ?? "GET", target: asked[2] ?? "/", headers: [] };
      continue;
    }
    if (line.startsWith("> ") && request !== null && response === null) {
      const header = parseHeaderLine(line.slice(2));
      if (header !== null) request.headers.push(header);
      continue;
    }
    const answered = /^< HTTP\/[\d.]+ (\d{3})\b/.exec(line);
    if (answered !== null) {
      const status = Number(answered[1]);
      request ??= {
        method: command?.request.method ?? "GET",
        target: command?.request.url ?? "",
        headers: [...(command?.request.headers ?? [])],
      };
      // 100 and 103 come before the answer.
      response = { status, headers: [] };
      continue;
    }
    if (line.startsWith("< ") && response !== null) {
      const header = parseHeaderLine(line.slice(2));
      if (header !== null) response.headers.push(header);
    }
  }
  const code = failure?.[1] ?? "";
  const isConnection = connectionCodes.has(code);
  const why = failure === null ? null : `curl: (${code}) ${maskText(failure[2] ?? "").slice(0, 200)}`;
  if (request === null && observations.length === 0 && why !== null && isConnection) {
    const url = command?.request.url ?? "https://server.invalid/";
    request = { method: command?.request.method ?? "GET", target: url, headers: [...(command?.request.headers ?? [])] };
    if (getHeader(request.headers, "host") === null) request.headers.push(["Host", new URL(url).host]);
  }
  finish(why);
  return observations.length === 0 ? null : { observations };
}

/** Where nothing tells: a port, or this machine, is somebody's own server; the rest of the web has certificates. */
function isLikelyTls(host: string): boolean {
  return !/:\d+$/.test(host) && !/^(?:localhost$|127\.|10\.|192\.168\.)/.test(host);
}
