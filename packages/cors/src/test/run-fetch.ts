import type { CorsError } from "./cors-error.ts";
import { decodeBody } from "./decode-body.ts";
import { localError } from "./error-of.ts";
import { fetchLocal, isLocal } from "./fetch-local.ts";
import { FetchedResponse } from "./fetched-response.ts";
import { matchesIntegrity } from "./integrity.ts";
import type { PageBrowser, PageCall } from "./page-browser.ts";
import { type Answer, type PageAnswer, PageFetch } from "./page-fetch.ts";
import type { WireRequest } from "./transport.ts";

const maxKeepaliveBytes = 64 * 1024;

/**
 * Carries out a call: sends what the model asks for, and gives the page what the model lets it have.
 *
 * @param onRequestSent called when a request with a body is on its way, whole
 * @throws {CorsError} when the page gets a network error
 * @throws the signal's reason, when it is aborted
 */
export async function runFetch(
  browser: PageBrowser,
  call: PageCall,
  signal: AbortSignal,
  onRequestSent?: () => void,
): Promise<FetchedResponse> {
  signal.throwIfAborted();
  if (call.keepalive && call.body instanceof Uint8Array && call.body.byteLength > maxKeepaliveBytes) {
    throw localError("keepalive-too-large", { bytes: String(call.body.byteLength) });
  }
  if (isLocal(call.url)) {
    const response = await fetchLocal(call.url, call.method, signal);
    if (response === null) throw localError("local-url-unreadable", { url: call.url });
    return response;
  }
  const controller = new AbortController();
  const aborted = onAbort(signal, controller);
  try {
    const fetching = new PageFetch(browser, call);
    while (fetching.next !== null) {
      const answer = await Promise.race([send(browser, fetching.next, controller.signal), aborted.promise]);
      if (fetching.next.body !== null && "response" in answer) onRequestSent?.();
      fetching.answer(answer);
      // A preflight's answer, and a redirect's: nobody reads it.
      if (fetching.next !== null) discard(answer);
    }
    const { end } = fetching;
    if (end === null || !("filtered" in end)) throw end as CorsError;
    return await toResponse(end, call, signal, controller);
  } catch (error) {
    aborted.stop();
    controller.abort();
    throw error;
  }
}

/** Rejects with the page's reason when the page aborts. */
function onAbort(signal: AbortSignal, controller: AbortController): { promise: Promise<never>; stop: () => void } {
  const { promise, reject } = withReject();
  function abort(): void {
    reject(signal.reason);
    controller.abort(signal.reason);
  }
  signal.addEventListener("abort", abort, { once: true });
  return { promise, stop: () => signal.removeEventListener("abort", abort) };
}

function withReject(): { promise: Promise<never>; reject: (reason: unknown) => void } {
  let reject: (reason: unknown) => void = () => {};
  const promise = new Promise<never>((_resolve, rejectPromise) => {
    reject = rejectPromise;
  });
  // Nobody may be waiting any more.
  promise.catch(() => {});
  return { promise, reject };
}

async function send(browser: PageBrowser, request: Omit<WireRequest, "signal">, signal: AbortSignal): Promise<Answer> {
  const giveUp = new AbortController();
  signal.addEventListener("abort", () => giveUp.abort(signal.reason), { once: true });
  const { promise: late, reject } = withReject();
  const timer = setTimeout(() => {
    reject(new Error(`no answer within ${browser.timeout / 1000} s`));
    giveUp.abort();
  }, browser.timeout);
  try {
    const transport = browser.transportFor(new URL(request.url));
    const response = await Promise.race([Promise.resolve(transport({ ...request, signal: giveUp.signal })), late]);
    return { response };
  } catch (cause) {
    return { why: cause instanceof Error ? describe(cause) : String(cause), cause };
  } finally {
    clearTimeout(timer);
  }
}

/** Node's own messages are empty where it tried several addresses. */
function describe(error: Error): string {
  if (error.message !== "") return error.message;
  return error instanceof AggregateError ? error.errors.map(String).join("; ") : error.name;
}

function discard(answer: Answer): void {
  if ("response" in answer) answer.response.body?.cancel().catch(() => {});
}

/** https://fetch.spec.whatwg.org/#null-body-status */
const nullBodyStatuses: ReadonlySet<number> = new Set([101, 103, 204, 205, 304]);

async function toResponse(
  { filtered, wire, cached, keep }: PageAnswer,
  call: PageCall,
  signal: AbortSignal,
  controller: AbortController,
): Promise<FetchedResponse> {
  const isHidden = filtered.type === "opaque" || filtered.type === "opaqueredirect";
  const statusText = isHidden ? "" : (wire.statusText ?? "");
  const facts = { ...filtered, statusText };
  // https://fetch.spec.whatwg.org/#concept-main-fetch, step 22: what the page cannot see is not vouched for.
  if (filtered.type === "opaque" && call.integrity !== "") {
    throw localError("integrity-mismatch", { url: call.url });
  }
  const body = cached === null ? keeping(wire.body ?? null, keep) : new Response(cached as BodyInit).body;
  if (body === null || isHidden || call.method === "HEAD" || nullBodyStatuses.has(wire.status)) {
    // What the page cannot see comes in all the same.
    body?.pipeTo(new WritableStream(), { signal: controller.signal }).catch(() => {});
    return new FetchedResponse(null, facts);
  }
  const decoded = decodeBody(body, wire.headers);
  if (call.integrity === "") return new FetchedResponse(pageBody(decoded, signal, controller), facts, signal);
  // https://fetch.spec.whatwg.org/#concept-main-fetch, step 22
  const bytes = new Uint8Array(await new Response(pageBody(decoded, signal, controller) as BodyInit).arrayBuffer());
  if (!matchesIntegrity(bytes, call.integrity)) throw localError("integrity-mismatch", { url: filtered.url });
  return new FetchedResponse(new Response(bytes).body, facts);
}

/** A body whose bytes are kept as they pass, if it is to be kept and comes to its end. */
function keeping(body: ReadableStream<Uint8Array> | null, keep: PageAnswer["keep"]): ReadableStream<Uint8Array> | null {
  if (keep === null) return body;
  if (body === null) {
    keep(new Uint8Array());
    return null;
  }
  const chunks: Uint8Array[] = [];
  const keeper = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      chunks.push(chunk);
      controller.enqueue(chunk);
    },
    flush() {
      keep(new Uint8Array(Buffer.concat(chunks)));
    },
  });
  return body.pipeThrough(keeper);
}

/** A body as the page reads it: an abort ends it with the page's reason, a broken connection with a TypeError. */
function pageBody(
  source: ReadableStream<Uint8Array>,
  signal: AbortSignal,
  controller: AbortController,
): ReadableStream<Uint8Array> {
  const reader = source.getReader();
  const bytes: UnderlyingByteSource = {
    type: "bytes",
    start(sink) {
      function abort(): void {
        sink.error(signal.reason);
        reader.cancel(signal.reason).catch(() => {});
      }
      if (signal.aborted) abort();
      else signal.addEventListener("abort", abort, { once: true });
    },
    async pull(sink) {
      try {
        let chunk = await reader.read();
        while (!chunk.done && chunk.value.byteLength === 0) chunk = await reader.read();
        if (signal.aborted) return;
        if (!chunk.done) {
          sink.enqueue(new Uint8Array(chunk.value));
          return;
        }
        sink.close();
        sink.byobRequest?.respond(0);
      } catch (cause) {
        if (!signal.aborted) sink.error(new TypeError("The connection broke before the body was complete.", { cause }));
      }
    },
    async cancel(reason) {
      controller.abort();
      await reader.cancel(reason).catch(() => {});
    },
  };
  // Read ahead, so that a body that nobody reads keeps no connection.
  return new ReadableStream(bytes, { highWaterMark: 1024 * 1024 });
}
