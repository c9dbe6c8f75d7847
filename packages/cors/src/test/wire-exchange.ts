import type * as Dns from "node:dns";
import type * as Net from "node:net";
import type { Duplex } from "node:stream";
import type * as Tls from "node:tls";
import type { HeaderList } from "../http/header-list.ts";

/** The head of an answer, and its body still to be read. */
export interface WireHead {
  readonly status: number;
  readonly statusText: string;
  readonly headers: HeaderList;
  readonly chunks: AsyncGenerator<Uint8Array, void>;
  /** Ends the connection, read or not. */
  readonly close: () => void;
}

/** What of Node it uses: a worker gets these in another way. */
export interface NodeModules {
  readonly dns: typeof Dns;
  readonly net: typeof Net;
  readonly tls: typeof Tls;
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
 * One HTTP/1.1 exchange on a connection of its own, as browsers read and write it. node:http's parser, however lenient,
 * refuses heads that browsers take (ended by the end of the connection, one Content-Length twice), and its client refuses
 * to send header bytes that browsers send, and writes every method in upper case.
 *
 * It refers to nothing outside itself: a worker gets it as text, for synchronous requests.
 */
export async function wireExchange({ dns, net, tls }: NodeModules, exchange: WireExchange): Promise<WireHead> {
  const { method, body } = exchange;
  const url = new URL(exchange.url);
  const isSecure = url.protocol === "https:";
  const socket = exchange.connect?.() ?? connectTo(url.hostname.replace(/^\[|\]$/g, ""));
  // Whoever reads hears of it; nobody may be reading any more.
  socket.on("error", () => {});
  exchange.onAbort?.(() => socket.destroy(new Error("the request was aborted")));
  const source = socket[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  let pending: Buffer = Buffer.alloc(0);

  try {
    send();
    // As much as Chromium takes. Nobody needs more than a `100` and a few `103`.
    for (let interim = 0; interim <= 16; interim++) {
      const head = await readHead();
      if (head.status === 101)
        throw new Error("the server switched to another protocol (101), which was not asked for");
      if (head.status >= 100 && head.status <= 199) continue;
      return { ...head, chunks: bodyOf(head.status, head.headers), close: () => socket.destroy() };
    }
    throw new Error("more than 16 interim responses, and no final one");
  } catch (error) {
    socket.destroy();
    throw error;
  }

  function connectTo(host: string): Duplex {
    const port = url.port === "" ? (isSecure ? 443 : 80) : Number(url.port);
    const lookup: Net.LookupFunction = (name, options, callback) => {
      const addresses = addressesOf(name.toLowerCase());
      const [first] = addresses;
      if (first === undefined) dns.lookup(name, options, callback);
      else if (options.all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    };
    if (!isSecure) return net.connect({ host, port, lookup });
    const rejectUnauthorized = exchange.dangerouslyAcceptAnyCertificate !== true;
    const servername = net.isIP(host) === 0 ? { servername: host } : {};
    return tls.connect({ host, port, lookup, rejectUnauthorized, ...servername, ALPNProtocols: ["http/1.1"] });
  }

  function addressesOf(host: string): { address: string; family: number }[] {
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

  function send(): void {
    // The values of one name go out as one, as browsers combine them.
    const fields = new Map<string, [name: string, value: string]>();
    function add(name: string, value: string): void {
      const field = fields.get(name.toLowerCase());
      if (field === undefined) fields.set(name.toLowerCase(), [name, value]);
      else field[1] += `, ${value}`;
    }
    add("Host", url.host);
    add("Connection", "keep-alive");
    // https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch, steps 8.5–8.9
    if (body instanceof Uint8Array) add("Content-Length", String(body.byteLength));
    else if (body !== null) add("Transfer-Encoding", "chunked");
    else if (method === "POST" || method === "PUT") add("Content-Length", "0");
    for (const [name, value] of exchange.headers) add(name, value);
    const lines = [...fields.values()].map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`${method} ${url.pathname}${url.search} HTTP/1.1\r\n${lines.join("")}\r\n`, "latin1");
    if (body instanceof Uint8Array) socket.write(body);
    else if (body !== null) sendStream(body).catch((error: Error) => socket.destroy(error));
  }

  async function sendStream(chunks: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const chunk of chunks) {
      if (!(chunk instanceof Uint8Array)) throw new TypeError("a chunk of the request's body is no Uint8Array");
      if (socket.destroyed) return;
      if (chunk.byteLength === 0) continue;
      socket.write(`${chunk.byteLength.toString(16)}\r\n`);
      socket.write(chunk);
      if (!socket.write("\r\n")) {
        await new Promise<void>((drained) => socket.once("drain", drained).once("close", drained));
      }
    }
    socket.write("0\r\n\r\n");
  }

  /** More bytes into `pending`; false at the end. */
  async function fill(): Promise<boolean> {
    const { done, value } = await source.next();
    if (done === true) return false;
    pending = pending.length === 0 ? Buffer.from(value) : Buffer.concat([pending, value]);
    return true;
  }

  async function readHead(): Promise<{ status: number; statusText: string; headers: [string, string][] }> {
    let end = -1;
    let from = 0;
    while (end === -1) {
      // Empty lines before a head are passed over.
      while (pending[0] === 0x0d || pending[0] === 0x0a) pending = pending.subarray(1);
      const found = /\n\r?\n/.exec(pending.toString("latin1", from));
      if (found !== null) {
        end = from + found.index + found[0].length;
        break;
      }
      if (pending.length > 256 * 1024) throw new Error("the head of the answer is longer than 256 KiB");
      from = Math.max(0, pending.length - 2);
      if (await fill()) continue;
      if (pending.length === 0) throw new Error("the connection was closed without an answer");
      // Cut off, but over TLS, where it may be an attack, a browser takes what there is.
      if (isSecure) throw new Error("the connection was closed within the head of the answer");
      end = pending.length;
    }
    const text = pending.toString("latin1", 0, end);
    pending = pending.subarray(end);
    if (text.includes("\0")) throw new Error("the head of the answer has a NUL byte in it");
    const [statusLine = "", ...lines] = text.split(/\r?\n/);
    const [, digits, statusText = ""] = /^HTTP\/[0-9]+\.[0-9]+[ \t]+([0-9]{3})(?:[ \t]+(.*))?$/i.exec(statusLine) ?? [];
    if (digits === undefined) throw new Error("the answer is not HTTP: it does not begin with a status line");
    const headers: [string, string][] = [];
    for (const line of lines) {
      const last = headers.at(-1);
      // A folded line belongs to the one before. RFC 9112, section 5.2.
      if (/^[ \t]/.test(line)) {
        if (last !== undefined) last[1] = trimmed(`${last[1]} ${trimmed(line)}`);
        continue;
      }
      const colon = line.indexOf(":");
      const name = trimmed(line.slice(0, Math.max(colon, 0)));
      // What is no header is passed over.
      if (/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)) headers.push([name, trimmed(line.slice(colon + 1))]);
    }
    return { status: Number(digits), statusText, headers };
  }

  function trimmed(value: string): string {
    let start = 0;
    let end = value.length;
    while (start < end && (value[start] === " " || value[start] === "\t")) start++;
    while (end > start && (value[end - 1] === " " || value[end - 1] === "\t" || value[end - 1] === "\r")) end--;
    return value.slice(start, end);
  }

  /** https://www.rfc-editor.org/rfc/rfc9112#section-6.3 */
  function bodyOf(status: number, headers: readonly [string, string][]): AsyncGenerator<Uint8Array, void> {
    function values(wanted: string): string[] {
      const given = headers.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value);
      return given.join(",").split(",").map(trimmed).filter(Boolean);
    }
    if (method === "HEAD" || status === 204 || status === 304) return readBytes(0);
    if (values("transfer-encoding").at(-1)?.toLowerCase() === "chunked") return readChunked();
    const lengths = [...new Set(values("content-length"))];
    if (lengths.length > 1) throw new Error("the answer has more than one Content-Length, and they differ");
    const [length] = lengths;
    // One that is no number does not count.
    if (length === undefined || !/^[0-9]{1,15}$/.test(length)) return readToEnd();
    return readBytes(Number(length));
  }

  async function* readBytes(length: number): AsyncGenerator<Uint8Array, void> {
    try {
      yield* take(length);
    } finally {
      socket.destroy();
    }
  }

  async function* readToEnd(): AsyncGenerator<Uint8Array, void> {
    try {
      do {
        if (pending.length > 0) yield pending;
        pending = Buffer.alloc(0);
      } while (await fill());
    } finally {
      socket.destroy();
    }
  }

  async function* readChunked(): AsyncGenerator<Uint8Array, void> {
    try {
      while (true) {
        const line = await readLine();
        const [, digits] = /^([0-9A-Fa-f]{1,13})[ \t]*(?:;.*)?$/.exec(line) ?? [];
        if (digits === undefined) throw new Error("the answer's body is cut into chunks, and one has no length");
        const length = Number.parseInt(digits, 16);
        // Trailers tell a page nothing.
        if (length === 0) return;
        yield* take(length);
        if ((await readLine()) !== "") throw new Error("the answer's body is cut into chunks, and one is too long");
      }
    } finally {
      socket.destroy();
    }
  }

  async function* take(length: number): AsyncGenerator<Uint8Array, void> {
    let left = length;
    while (left > 0) {
      if (pending.length === 0 && !(await fill())) throw new Error("the connection broke before the body was complete");
      const chunk = pending.subarray(0, left);
      pending = pending.subarray(chunk.length);
      left -= chunk.length;
      yield chunk;
    }
  }

  async function readLine(): Promise<string> {
    let end = pending.indexOf(0x0a);
    while (end === -1) {
      if (pending.length > 16 * 1024) throw new Error("a line between the chunks of the answer's body has no end");
      if (!(await fill())) throw new Error("the connection broke before the body was complete");
      end = pending.indexOf(0x0a);
    }
    const line = trimmed(pending.toString("latin1", 0, end));
    pending = pending.subarray(end + 1);
    return line;
  }
}
