import type { IncomingMessage } from "node:http";

/**
 * A rest of a body up to this size is read, to keep the connection: what a server may send before it hears from us again
 * (RFC 6928's initial window) costs less than a new handshake.
 */
export const maxDrainBytes: number = 16 * 1024;
const maxDrainMs = 500;
const maxKeptMs = 3_000;

/** What is kept of a page's text, when it is wanted. */
const maxKeptBytes = 64 * 1024;

/** What is heard of a body: of a stream, or of what does as one. */
export interface BodyStream {
  on(event: "data", listener: (piece: Buffer) => void): unknown;
  on(event: "error", listener: () => void): unknown;
  once(event: "close", listener: () => void): unknown;
}

/** A body that has begun to come in. */
export interface Body {
  readonly stream: BodyStream;
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
  readonly contentLength: string | undefined;
  /** Wants nothing more of it. */
  readonly cut: () => void;
}

/** Over HTTP/1.1, what cuts a body cuts its connection. */
export function bodyOf(response: IncomingMessage): Body {
  return {
    stream: response,
    contentType: response.headers["content-type"],
    contentEncoding: response.headers["content-encoding"],
    contentLength: response.headers["content-length"],
    cut: () => response.destroy(),
  };
}

/** The beginning of a body as text, for its links; a slow one is cut. Anything but text is dropped. */
export async function keepBody(body: Body): Promise<string> {
  const chunks: Buffer[] = [];
  let kept = 0;
  const isText = /^\s*(?:text\/html|application\/xhtml\+xml|(?:text|application)\/(?:xml|x-cross-domain-policy))/i.test(
    body.contentType ?? "",
  );
  if (isText && body.contentEncoding === undefined) {
    body.stream.on("data", (chunk: Buffer) => {
      chunks.push(chunk.subarray(0, Math.max(0, maxKeptBytes - kept)));
      kept += chunk.length;
      if (kept >= maxKeptBytes) body.cut();
    });
    await drained(body, Number.POSITIVE_INFINITY, maxKeptMs);
  } else await drainBody("GET", body);
  return Buffer.concat(chunks).toString("utf8");
}

/** Reads the rest of a short body and cuts a long or slow one. Settles when it is over. */
export function drainBody(method: string, body: Body): Promise<void> {
  const announced = method === "HEAD" ? 0 : Number(body.contentLength ?? 0);
  const read = drained(body, maxDrainBytes, maxDrainMs);
  if (announced > maxDrainBytes) body.cut();
  return read;
}

function drained({ stream, cut }: Body, maxBytes: number, maxMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(cut, maxMs);
    let read = 0;
    stream.on("error", () => {});
    stream.once("close", () => {
      clearTimeout(timer);
      resolve();
    });
    stream.on("data", (chunk: Buffer) => {
      read += chunk.length;
      if (read > maxBytes) cut();
    });
  });
}
