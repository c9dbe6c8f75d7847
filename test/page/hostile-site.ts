import { type AddressInfo, createServer, type Server, type Socket } from "node:net";

/** What a hostile site puts wherever it can. */
export const hostileMarkup = `"><script>document.title="owned"</script><img src=x onerror='document.title="owned"'>`;

/** A site of a test: it may be scanned when its `host:port` is allowed. */
export interface TestSite {
  readonly hostAndPort: string;
  close(): Promise<void>;
}

/** A site whose header values are markup, terminal escapes and bytes that are not text. */
export function startHostileSite(): Promise<TestSite> {
  return listen((socket) => {
    socket.once("data", (data) => {
      const origin = /^origin: *(.*)$/im.exec(data.toString("latin1"))?.[1]?.trim();
      const head = [
        "HTTP/1.1 200 OK",
        `Access-Control-Allow-Origin: ${origin ?? hostileMarkup}`,
        "Access-Control-Allow-Credentials: true",
        `Access-Control-Allow-Methods: ${hostileMarkup}`,
        `X-Markup: ${hostileMarkup}`,
        "X-Escape: \u009b31mred",
        "X-Bytes: \u00ff\u00fe\u0080",
        `X-Long: ${"A".repeat(5_000)}`,
        "Content-Length: 0",
        "Connection: close",
      ];
      socket.end(Buffer.from(`${head.join("\r\n")}\r\n\r\n`, "latin1"));
    });
  });
}

/** A site that takes connections and never answers: a scan of it runs until its deadline. */
export function startSilentSite(): Promise<TestSite> {
  return listen(() => {});
}

async function listen(serve: (socket: Socket) => void): Promise<TestSite> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    serve(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    hostAndPort: `127.0.0.1:${port}`,
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
