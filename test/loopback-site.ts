import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** What a site answers. Headers are written as given, duplicates kept. */
export interface SiteAnswer {
  readonly status?: number;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
}

/** A real site on 127.0.0.1, and everything it was asked. */
export interface LoopbackSite {
  /** `http://127.0.0.1:40123/` */
  readonly url: string;
  readonly hostAndPort: string;
  readonly asked: {
    readonly method: string;
    readonly path: string;
    readonly origin: string | null;
    readonly cookie: string | null;
  }[];
  close(): Promise<void>;
}

/** Starts a site on a free port. `null` from `answer` destroys the connection. */
export async function loopbackSite(
  answer: (request: IncomingMessage, count: number) => SiteAnswer | null | Promise<SiteAnswer | null>,
): Promise<LoopbackSite> {
  const asked: LoopbackSite["asked"] = [];
  const server = createServer(async (request, response) => {
    asked.push({
      method: request.method ?? "",
      path: request.url ?? "",
      origin: request.headers.origin ?? null,
      cookie: request.headers.cookie ?? null,
    });
    const given = await answer(request, asked.length);
    if (given === null) {
      request.socket.destroy();
      return;
    }
    response.writeHead(given.status ?? (request.url === "/" ? 200 : 404), [...(given.headers ?? []).flat()]);
    response.end(given.body ?? "hello");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    hostAndPort: `127.0.0.1:${port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
