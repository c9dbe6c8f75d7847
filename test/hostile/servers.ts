import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";
import type { HttpRequest } from "@crosscheck/cors/http";

/** What a server does with a connection, and with the head of each request on it. */
export interface Behaviour {
  readonly connected?: (socket: Socket) => void;
  readonly asked?: (socket: Socket, head: string) => void;
}

export interface HostileServer {
  readonly port: number;
  /** Connections that were accepted. */
  readonly connections: number;
  /** Request heads that came in, as they were sent. */
  readonly heads: readonly string[];
  /** Bytes that went out, on all connections. */
  readonly bytesSent: number;
  close(): Promise<void>;
}

/** A server on loopback that does exactly what it is told, over TCP or, with options, over TLS. */
export async function startServer(
  behaviour: Behaviour,
  tls?: TlsOptions,
  at?: { host: string; port: number },
): Promise<HostileServer> {
  const sockets = new Set<Socket>();
  const heads: string[] = [];
  let connections = 0;
  let bytesSent = 0;

  const serve = (socket: Socket): void => {
    let pending = "";
    socket.on("error", () => {});
    behaviour.connected?.(socket);
    socket.on("data", (chunk) => {
      pending += chunk.toString("latin1");
      for (let end = pending.indexOf("\r\n\r\n"); end >= 0; end = pending.indexOf("\r\n\r\n")) {
        const head = pending.slice(0, end);
        pending = pending.slice(end + 4);
        heads.push(head);
        behaviour.asked?.(socket, head);
      }
    });
  };
  const server: Server = tls === undefined ? createServer(serve) : createTlsServer(tls, serve);
  server.on("connection", (socket: Socket) => {
    connections++;
    sockets.add(socket);
    socket.on("error", () => {});
    socket.once("close", () => {
      sockets.delete(socket);
      bytesSent += socket.bytesWritten;
    });
  });
  server.on("tlsClientError", () => {});
  server.listen(at?.port ?? 0, at?.host ?? "127.0.0.1");
  await once(server, "listening");
  const address = server.address();

  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    get connections() {
      return connections;
    },
    heads,
    get bytesSent() {
      return bytesSent;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

/** A process that listens and is stopped, its queue full: packets to it are dropped, as by a firewall. */
export async function startSleeper(): Promise<{ readonly port: number; close(): Promise<void> }> {
  const program =
    "const s = require('net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => console.log(s.address().port))";
  const child = spawn(process.execPath, ["--eval", program], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(child.stdout, "data");
  const port = Number(String(line));
  child.kill("SIGSTOP");
  const waiting = Array.from({ length: 8 }, () => connect({ port, host: "127.0.0.1" }).on("error", () => {}));
  await Promise.all(waiting.slice(0, 2).map((socket) => once(socket, "connect")));
  return {
    port,
    close: async () => {
      for (const socket of waiting) socket.destroy();
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}

/** Answers every request with these characters, each a byte. */
export function says(text: string): Behaviour {
  return { asked: (socket) => void socket.write(text, "latin1") };
}

/** Answers, then ends the connection. */
export function saysAndEnds(text: string): Behaviour {
  return { asked: (socket) => void socket.end(text, "latin1") };
}

/** Answers with `start` and then with `again` for as long as the client reads. */
export function saysForEver(start: string, again: string): Behaviour {
  const chunk = Buffer.from(again.repeat(Math.ceil(16_384 / again.length)), "latin1");
  return {
    asked: (socket) => {
      socket.write(start, "latin1");
      const more = (): void => {
        while (socket.writable && socket.write(chunk));
      };
      socket.on("drain", more);
      more();
    },
  };
}

/** Answers one byte at a time. */
export function saysSlowly(text: string, everyMs: number): Behaviour {
  return {
    asked: (socket) => {
      let at = 0;
      const timer = setInterval(() => {
        if (socket.writable && at < text.length) socket.write(text.charAt(at++), "latin1");
      }, everyMs);
      socket.once("close", () => clearInterval(timer));
    },
  };
}

/** A GET of one of the server's pages. */
export function request({ port }: { readonly port: number }, path = "/"): HttpRequest {
  return { method: "GET", url: `http://127.0.0.1:${port}${path}`, headers: [] };
}

/** A response of a status line, header lines and a short body with its length. */
export function response(...lines: readonly string[]): string {
  return ["HTTP/1.1 200 OK", ...lines, "Content-Length: 2", "", "ok"].join("\r\n");
}
