import { Agent } from "node:http";
import type { Duplex } from "node:stream";
import { isFailure } from "./client-failure.ts";
import { connectTcp } from "./connect-tcp.ts";
import { connectTls } from "./connect-tls.ts";
import { ConnectionError } from "./connection-error.ts";
import type { ClientFailure } from "./http-client.ts";
import type { ScanTarget } from "./scan-target.ts";

/**
 * An agent that keeps one connection to one origin, at an address that was checked. Name lookup is no part of it, so that
 * no later answer of a DNS server can lead a new connection elsewhere (DNS rebinding).
 */
export function pinnedAgent(
  target: ScanTarget,
  addresses: readonly string[],
  insecure: boolean,
  signal: AbortSignal,
): Agent {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  agent.createConnection = (_options, callback) => {
    open(target, addresses, insecure, signal).then((opened) => {
      if (isFailure(opened)) callback?.(new ConnectionError(opened), undefined as unknown as Duplex);
      else callback?.(null, opened);
    });
    return undefined;
  };
  return agent;
}

async function open(
  target: ScanTarget,
  addresses: readonly string[],
  insecure: boolean,
  signal: AbortSignal,
): Promise<Duplex | ClientFailure> {
  const tcp = await connectTcp(target, addresses, signal);
  if (isFailure(tcp) || !target.secure) return tcp;
  return connectTls(target, tcp, insecure, signal);
}
