import type { IncomingMessage } from "node:http";

/**
 * A rest of a body up to this size is read, to keep the connection: what a server may send before it hears from us again
 * (RFC 6928's initial window) costs less than a new handshake.
 */
const maxDrainBytes = 16 * 1024;
const maxDrainMs = 500;
const maxKeptMs = 3_000;

/** What is kept of a page's text, when it is wanted. */
const maxKeptBytes = 64 * 1024;

/** The beginning of a body as text, for its links; a slow one is cut. Anything but text is dropped. */
export async function keepBody(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let kept = 0;
  const isText = /^\s*(?:text\/html|application\/xhtml\+xml)/i.test(response.headers["content-type"] ?? "");
  if (isText && response.headers["content-encoding"] === undefined) {
    response.on("data", (chunk: Buffer) => {
      chunks.push(chunk.subarray(0, maxKeptBytes - kept));
      kept += chunk.length;
      if (kept >= maxKeptBytes) response.destroy();
    });
    await drained(response, Number.POSITIVE_INFINITY, maxKeptMs);
  } else await drainBody("GET", response);
  return Buffer.concat(chunks).toString("utf8");
}

/** Reads the rest of a short body and cuts a long or slow one, with its connection. Settles when it is over. */
export function drainBody(method: string, response: IncomingMessage): Promise<void> {
  const announced = method === "HEAD" ? 0 : Number(response.headers["content-length"] ?? 0);
  const read = drained(response, maxDrainBytes, maxDrainMs);
  if (announced > maxDrainBytes) response.destroy();
  return read;
}

function drained(response: IncomingMessage, maxBytes: number, maxMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => response.destroy(), maxMs);
    let read = 0;
    response.on("error", () => {});
    response.once("close", () => {
      clearTimeout(timer);
      resolve();
    });
    response.on("data", (chunk: Buffer) => {
      read += chunk.length;
      if (read > maxBytes) response.destroy();
    });
  });
}
