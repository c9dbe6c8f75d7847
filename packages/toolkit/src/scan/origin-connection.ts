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
import type { ScanTarget } from "./scan-target.ts";

/** The way to one origin; asks one request after another. */
export interface OriginConnection {
  ask(target: ScanTarget, request: HttpRequest, deadline: Deadline, keepsBody: boolean): Promise<Outcome>;
  close(): void;
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
  { insecure, maxHeaderBytes }: { readonly insecure: boolean; readonly maxHeaderBytes: number },
): OriginConnection {
  let session: ClientHttp2Session | null = null;
  /** What was opened to learn the protocol, for the agent to begin with. */
  let spare: Duplex | null = null;
  let signal: AbortSignal = new AbortController().signal;
  let speaksHttp1 = !origin.secure;

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

  return {
    ask: async (target, request, deadline, keepsBody) => {
      signal = deadline.signal;
      // https://www.rfc-editor.org/rfc/rfc9113#section-8.6 : HTTP/2 has no Upgrade.
      if (containsHeader(request.headers, "upgrade")) {
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
      if (session === null) return exchange(agent, target, request, maxHeaderBytes, deadline, keepsBody);
      const limits = { maxHeaderBytes, reused };
      const outcome = await exchangeHttp2(session, target, request, limits, deadline, keepsBody);
      if (!outcome.wantsHttp1) return outcome;
      session.destroy();
      session = null;
      speaksHttp1 = true;
      return exchange(agent, target, request, maxHeaderBytes, deadline, keepsBody);
    },
    close: () => {
      session?.destroy();
      spare?.destroy();
      agent.destroy();
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
  signal: AbortSignal,
  protocols: readonly ApplicationProtocol[],
): Promise<Duplex | ClientFailure> {
  const tcp = await connectTcp(target, addresses, signal);
  if (isFailure(tcp) || !target.secure) return tcp;
  return connectTls(target, tcp, insecure, signal, protocols);
}
