import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import type { Hono } from "hono";

/** An app that listens. */
export interface RunningApp {
  /** `http://127.0.0.1:8787/` */
  readonly url: string;
  /** Ends it: what is being answered has a second to finish. */
  close(): Promise<void>;
}

const gracePeriod = 1_000;

/**
 * Listens for HTTP.
 *
 * @param port 0 takes a free one
 * @throws the listen error of Node: `EADDRINUSE`, `EACCES` …
 */
export function serveApp(app: Hono, port: number, hostname: string): Promise<RunningApp> {
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, hostname, () => {
      server.off("error", reject);
      const { address, family, port: bound } = server.address() as AddressInfo;
      const host = family === "IPv6" ? `[${address}]` : address;
      resolve({ url: `http://${host}:${bound}/`, close: () => close(server) });
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const impatient = setTimeout(() => server.closeAllConnections(), gracePeriod);
    server.close(() => {
      clearTimeout(impatient);
      resolve();
    });
    server.closeIdleConnections();
  });
}
