import { createServer, type Server, type Socket } from "node:net";
import type { HttpResponse } from "../../packages/cors/src/http/exchange.ts";
import { type BrowserCase, type Origins, originsOf, type WireRequest } from "./browser-case.ts";
import { framePage, runnerPage } from "./page-runner.ts";
import { bodyOf } from "./truth-bodies.ts";

/** The origins of all cases on loopback: answers each as it says, byte for byte, and keeps what was asked. */
export interface TruthServer {
  readonly origins: Origins;
  /** Cases whose answers are served; the log starts empty. */
  serve(cases: readonly BrowserCase[]): void;
  /** What was asked for a case, in order. */
  wireOf(id: string): readonly WireRequest[];
  /** Hands work to the page that polls, and waits for its answer. */
  ask(work: unknown, timeout: number): Promise<unknown>;
  close(): Promise<void>;
}

interface HttpMessage {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
}

/** No parser of ours may refuse what a browser sends, so this reads TCP itself. */
export async function startTruthServer(): Promise<TruthServer> {
  const sockets = new Set<Socket>();
  const cases = new Map<string, BrowserCase>();
  const wire = new Map<string, WireRequest[]>();
  let work: string | null = null;
  let answered: ((value: unknown) => void) | null = null;
  let poller: Socket | null = null;

  const hand = (): void => {
    if (work === null || poller === null) return;
    plain(poller, "application/json", work);
    work = null;
    poller = null;
  };

  const onMessage = (socket: Socket, message: HttpMessage): void => {
    if (message.target === "/control") {
      plain(socket, "text/html; charset=utf-8", runnerPage);
      return;
    }
    if (message.target === "/control/frame") {
      plain(socket, "text/html; charset=utf-8", framePage);
      return;
    }
    const [, settled] = /^\/control\/settled\/(.+)$/.exec(message.target) ?? [];
    if (settled !== undefined) {
      const answer = (tries: number, before: number): void => {
        const { length } = wire.get(settled) ?? [];
        if (tries > 20 || (length > 0 && length === before)) plain(socket, "text/plain", "", 200, "*");
        else setTimeout(answer, 150, tries + 1, length);
      };
      answer(0, -1);
      return;
    }
    if (message.target === "/control/next") {
      poller = socket;
      hand();
      return;
    }
    if (message.target === "/control/done") {
      plain(socket, "text/plain", "ok");
      answered?.(JSON.parse(message.body.toString("utf8")));
      return;
    }
    const [, id = "", hop = ""] = /^\/(k[^/]*)\/([^/?#]*)/.exec(message.target) ?? [];
    const scripted = cases.get(id);
    const answers = scripted?.answers[hop];
    wire.get(id)?.push(wireRequest(message));
    if (scripted === undefined || answers === undefined) {
      plain(socket, "text/plain", "no such case", 404);
      return;
    }
    const isPreflight = message.method === "OPTIONS" && headerValue(message, "access-control-request-method") !== null;
    const isOnce = socket.localPort === oncePort;
    const answer = isPreflight ? closing(answers.preflight, isOnce) : answers.actual;
    const bytes = responseBytes(answer, message.method);
    // Of an interim response there is nothing but the head, and no other response after it.
    const isLast = isOnce || (answer.status >= 100 && answer.status <= 199);
    if (isLast) socket.end(bytes);
    else socket.write(bytes);
  };

  const servers = [createServer(), createServer(), createServer()];
  for (const server of servers) {
    server.on("connection", (socket) => {
      sockets.add(socket);
      socket.on("close", () => sockets.delete(socket));
      socket.on("error", () => socket.destroy());
      readMessages(socket, (message) => onMessage(socket, message));
    });
  }
  const [pagePort = 0, otherPort = 0, oncePort = 0] = await Promise.all(servers.map(listen));

  return {
    origins: originsOf(pagePort, otherPort, oncePort),
    serve(next) {
      cases.clear();
      wire.clear();
      for (const one of next) {
        cases.set(one.id, one);
        wire.set(one.id, []);
      }
    },
    wireOf: (id) => wire.get(id) ?? [],
    ask(asked, timeout) {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`The page did not answer within ${timeout} ms.`)), timeout);
        answered = (value) => {
          clearTimeout(timer);
          answered = null;
          resolve(value);
        };
        work = JSON.stringify(asked);
        hand();
      });
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.on("error", reject);
    // Both families: `localhost` is ::1 first in some browsers.
    server.listen({ port: 0, host: "::", ipv6Only: false }, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
}

function readMessages(socket: Socket, onMessage: (message: HttpMessage) => void): void {
  let buffer = Buffer.alloc(0);
  socket.on("data", (chunk: Buffer) => {
    buffer = Buffer.concat([buffer, chunk]);
    for (;;) {
      const end = buffer.indexOf("\r\n\r\n");
      if (end === -1) return;
      const [start = "", ...lines] = buffer.subarray(0, end).toString("latin1").split("\r\n");
      const [method = "", target = ""] = start.split(" ");
      const headers = lines.map((line) => {
        const colon = line.indexOf(":");
        return [line.slice(0, colon), line.slice(colon + 1).replace(/^[ \t]+|[ \t]+$/g, "")] as const;
      });
      const length = Number(headers.find(([name]) => name.toLowerCase() === "content-length")?.[1] ?? 0);
      const next = end + 4 + length;
      if (buffer.length < next) return;
      const body = buffer.subarray(end + 4, next);
      buffer = buffer.subarray(next);
      onMessage({ method, target, headers, body });
    }
  });
}

function headerValue(message: HttpMessage, name: string): string | null {
  return message.headers.find(([candidate]) => candidate.toLowerCase() === name)?.[1] ?? null;
}

function wireRequest(message: HttpMessage): WireRequest {
  return [
    message.method,
    `http://${headerValue(message, "host")}${message.target}`,
    headerValue(message, "origin"),
    headerValue(message, "access-control-request-method"),
    headerValue(message, "access-control-request-headers"),
    headerValue(message, "cookie") !== null,
  ];
}

/** A preflight is followed by the request, which a browser may send over the same connection if it is not told. */
function closing({ status, headers }: HttpResponse, isOnce: boolean): HttpResponse {
  return isOnce ? { status, headers: [...headers, ["Connection", "close"]] } : { status, headers };
}

function responseBytes({ status, headers }: HttpResponse, method: string): Buffer {
  const isInterim = status >= 100 && status <= 199;
  const hasBody = method !== "HEAD" && !isInterim && status !== 204 && status !== 304;
  const body = hasBody ? bodyOf(headers) : Buffer.alloc(0);
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  const length =
    status !== 204 && !isInterim ? `Content-Length: ${status === 304 ? 0 : bodyOf(headers).length}\r\n` : "";
  const head = `HTTP/1.1 ${`${status}`.padStart(3, "0")} S\r\n${lines}${length}\r\n`;
  return Buffer.concat([Buffer.from(head, "latin1"), body]);
}

function plain(socket: Socket, type: string, text: string, status = 200, allowOrigin: string | null = null): void {
  const body = Buffer.from(text, "utf8");
  const shared = allowOrigin === null ? "" : `Access-Control-Allow-Origin: ${allowOrigin}\r\n`;
  const head = `HTTP/1.1 ${status} S\r\nContent-Type: ${type}\r\n${shared}Cache-Control: no-store\r\nContent-Length: ${body.length}\r\n\r\n`;
  socket.write(Buffer.concat([Buffer.from(head, "latin1"), body]));
}
