import { once } from "node:events";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createSecureContext, type SecureContext } from "node:tls";
import { Worker } from "node:worker_threads";
import { makeCertificate } from "../hostile/certificate.ts";
import { type FarmSite, type FarmWish, farmSites } from "./farm-sites.ts";

/** A farm that runs: its sites, on loopback, behind its own name server. */
export interface Farm {
  readonly sites: readonly FarmSite[];
  /** One URL a line. */
  readonly list: string;
  /** `127.0.0.1:PORT` */
  readonly resolver: string;
  /** PEM: for NODE_EXTRA_CA_CERTS. */
  readonly authority: string;
  /** Requests answered, by host. */
  readonly answered: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

const namesInCertificate = 10;
const page = `<!doctype html><title>A farm's site</title><p>${"Nothing grows here. ".repeat(40)}</p>`;

export async function startFarm(wish: FarmWish): Promise<Farm> {
  const sites = [...farmSites(wish)];
  const byHost = new Map(sites.map((site) => [site.host, site]));
  const answered = new Map<string, number>();
  const authorities = (["P-256", "P-384"] as const).map((curve) => ({
    curve,
    authority: makeCertificate({ name: `The farm's authority for ${curve}`, authority: true, curve }),
  }));
  const contexts = new Map<number, SecureContext>();
  const contextOf = ({ number }: FarmSite): SecureContext => {
    const batch = Math.floor(number / namesInCertificate);
    const found = contexts.get(batch);
    if (found !== undefined) return found;
    const hosts = sites.slice(batch * namesInCertificate, (batch + 1) * namesInCertificate).map(({ host }) => host);
    // A chain of P-384 costs those who check it twice as much: every eighth has one, but in a bench.
    const { curve, authority } = authorities[wish.calm !== true && batch % 8 === 7 ? 1 : 0] ?? {};
    const chain = authority === undefined || curve === undefined ? {} : { issuer: authority, curve };
    const context = createSecureContext(makeCertificate({ name: "farm", hosts, ...chain }));
    contexts.set(batch, context);
    return context;
  };

  const open = new Set<Socket>();
  const kept = <Kind extends Server>(server: Kind): Kind =>
    server.on("connection", (socket) => {
      open.add(socket);
      socket.on("error", () => {});
      socket.once("close", () => open.delete(socket));
    });
  const speaking = kept(
    createHttpsServer({
      keepAliveTimeout: 60_000,
      SNICallback: (name, callback) => {
        const site = byHost.get(name);
        if (site === undefined) callback(new Error("no such site"));
        else callback(null, contextOf(site));
      },
    }),
  );
  speaking.on("request", (request, response) => {
    const host = (request.headers.host ?? "").replace(/:\d+$/, "");
    const site = byHost.get(host);
    if (site === undefined) return void response.destroy();
    answered.set(host, (answered.get(host) ?? 0) + 1);
    const { kind } = site;
    const own = `https://${request.headers.host}`;
    const cors = kind === null ? [] : kind.headers(request.headers.origin, { host, own }, request);
    const status = site.fate === "error" ? 500 : site.fate === "wall" ? 403 : 200;
    const more = site.fate === "wall" ? [["cf-mitigated", "challenge"] as const] : [];
    const reply = (): void => {
      const headers = [["Content-Type", "text/html"], ["Server", "farm"], ...more, ...cors].flat();
      response.writeHead(status, headers);
      response.end(request.method === "HEAD" ? "" : page);
    };
    if (site.delayMs > 0) setTimeout(reply, site.delayMs);
    else reply();
  });
  const silent = kept(createServer(() => {}));
  const resetting = kept(createServer((socket) => void socket.once("data", () => socket.resetAndDestroy())));
  const refusing = createServer();
  const servers = [speaking, silent, resetting, refusing];
  for (const server of servers) {
    server.listen({ port: 0, host: "0.0.0.0", backlog: 4_096 });
    await once(server, "listening");
  }
  const [port = 0, silentPort = 0, resetPort = 0, refusedPort = 0] = servers.map(
    (server) => (server.address() as AddressInfo).port,
  );
  refusing.close();

  const names = new Worker(new URL("./farm-names.ts", import.meta.url), {
    workerData: wish,
    execArgv: process.execArgv,
  });
  const [resolver] = (await once(names, "message")) as [string];
  const portOf = ({ fate }: FarmSite): number => {
    if (fate === "silent") return silentPort;
    if (fate === "resets") return resetPort;
    return fate === "refuses" ? refusedPort : port;
  };
  return {
    sites,
    answered,
    list: sites.map((site) => `https://${site.host}:${portOf(site)}/\n`).join(""),
    resolver,
    authority: authorities.map(({ authority }) => authority.cert).join(""),
    close: async () => {
      await names.terminate();
      for (const socket of open) socket.destroy();
      await Promise.all([speaking, silent, resetting].map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}
