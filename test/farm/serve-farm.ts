import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createSecureServer, type ServerHttp2Stream } from "node:http2";
import type { AddressInfo, Server, Socket } from "node:net";
import { createSecureContext, createServer as createTlsServer, type SecureContext } from "node:tls";
import { makeCertificate, type TestCertificate } from "../hostile/certificate.ts";
import { type FarmAnswer, type FarmQuestion, type FarmSite, secret } from "./farm-site.ts";
import { hasIpv6 } from "./has-ipv6.ts";
import { acceptWebSocket } from "./web-socket.ts";

/** The whole farm behind two ports: TLS with a certificate for whatever name is asked for, and plain HTTP. */
export interface Farm {
  readonly authority: TestCertificate;
  readonly tlsPort: number;
  readonly plainPort: number;
  /** Requests by host, with what came along: `PUT signed in`. */
  readonly log: Map<string, string[]>;
  forget(): void;
  close(): Promise<void>;
}

/** Where another service of the same host is: the browser is told to come here for it. */
const otherPorts: ReadonlySet<string> = new Set(["8443", "3000"]);

/** Pages of attackers are served for every host that is no site's. */
const attackerPage = "<!doctype html><title>attacker</title>";

export async function serveFarm(sites: readonly FarmSite[], at?: { readonly address: string }): Promise<Farm> {
  const authority = makeCertificate({ name: "Farm test authority", authority: true });
  const contexts = new Map<string, SecureContext>();
  const byHost = new Map(sites.map((site) => [site.host, site]));
  const log = new Map<string, string[]>();
  const sockets = new Set<Socket>();

  function contextOf(name: string): SecureContext {
    const known = contexts.get(name);
    if (known !== undefined) return known;
    const { cert, key } = makeCertificate({ name: "farm", hosts: [name], issuer: authority });
    const context = createSecureContext({ cert, key });
    contexts.set(name, context);
    return context;
  }

  function answerTo(
    scheme: string,
    method: string,
    target: string,
    authorityName: string,
    header: (name: string) => string | null,
  ): FarmAnswer | "attacker" {
    const { hostname, host, port, pathname } = new URL(`${scheme}://${authorityName}${target}`);
    const site = byHost.get(hostname);
    // On the way between the visitor and an http page, and at another port, somebody else answers.
    if (site === undefined || scheme !== site.scheme || otherPorts.has(port)) return "attacker";
    if (pathname === "/.signin") return signIn(site, header("authorization"));
    const signedIn =
      site.cookie === null ? header("authorization") !== null : /(?:^|; )sid=alice/.test(header("cookie") ?? "");
    const list = log.get(hostname) ?? [];
    log.set(hostname, list);
    const question: FarmQuestion = {
      method,
      path: target,
      origin: header("origin"),
      signedIn,
      preflight: method === "OPTIONS" && header("access-control-request-method") !== null,
      header,
      self: `${scheme}://${host}`,
      hostname,
      scheme,
      port,
      count: list.length,
    };
    list.push(`${method} ${target}${signedIn ? " signed in" : ""}`);
    const answer = site.answer(question);
    if (answer === null) return null;
    const status =
      answer.status ?? (method === "OPTIONS" ? 204 : pathname === site.path || pathname === "/" ? 200 : 404);
    return { status, headers: answer.headers ?? [], body: answer.body ?? (signedIn ? secret : "hello") };
  }

  function overHttp1(scheme: string): (request: IncomingMessage, response: ServerResponse) => void {
    return (request, response) => {
      const header = (name: string): string | null => {
        const value = request.headers[name];
        return value === undefined ? null : String(value);
      };
      const answer = answerTo(scheme, request.method ?? "", request.url ?? "", request.headers.host ?? "", header);
      if (answer === null) return void request.socket.destroy();
      const { status = 200, headers = [], body = "" } = answer === "attacker" ? page() : answer;
      response.writeHead(status, [...headers, ["Content-Length", String(Buffer.byteLength(body))]].flat());
      response.end(request.method === "HEAD" ? "" : body);
    };
  }

  const plain = createServer(overHttp1("http"));
  const plain6 = createServer(overHttp1("http"));
  const http1 = createServer(overHttp1("https"));
  for (const server of [plain, plain6, http1]) {
    server.on("upgrade", (request: IncomingMessage, socket: Socket) => {
      const site = byHost.get((request.headers.host ?? "").replace(/:\d+$/, ""));
      acceptWebSocket(site, request, socket);
    });
  }
  const http2 = createSecureServer({ strictSingleValueFields: false });
  http2.on("session", (session) => session.on("error", () => {}));
  http2.on("stream", (stream: ServerHttp2Stream, fields) => {
    stream.on("error", () => {});
    const header = (name: string): string | null => {
      const value = fields[name];
      return value === undefined ? null : String(value);
    };
    const answer = answerTo(
      "https",
      String(fields[":method"]),
      String(fields[":path"]),
      String(fields[":authority"]),
      header,
    );
    if (answer === null) return void stream.session?.destroy();
    const { status = 200, headers = [], body = "" } = answer === "attacker" ? page() : answer;
    stream.respond([
      ":status",
      String(status),
      ...headers.flatMap(([name, value]) => [name.toLowerCase(), value]),
    ] as never);
    stream.end(fields[":method"] === "HEAD" ? "" : body);
  });
  const tls = createTlsServer({
    SNICallback: (name, done) => done(null, contextOf(name)),
    ...certificateFor("127.0.0.1"),
    ALPNCallback: ({ servername, protocols }) => {
      const wanted = byHost.get(servername)?.protocol ?? "http/1.1";
      return protocols.includes(wanted) ? wanted : protocols.includes("http/1.1") ? "http/1.1" : undefined;
    },
  });
  tls.on("tlsClientError", () => {});
  tls.on("secureConnection", (socket) => {
    socket.on("error", () => {});
    if (socket.alpnProtocol === "h2") http2.emit("secureConnection", socket);
    else http1.emit("connection", socket);
  });

  function certificateFor(name: string): { readonly cert: string; readonly key: string } {
    const { cert, key } = makeCertificate({ name: "farm", hosts: [name], issuer: authority });
    return { cert, key };
  }

  for (const server of [tls, plain, plain6]) {
    server.on("connection", (socket: Socket) => {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.once("close", () => sockets.delete(socket));
    });
  }
  const listening: Server[] = [];
  async function listen(server: Server, port: number, address: string): Promise<void> {
    server.listen(port, address);
    await once(server, "listening");
    listening.push(server);
  }
  await listen(tls, at === undefined ? 0 : 443, at?.address ?? "127.0.0.1");
  await listen(plain, at === undefined ? 0 : 80, at?.address ?? "127.0.0.1");
  if (hasIpv6 && at === undefined) await listen(plain6, (plain.address() as AddressInfo).port, "::1");
  return {
    authority,
    tlsPort: (tls.address() as AddressInfo).port,
    plainPort: (plain.address() as AddressInfo).port,
    log,
    forget: () => log.clear(),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      for (const server of listening) {
        server.close();
        await once(server, "close");
      }
    },
  };
}

function page(): Exclude<FarmAnswer, null> {
  return { headers: [["Content-Type", "text/html"]], body: attackerPage };
}

/** Where the visitor signs in; no scan knows the path. */
function signIn({ cookie }: FarmSite, authorization: string | null): FarmAnswer {
  if (cookie === null && authorization === null) {
    return { status: 401, headers: [["WWW-Authenticate", 'Basic realm="farm"']] };
  }
  const headers = cookie === null ? [] : [["Set-Cookie", `sid=alice; Path=/; ${cookie}`] as const];
  return { status: 200, headers: [...headers, ["Content-Type", "text/html"]], body: attackerPage };
}
