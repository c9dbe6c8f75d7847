import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";
import { getHeader } from "../http/header-list.ts";
import type { CorsError } from "./cors-error.ts";
import type { ResponseFacts } from "./fetched-response.ts";
import { networkOptions } from "./network.ts";
import type { PageBrowser, PageCall } from "./page-browser.ts";
import { type Answer, PageFetch } from "./page-fetch.ts";
import { exchangeSynchronously } from "./synchronous-network.ts";
import type { WireRequest } from "./transport.ts";

export type SynchronousResult =
  | { readonly facts: ResponseFacts; readonly bytes: Uint8Array }
  | { readonly error: CorsError | Error };

/** `runFetch`, without leaving the caller: what a synchronous XMLHttpRequest does. Over the network only. */
export function runFetchSynchronously(browser: PageBrowser, call: PageCall): SynchronousResult {
  const fetching = new PageFetch(browser, call);
  let bytes: Uint8Array = new Uint8Array();
  while (fetching.next !== null) {
    const answer = send(browser, fetching.next);
    bytes = answer.bytes ?? bytes;
    fetching.answer(answer);
  }
  const { end } = fetching;
  if (end === null || !("filtered" in end)) return { error: end ?? new Error("the fetch has no end") };
  const { filtered, wire, cached, keep } = end;
  keep?.(bytes);
  if (cached !== null) bytes = cached;
  if (call.method === "HEAD") bytes = new Uint8Array();
  const facts: ResponseFacts = { ...filtered, statusText: wire.statusText ?? "" };
  try {
    return { facts, bytes: decoded(bytes, getHeader(wire.headers, "content-encoding")) };
  } catch (error) {
    return { error: error as Error };
  }
}

function send(browser: PageBrowser, request: Omit<WireRequest, "signal">): Answer & { readonly bytes?: Uint8Array } {
  const options = networkOptions(browser.transportFor(new URL(request.url)));
  if (options === undefined) {
    const why = "a server in the page's own thread cannot answer a synchronous request";
    return { why, cause: undefined };
  }
  const { method, url, headers, body } = request;
  const job = { ...options, method, url, headers, body: body instanceof Uint8Array ? body : null };
  const outcome = exchangeSynchronously(job, browser.timeout);
  if ("why" in outcome) return { ...outcome, cause: undefined };
  const { bytes, ...response } = outcome.response;
  return { response, bytes };
}

function decoded(bytes: Uint8Array, codings: string | null): Uint8Array {
  let result = bytes;
  for (const coding of (codings ?? "").split(",").reverse()) {
    switch (coding.trim().toLowerCase()) {
      case "gzip":
      case "x-gzip":
        result = gunzipSync(result);
        break;
      case "deflate":
        result = inflateSync(result);
        break;
      case "br":
        result = brotliDecompressSync(result);
        break;
    }
  }
  return result;
}
