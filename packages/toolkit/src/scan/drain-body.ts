import type { IncomingMessage } from "node:http";

/**
 * A rest of a body up to this size is read, to keep the connection: what a server may send before it hears from us again
 * (RFC 6928's initial window) costs less than a new handshake.
 */
const maxDrainBytes = 16 * 1024;
const maxDrainMs = 500;

/** Reads the rest of a short body and cuts a long or slow one, with its connection. Settles when it is over. */
export function drainBody(method: string, response: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => response.destroy(), maxDrainMs);
    let read = 0;
    response.on("error", () => {});
    response.once("close", () => {
      clearTimeout(timer);
      resolve();
    });
    response.on("data", (chunk: Buffer) => {
      read += chunk.length;
      if (read > maxDrainBytes) response.destroy();
    });
    const announced = method === "HEAD" ? 0 : Number(response.headers["content-length"] ?? 0);
    if (announced > maxDrainBytes) response.destroy();
  });
}
