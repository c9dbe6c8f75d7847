import { createServer, type RequestListener, type Server } from "node:http";
import { Duplex } from "node:stream";
import { over } from "./network.ts";
import type { Transport } from "./transport.ts";

/**
 * Requests go to a listener in this process: what node:http's `createServer` takes, such as an Express application or
 * Koa's `callback()`; or to a `Server` that need not listen, such as Fastify's `server`. They are HTTP/1.1 on both sides,
 * with no socket between.
 */
export function nodeListener(listener: RequestListener | Server): Transport {
  const server = typeof listener === "function" ? createServer(listener) : listener;
  return over({
    connect() {
      const [client, peer] = duplexPair();
      server.emit("connection", peer);
      return client;
    },
  });
}

/** Two ends of a wire. Node has one of its own from 22.6 on. */
function duplexPair(): [client: Duplex, server: Duplex] {
  const client: End = new End();
  const server: End = new End();
  client.peer = server;
  server.peer = client;
  return [client, server];
}

class End extends Duplex {
  peer: End | null = null;
  #resume: (() => void) | null = null;

  override _read(): void {
    const resume = this.#resume;
    this.#resume = null;
    resume?.();
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, done: () => void): void {
    this.#send(chunk, done);
  }

  override _final(done: () => void): void {
    this.#send(null, done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    const { peer } = this;
    this.peer = null;
    // A cut wire: the other side reads what came before, then its end.
    if (peer !== null && !peer.destroyed && !peer.readableEnded) peer.push(null);
    done(error);
  }

  #send(chunk: Uint8Array | null, done: () => void): void {
    const { peer } = this;
    // A reader that is behind is waited for.
    const isBehind = peer !== null && !peer.destroyed && !peer.push(chunk) && chunk !== null;
    if (isBehind) peer.#resume = done;
    else done();
  }

  // What node:http asks of a socket.
  setTimeout(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }
}
