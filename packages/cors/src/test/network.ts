import * as dns from "node:dns";
import * as net from "node:net";
import type { Duplex } from "node:stream";
import * as tls from "node:tls";
import type { Transport } from "./transport.ts";
import { type WireHead, wireExchange } from "./wire-exchange.ts";

export interface NetworkOptions {
  /** Addresses of host names: `{ "api.example.com": "127.0.0.1", "*.test": "::1" }`. All others are looked up. */
  readonly hosts?: Readonly<Record<string, string>>;
  /** Servers with a certificate that no browser would take: one that a developer made, one that has expired. */
  readonly dangerouslyAcceptAnyCertificate?: boolean;
}

/** Requests go to the host that their URL names, over TCP or TLS: what a page does where no other transport is given. */
export function network(options: NetworkOptions = {}): Transport {
  const transport = over(options);
  networks.set(transport, options);
  return transport;
}

const networks = new WeakMap<Transport, NetworkOptions>();

/** Of a transport that needs nothing of this thread, so that a request can block it; else undefined. */
export function networkOptions(transport: Transport): NetworkOptions | undefined {
  return networks.get(transport);
}

/** HTTP/1.1 on connections that are made so, or to the URL's host. */
export function over(how: NetworkOptions & { readonly connect?: () => Duplex }): Transport {
  return async ({ method, url, headers, body, signal }) => {
    const head = await wireExchange(
      { dns, net, tls },
      {
        ...how,
        method,
        url,
        headers,
        body: body as Uint8Array | AsyncIterable<Uint8Array> | null,
        onAbort: (abort) => {
          if (signal.aborted) abort();
          else signal.addEventListener("abort", abort, { once: true });
        },
      },
    );
    const { status, statusText, headers: answered } = head;
    return { status, statusText, headers: answered, body: streamOf(head) };
  };
}

/** Small bodies are read at once, whether or not the page does, so that the connection is free. */
const readAhead = 1024 * 1024;

function streamOf({ chunks, close }: WireHead): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await chunks.next();
        if (done === true) controller.close();
        else controller.enqueue(new Uint8Array(value));
      },
      cancel: close,
    },
    new ByteLengthQueuingStrategy({ highWaterMark: readAhead }),
  );
}
