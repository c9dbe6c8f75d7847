import { createServer } from "node:net";

/**
 * A loopback port that nobody listens on, below those that the system hands out (32768 and up): a suite that runs
 * meanwhile and listens on port 0 cannot be given it before its server has started.
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (await isFree(port)) return port;
  }
  throw new Error("There is no free port between 20000 and 32000 on 127.0.0.1.");
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
