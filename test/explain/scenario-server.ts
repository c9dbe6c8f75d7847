import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { isResponse, type Responder } from "../../packages/cors/src/http/exchange.ts";
import { makeCertificate } from "../hostile/certificate.ts";
import { freePort } from "../servers/free-port.ts";
import { type Answer, expand, type Scenario, type ScenarioOrigins } from "./scenario.ts";

/** The origins of all scenarios on loopback. The page at `runner` shows one scenario after another in frames. */
export interface ScenarioServer {
  readonly origins: ScenarioOrigins;
  readonly runner: string;
  /** Shows a scenario in the open browser, and resolves to what its script returned. */
  run(scenario: Scenario): Promise<unknown>;
  /** The same, with every answer made by a responder; bodies are the scenario's. */
  runWith(scenario: Scenario, responder: Responder): Promise<unknown>;
  close(): Promise<void>;
}

const runnerPage = `<!doctype html><meta charset="utf-8"><title>scenarios</title><link rel="icon" href="data:,"><body><script>
(async () => {
  for (;;) {
    const id = await (await fetch("/control/next", { cache: "no-store" })).text();
    const frame = document.createElement("iframe");
    frame.src = "/page/" + id;
    const result = await new Promise((resolve) => {
      onmessage = (event) => resolve(event.data);
      setTimeout(() => resolve("late"), 12000);
      document.body.append(frame);
    });
    await fetch("/control/done", { method: "POST", body: JSON.stringify(result) });
    frame.remove();
  }
})();
</script>`;

function scenarioPage({ id, script }: Scenario, { other, host }: ScenarioOrigins): string {
  return `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><body><script nonce="s">
const url = (hop, origin = ${JSON.stringify(other)}) => origin + "/s/${id}/" + hop;
const host = ${JSON.stringify(host)};
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const read = async (...given) => { try { const response = await fetch(...given); return response.status + " " + (await response.text()); } catch (error) { return String(error); } };
const image = (src, crossOrigin) => new Promise((resolve) => { const img = new Image(); if (crossOrigin) img.crossOrigin = crossOrigin; img.onload = () => resolve("loaded"); img.onerror = () => resolve("failed"); img.src = src; document.body.append(img); });
const xhr = (method, to, { headers = {}, credentials = false, body, read = [] } = {}) => new Promise((resolve) => { const x = new XMLHttpRequest(); x.open(method, to); x.withCredentials = credentials; for (const [n, v] of Object.entries(headers)) x.setRequestHeader(n, v); x.onloadend = () => resolve(x.status + " " + read.map((name) => x.getResponseHeader(name))); x.send(body); });
(async () => { try { return await (async () => { ${script} })(); } catch (error) { return String(error); } })().then((result) => setTimeout(() => parent.postMessage(result ?? null, "*"), 60));
</script>`;
}

export async function startScenarioServer(): Promise<ScenarioServer> {
  const sockets = new Set<Socket>();
  let shown: Scenario | null = null;
  let instead: Responder | null = null;
  let next: string | null = null;
  let answered: ((value: unknown) => void) | null = null;
  let poller: Socket | null = null;
  const hand = (): void => {
    if (next === null || poller === null) return;
    send(poller, {
      status: 200,
      headers: [
        ["Content-Type", "text/plain"],
        ["Cache-Control", "no-store"],
      ],
      body: next,
    });
    next = null;
    poller = null;
  };
  const onRequest = (
    socket: Socket,
    method: string,
    target: string,
    headers: ReadonlyMap<string, string>,
    body: string,
  ): void => {
    if (target === "/control/next") {
      poller = socket;
      hand();
      return;
    }
    if (target === "/control/done") {
      send(socket, { status: 200, headers: [["Content-Type", "text/plain"]], body: "ok" });
      answered?.(JSON.parse(body));
      return;
    }
    const answer = answerTo(method, target, headers);
    if (answer === "close") socket.destroy();
    else send(socket, answer, method);
  };

  const answerTo = (method: string, target: string, headers: ReadonlyMap<string, string>): Answer => {
    if (target === "/runner") return page(runnerPage);
    if (shown === null) return { status: 404, headers: [] };
    if (instead !== null && target.startsWith("/s/")) {
      const url = `http://${headers.get("host")}${target}`;
      const answer = instead({ method, url, headers: [...headers] });
      return isResponse(answer) ? answer : "close";
    }
    if (target.startsWith("/page/")) return page(scenarioPage(shown, origins), shown.pageHeaders);
    const hop = /^\/s\/[^/]+\/([^/?#]*)/.exec(target)?.[1] ?? "";
    const answers = shown.answers[hop];
    const isPreflight = method === "OPTIONS" && headers.has("access-control-request-method");
    if (isPreflight) return answers?.preflight ?? { status: 404, headers: [] };
    const plain = headers.has("cookie")
      ? answers?.withCookie
      : headers.has("origin")
        ? undefined
        : answers?.withoutOrigin;
    return plain ?? answers?.actual ?? { status: 404, headers: [] };
  };

  const { cert, key } = makeCertificate({ name: "nobody.example", hosts: ["nobody.example"] });
  const servers = [createServer(), createServer(), createTlsServer({ cert, key })] as const;
  for (const server of servers) {
    server.on("tlsClientError", () => {});
    server.on(server === servers[2] ? "secureConnection" : "connection", (socket: Socket) => {
      sockets.add(socket);
      socket.on("close", () => sockets.delete(socket));
      socket.on("error", () => socket.destroy());
      readRequests(socket, onRequest);
    });
  }
  const [pagePort, otherPort, tlsPort] = await Promise.all(servers.map(listen));
  const deadPort = await freePort();
  const origins: ScenarioOrigins = {
    page: `http://127.0.0.1:${pagePort}`,
    other: `http://127.0.0.1:${otherPort}`,
    host: `http://localhost:${otherPort}`,
    tls: `https://127.0.0.1:${tlsPort}`,
    dead: `http://127.0.0.1:${deadPort}`,
    nowhere: "http://nowhere.invalid",
  };
  function show(scenario: Scenario, responder: Responder | null): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${scenario.id} did not end.`)), 60_000);
      answered = (value) => {
        clearTimeout(timer);
        answered = null;
        resolve(value);
      };
      shown = expand(scenario, origins);
      instead = responder;
      next = scenario.id;
      hand();
    });
  }

  return {
    origins,
    runner: `${origins.page}/runner`,
    run: (scenario) => show(scenario, null),
    runWith: show,
    async close() {
      for (const socket of sockets) socket.destroy();
      await Promise.all(servers.map((server: Server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}

function page(body: string, headers: readonly (readonly [string, string])[] = []): Answer {
  return {
    status: 200,
    headers: [["Content-Type", "text/html; charset=utf-8"], ["Cache-Control", "no-store"], ...headers],
    body,
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.on("error", reject);
    server.listen({ port: 0, host: "::", ipv6Only: false }, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
}

type OnRequest = (
  socket: Socket,
  method: string,
  target: string,
  headers: ReadonlyMap<string, string>,
  body: string,
) => void;

function readRequests(socket: Socket, onRequest: OnRequest): void {
  let buffer = Buffer.alloc(0);
  socket.on("data", (chunk: Buffer) => {
    buffer = Buffer.concat([buffer, chunk]);
    for (;;) {
      const end = buffer.indexOf("\r\n\r\n");
      if (end === -1) return;
      const [start = "", ...lines] = buffer.subarray(0, end).toString("latin1").split("\r\n");
      const headers = new Map(
        lines.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]),
      );
      const bodyEnd = end + 4 + Number(headers.get("content-length") ?? 0);
      if (buffer.length < bodyEnd) return;
      const body = buffer.subarray(end + 4, bodyEnd).toString("utf8");
      buffer = buffer.subarray(bodyEnd);
      const [method = "", target = ""] = start.split(" ");
      onRequest(socket, method, target, headers, body);
    }
  });
}

function send(socket: Socket, answer: Answer, method = "GET"): void {
  if (answer === "close") return;
  const { status, headers, body = "ok" } = answer;
  const hasBody = method !== "HEAD" && status !== 204 && status !== 304;
  const bytes = Buffer.from(hasBody ? body : "", "utf8");
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  const length = status === 204 ? "" : `Content-Length: ${bytes.length}\r\n`;
  socket.write(
    Buffer.concat([
      Buffer.from(`HTTP/1.1 ${status} ${reasons[status] ?? "Status"}\r\n${lines}${length}\r\n`, "latin1"),
      bytes,
    ]),
  );
}

const reasons: Readonly<Record<number, string>> = {
  200: "OK",
  204: "No Content",
  301: "Moved Permanently",
  302: "Found",
  307: "Temporary Redirect",
  308: "Permanent Redirect",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Unavailable",
};
