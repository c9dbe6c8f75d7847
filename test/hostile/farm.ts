import type { TlsOptions } from "node:tls";
import { afterEach } from "vitest";
import {
  createHttpClient,
  type HttpClient,
  type HttpClientOptions,
} from "../../packages/toolkit/src/scan/http-client.ts";
import { type NameAnswer, type NameServer, startNameServer } from "./name-server.ts";
import { type Behaviour, type HostileServer, startServer } from "./servers.ts";

/** The deadline of every client here that names no other. */
export const deadlineMs = 1_000;

const opened: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
});

/** Servers, name servers and clients that end with the test that started them. */
export async function serve(
  behaviour: Behaviour,
  tls?: TlsOptions,
  at?: { host: string; port: number },
): Promise<HostileServer> {
  return untilTheEnd(await startServer(behaviour, tls, at));
}

/** A server on one of the ports that a scan may reach: whichever is free. */
export async function serveOnWebPort(behaviour: Behaviour, host: string): Promise<HostileServer> {
  for (const port of [8080, 8443, 80]) {
    const server = await serve(behaviour, undefined, { host, port }).catch(() => null);
    if (server !== null) return server;
  }
  return serve(behaviour, undefined, { host, port: 443 });
}

export async function nameServer(answer: (name: string, time: number) => NameAnswer): Promise<NameServer> {
  return untilTheEnd(await startNameServer(answer));
}

export function client(options: HttpClientOptions = {}): HttpClient {
  return untilTheEnd(createHttpClient({ deadlineMs, ...options }));
}

function untilTheEnd<T extends { close(): Promise<void> }>(one: T): T {
  opened.push(one);
  return one;
}
