import type * as Dns from "node:dns";
import type * as Http from "node:http";
import type * as Https from "node:https";
import type { Duplex } from "node:stream";
import type { HeaderList } from "../http/header-list.ts";

/** The head of an answer, and its body still to be read. */
export interface WireHead {
  readonly status: number;
  readonly statusText: string;
  readonly headers: HeaderList;
  readonly incoming: Http.IncomingMessage;
}

/** What of Node it uses: a worker gets these in another way. */
export interface NodeModules {
  readonly dns: typeof Dns;
  readonly http: typeof Http;
  readonly https: typeof Https;
}

export interface WireExchange {
  readonly method: string;
  readonly url: string;
  readonly headers: HeaderList;
  readonly body: Uint8Array | AsyncIterable<Uint8Array> | null;
  /** Addresses of host names, `*.` in front for all below one, in place of a name server's. */
  readonly hosts?: Readonly<Record<string, string>>;
  readonly dangerouslyAcceptAnyCertificate?: boolean;
  /** In place of a connection to the URL's host. */
  readonly connect?: () => Duplex;
  /** Gets what ends the exchange early. */
  readonly onAbort?: (abort: () => void) => void;
}

/**
 * One HTTP/1.1 exchange on a connection of its own, with node:http's lenient parser: what a browser reads, this reads.
 *
 * It refers to nothing outside itself: a worker gets it as text, for synchronous requests.
 */
export function wireExchange({ dns, http, https }: NodeModules, exchange: WireExchange): Promise<WireHead> {
  const { method, headers, body, connect } = exchange;
  return new Promise<WireHead>((resolve, reject) => {
    const url = new URL(exchange.url);
    const isSecure = url.protocol === "https:" && connect === undefined;
    const outgoing = (isSecure ? https : http).request({
      method,
      host: url.hostname.replace(/^\[|\]$/g, ""),
      port: url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port),
      path: url.pathname + url.search,
      setHost: false,
      ...(isSecure ? { rejectUnauthorized: exchange.dangerouslyAcceptAnyCertificate !== true } : {}),
      insecureHTTPParser: true,
      // As much as Chromium takes.
      maxHeaderSize: 256 * 1024,
      lookup: (host, options, callback) => {
        const addresses = addressesOf(host.toLowerCase());
        const [first] = addresses;
        if (first === undefined) dns.lookup(host, options, callback);
        else if (options.all === true) callback(null, [...addresses]);
        else callback(null, first.address, first.family);
      },
      ...(connect === undefined ? { agent: false as const } : { createConnection: () => connect() as never }),
    });
    outgoing.maxHeadersCount = 0;
    // node:http writes every method in upper case; a browser sends `patch` as it is.
    outgoing.method = method;

    const fields = new Map<string, [string, string[]]>();
    for (const [name, value] of [["Host", url.host], ...headers] as const) {
      const field = fields.get(name.toLowerCase());
      if (field === undefined) fields.set(name.toLowerCase(), [name, [value]]);
      else field[1].push(value);
    }
    try {
      for (const [name, values] of fields.values()) outgoing.setHeader(name, values);
      // https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch, steps 8.5–8.9
      if (body instanceof Uint8Array) outgoing.setHeader("Content-Length", body.byteLength);
      else if (body === null && (method === "POST" || method === "PUT")) outgoing.setHeader("Content-Length", "0");
      else outgoing.useChunkedEncodingByDefault = body !== null;
    } catch (error) {
      outgoing.destroy();
      reject(error);
      return;
    }
    exchange.onAbort?.(() => outgoing.destroy(new Error("the request was aborted")));

    outgoing.once("response", (incoming) => {
      const list: [string, string][] = [];
      for (let index = 0; index + 1 < incoming.rawHeaders.length; index += 2) {
        list.push([incoming.rawHeaders[index] ?? "", incoming.rawHeaders[index + 1] ?? ""]);
      }
      if (list.some(([, value]) => value.includes("\0"))) {
        outgoing.destroy();
        reject(new Error("a header of the answer has a NUL byte in it"));
        return;
      }
      const { statusCode = 0, statusMessage = "" } = incoming;
      resolve({ status: statusCode, statusText: statusMessage, headers: list, incoming });
    });
    outgoing.once("upgrade", (_response, socket) => {
      socket.destroy();
      reject(new Error("the server switched to another protocol (101), which was not asked for"));
    });
    outgoing.on("error", reject);
    outgoing.once("close", () => reject(new Error("the connection was closed without an answer")));

    if (body === null) outgoing.end();
    else if (body instanceof Uint8Array) outgoing.end(body);
    else sendStream(outgoing, body).catch((error: Error) => outgoing.destroy(error));

    function addressesOf(host: string): readonly { readonly address: string; readonly family: number }[] {
      for (const [pattern, address] of Object.entries(exchange.hosts ?? {})) {
        const isCovered = pattern.startsWith("*.") ? host.endsWith(pattern.slice(1)) : host === pattern;
        if (isCovered) return [{ address, family: address.includes(":") ? 6 : 4 }];
      }
      // "Let localhost be localhost": browsers ask no name server for it, nor for what is below it.
      if (!/^(?:.+\.)?localhost\.?$/.test(host)) return [];
      return [
        { address: "127.0.0.1", family: 4 },
        { address: "::1", family: 6 },
      ];
    }

    async function sendStream(sink: Http.ClientRequest, chunks: AsyncIterable<Uint8Array>): Promise<void> {
      for await (const chunk of chunks) {
        if (!(chunk instanceof Uint8Array)) throw new TypeError("a chunk of the request's body is no Uint8Array");
        if (sink.destroyed) return;
        if (!sink.write(chunk))
          await new Promise<void>((drained) => sink.once("drain", drained).once("close", drained));
      }
      sink.end();
    }
  });
}
