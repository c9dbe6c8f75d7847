import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { DemoSite } from "./demo-site.ts";
import { sitePage } from "./site-page.ts";
import { demoSites } from "./sites.ts";

/** A demo site that listens. */
export type RunningSite = Omit<DemoSite, "handle"> & {
  /** `http://127.0.0.1:8790/` */
  readonly url: string;
  /** `127.0.0.1:8790` */
  readonly hostAndPort: string;
};

export interface RunningDemo {
  readonly sites: readonly RunningSite[];
  close(): Promise<void>;
}

const host = "127.0.0.1";

/**
 * Starts the demo sites on this machine's loopback address, one port each.
 *
 * @param options.port the first of consecutive ports; 0 takes free ones
 * @throws the listen error of Node (`EADDRINUSE` …) with `port`, when one of the ports cannot be had; nothing is left running
 */
export async function startDemo(
  options: { readonly port: number; readonly sites?: readonly DemoSite[] } = { port: 0 },
): Promise<RunningDemo> {
  const servers: Server[] = [];
  const running: RunningSite[] = [];
  try {
    for (const [index, site] of (options.sites ?? demoSites).entries()) {
      const server = createServer((request, response) => answer(site, request, response));
      servers.push(server);
      const port = await listen(server, options.port === 0 ? 0 : options.port + index);
      const { handle: _, ...data } = site;
      running.push({ ...data, url: `http://${host}:${port}/`, hostAndPort: `${host}:${port}` });
    }
  } catch (error) {
    await closeAll(servers);
    throw error;
  }
  return { sites: running, close: () => closeAll(servers) };
}

function answer(site: DemoSite, request: IncomingMessage, response: ServerResponse): void {
  try {
    site.handle(request, response, () => answerPage(site, request, response));
  } catch {
    // A site that reflects cannot send back every byte that it was sent.
    response.writeHead(400).end();
  }
}

/** The site's own page on the paths it has, 404 elsewhere; its CORS headers are set by then. */
function answerPage(site: DemoSite, request: IncomingMessage, response: ServerResponse): void {
  const path = (request.url ?? "/").split("?", 1)[0];
  response.setHeader("Cache-Control", "no-store");
  if (request.method === "OPTIONS") {
    response.writeHead(204, { Allow: "GET, HEAD, OPTIONS" });
    response.end();
    return;
  }
  response.setHeader("Content-Type", "text/html; charset=utf-8");
  response.statusCode = path === "/" || path === "/en/account" ? 200 : 404;
  response.end(request.method === "HEAD" ? undefined : sitePage(site));
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

async function closeAll(servers: readonly Server[]): Promise<void> {
  await Promise.all(
    servers.map(
      (server) =>
        new Promise<void>((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        }),
    ),
  );
}
