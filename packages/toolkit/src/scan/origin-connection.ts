import { Agent } from "node:http";
import { type ClientHttp2Session, connect } from "node:http2";
import type { Duplex } from "node:stream";
import type { TLSSocket } from "node:tls";
import { containsHeader, type HttpRequest } from "@crosscheck/cors/http";
import { isFailure } from "./client-failure.ts";
import { connectTcp } from "./connect-tcp.ts";
import { type ApplicationProtocol, connectTls } from "./connect-tls.ts";
import { ConnectionError } from "./connection-error.ts";
import type { Deadline } from "./deadline.ts";
import { exchange, type Outcome } from "./exchange.ts";
import { exchangeHttp2 } from "./exchange-http2.ts";
import type { ClientFailure } from "./http-client.ts";
import { isPlainRequest, type PlainConnection, plainConnection } from "./plain-connection.ts";
import type { ScanTarget } from "./scan-target.ts";

/** The way to one origin; asks one request after another. */
export interface OriginConnection {
  ask(target: ScanTarget, request: HttpRequest, deadline: Deadline, keepsBody: boolean): Promise<Outcome>;
  close(): void;
}

export interface ConnectionOptions {
  readonly insecure: boolean;
  readonly maxHeaderBytes: number;
  /** Whether HTTP/2 is offered. */
  readonly http2: boolean;
}

/** What a hostile server can make an HTTP/2 session keep: settings, frames that wait, heads that are put together. */
const sessionOptions = { maxSessionMemory: 2, maxSettings: 32, maxOutstandingPings: 4 } as const;
/** As for HTTP/1.1, bytes are the limit, not how many headers they make. */
const mostHeaders = 4_096;

/**
 * One connection to one origin, at an address that was checked: over HTTP/2 where the server picks it (ALPN), else over
 * HTTP/1.1. Name lookup is no part of it, so that no later answer of a DNS server can lead a new connection elsewhere (DNS
 * rebinding).
 */
export function originConnection(
  origin: ScanTarget,
  addresses: readonly string[],
  { insecure, maxHeaderBytes, http2 }: ConnectionOptions,
): OriginConnection {
  let session: ClientHttp2Session | null = null;
  /** What was opened to learn the protocol, for the agent to begin with. */
  let spare: Duplex | null = null;
  let signal: AbortSignal = new AbortController().signal;
  let speaksHttp1 = !origin.secure || !http2;
  let plain: PlainConnection | null = null;
  let socket: Duplex | null = null;
  /** Whether an answer needed `node:http`: the next will, too. */
  let isOdd = false;

  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  agent.createConnection = (_options, callback) => {
    const opened = spare ?? open(origin, addresses, insecure, signal, ["http/1.1"]);
    spare = null;
    Promise.resolve(opened).then((socket) => {
      if (isFailure(socket)) callback?.(new ConnectionError(socket), undefined as unknown as Duplex);
      else callback?.(null, socket);
    });
    return undefined;
  };

  async function askHttp1(
    target: ScanTarget,
    request: HttpRequest,
    deadline: Deadline,
    keepsBody: boolean,
  ): Promise<Outcome> {
    if (isOdd || !isPlainRequest(request)) {
      giveToAgent();
      return exchange(agent, target, request, maxHeaderBytes, deadline, keepsBody);
    }
    const wasOpen = plain?.isOpen === true;
    if (plain === null || !wasOpen) {
      const opened = spare ?? (await open(origin, addresses, insecure, signal, ["http/1.1"]));
      spare = null;
      if (isFailure(opened)) return { answer: opened, reused: false, idle: Promise.resolve() };
      socket = opened;
      plain = plainConnection(opened, maxHeaderBytes);
    }
    const outcome = await plain.ask(target, request, deadline, keepsBody);
    if (outcome !== null) return outcome;

    isOdd = true;
    plain = null;
    return readLeniently(() => exchange(agent, target, request, maxHeaderBytes, deadline, keepsBody), wasOpen);
  }

  /** What is open and free is used by whoever asks next. */
  function giveToAgent(): void {
    if (plain?.isOpen === true) {
      plain.release();
      spare = socket;
    }
    plain = null;
  }

  /** The agent begins with the connection that has the odd answer in it; its request went out already. */
  async function readLeniently(ask: () => Promise<Outcome>, wasUsed: boolean): Promise<Outcome> {
    const handedOver = socket;
    spare = handedOver;
    const speakAgain = handedOver === null ? () => {} : mute(handedOver);
    const outcome = await ask();
    speakAgain();
    return { ...outcome, reused: outcome.reused || wasUsed };
  }

  return {
    ask: async (target, request, deadline, keepsBody) => {
      signal = deadline.signal;
      // https://www.rfc-editor.org/rfc/rfc9113#section-8.6 : HTTP/2 has no Upgrade.
      if (containsHeader(request.headers, "upgrade")) {
        giveToAgent();
        return exchange(agent, target, request, maxHeaderBytes, deadline, keepsBody);
      }
      const reused = session !== null && !session.closed && !session.destroyed;
      if (!reused && !speaksHttp1) {
        const opened = await open(origin, addresses, insecure, signal, ["h2", "http/1.1"]);
        if (isFailure(opened)) return { answer: opened, reused: false, idle: Promise.resolve() };
        if (isHttp2(opened)) session = startSession(origin, opened, maxHeaderBytes);
        else {
          session = null;
          spare = opened;
          speaksHttp1 = true;
        }
      }
      if (session === null) return askHttp1(target, request, deadline, keepsBody);
      const limits = { maxHeaderBytes, reused };
      const outcome = await exchangeHttp2(session, target, request, limits, deadline, keepsBody);
      if (!outcome.wantsHttp1) return outcome;
      session.destroy();
      session = null;
      speaksHttp1 = true;
      return askHttp1(target, request, deadline, keepsBody);
    },
    close: () => {
      session?.destroy();
      spare?.destroy();
      plain?.close();
      agent.destroy();
    },
  };
}

/** Sends nothing on a connection until the returned function is called, and says that it did. */
function mute(socket: Duplex): () => void {
  const swallow = (_bytes: unknown, encoding: unknown, done: unknown): boolean => {
    const callback = typeof encoding === "function" ? encoding : done;
    if (typeof callback === "function") process.nextTick(callback);
    return true;
  };
  Object.defineProperty(socket, "write", { value: swallow, configurable: true, writable: true });
  return () => {
    // Node.js may have put its own there when the other side ended.
    if (socket.write === swallow) Reflect.deleteProperty(socket, "write");
  };
}

function startSession(origin: ScanTarget, socket: Duplex, maxHeaderBytes: number): ClientHttp2Session {
  const session = connect(origin.origin, {
    ...sessionOptions,
    maxHeaderListPairs: mostHeaders,
    settings: { enablePush: false, maxHeaderListSize: maxHeaderBytes },
    createConnection: () => socket,
  });
  // Each request is told by its own stream; without a listener an error would end the process.
  session.on("error", () => {});
  return session;
}

function isHttp2(socket: Duplex): boolean {
  return (socket as Partial<TLSSocket>).alpnProtocol === "h2";
}

async function open(
  target: ScanTarget,
  addresses: readonly string[],
  insecure: boolean,
  signal: AbortSignal,
  protocols: readonly ApplicationProtocol[],
): Promise<Duplex | ClientFailure> {
  const tcp = await connectTcp(target, addresses, signal);
  if (isFailure(tcp) || !target.secure) return tcp;
  return connectTls(target, tcp, insecure, signal, protocols);
}
