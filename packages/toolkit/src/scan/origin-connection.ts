import { type ClientHttp2Session, connect } from "node:http2";
import type { Duplex } from "node:stream";
import type { TLSSocket } from "node:tls";
import { containsHeader, type HttpRequest } from "@crosscheck/cors/http";
import { isFailure } from "./client-failure.ts";
import { connectTcp } from "./connect-tcp.ts";
import { type ApplicationProtocol, connectTls } from "./connect-tls.ts";
import type { Deadline } from "./deadline.ts";
import type { Outcome } from "./exchange.ts";
import { exchangeHttp2 } from "./exchange-http2.ts";
import type { ClientFailure } from "./http-client.ts";
import { lenientConnection } from "./lenient-connection.ts";
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
  /** What was opened to learn the protocol, to begin with. */
  let spare: Duplex | null = null;
  let speaksHttp1 = !origin.secure || !http2;
  let plain: { readonly socket: Duplex; readonly connection: PlainConnection } | null = null;
  /** Whether an answer needed forgiveness: the next will, too. */
  let isOdd = false;
  const openHttp1 = (deadline: Deadline) => open(origin, addresses, insecure, deadline, ["http/1.1"]);
  const lenient = lenientConnection(openHttp1, maxHeaderBytes);

  async function askHttp1(
    target: ScanTarget,
    request: HttpRequest,
    deadline: Deadline,
    keepsBody: boolean,
  ): Promise<Outcome> {
    if (isOdd || !isPlainRequest(request)) {
      leavePlain();
      return lenient.ask(target, request, deadline, keepsBody);
    }
    const reused = plain?.connection.isOpen === true;
    if (plain === null || !reused) {
      const socket = spare ?? (await openHttp1(deadline));
      spare = null;
      if (isFailure(socket)) return { answer: socket, reused: false, idle: Promise.resolve() };
      plain = { socket, connection: plainConnection(socket, maxHeaderBytes) };
    }
    const { socket, connection } = plain;
    const outcome = await connection.ask(target, request, deadline, keepsBody);
    if (outcome !== null) return outcome;

    isOdd = true;
    plain = null;
    return { ...(await lenient.read(socket, target, request, deadline, keepsBody)), reused };
  }

  /** What is open and free is used by whoever asks next. */
  function leavePlain(): void {
    if (plain?.connection.isOpen === true) {
      plain.connection.release();
      lenient.adopt(plain.socket);
    }
    plain = null;
  }

  return {
    ask: async (target, request, deadline, keepsBody) => {
      // https://www.rfc-editor.org/rfc/rfc9113#section-8.6 : HTTP/2 has no Upgrade.
      if (containsHeader(request.headers, "upgrade")) {
        leavePlain();
        return lenient.ask(target, request, deadline, keepsBody);
      }
      const reused = session !== null && !session.closed && !session.destroyed;
      if (!reused && !speaksHttp1) {
        const opened = await open(origin, addresses, insecure, deadline, ["h2", "http/1.1"]);
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
      plain?.connection.close();
      lenient.close();
    },
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
  deadline: Deadline,
  protocols: readonly ApplicationProtocol[],
): Promise<Duplex | ClientFailure> {
  const tcp = await connectTcp(target, addresses, deadline);
  if (isFailure(tcp) || !target.secure) return tcp;
  return connectTls(target, tcp, insecure, deadline, protocols);
}
