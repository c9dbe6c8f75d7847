import { type Block, makeBlock } from "./block.ts";
import type { NginxDirective } from "./directive.ts";
import { NotModelled } from "./not-modelled.ts";

/** What a configuration says, with the parts that a request looks for at hand. */
export interface NginxConfiguration {
  readonly http: Block;
  readonly servers: readonly NginxServer[];
  /** `map` and `geo`, by the variable they make. */
  readonly tables: ReadonlyMap<string, NginxDirective>;
  /** Variables that `set` and named groups make: empty until they do. */
  readonly declared: ReadonlySet<string>;
  /** The first address of each `upstream`. */
  readonly upstreams: ReadonlyMap<string, string>;
}

export interface NginxServer {
  readonly block: Block;
  readonly listens: readonly Listen[];
  readonly names: readonly string[];
}

interface Listen {
  readonly address: string;
  readonly port: number;
  readonly isDefault: boolean;
}

/** In `http`, beside the servers. */
const httpOnly =
  /^(?:server|map|geo|upstream|split_clients|log_format|limit_req_zone|limit_conn_zone|proxy_cache_path)$/;

/** A part of a configuration counts as if it stood in `http {}`, or in `http { server {} }`. */
export function configurationOf(directives: readonly NginxDirective[]): NginxConfiguration {
  const blocks = directives.filter(({ name, children }) => name === "http" && children !== null);
  const top = blocks.length > 0 ? blocks.flatMap(({ children }) => children ?? []) : directives;
  const isPart = blocks.length === 0 && !top.some(({ name }) => name === "server");
  const children = isPart ? asServer(top) : top;
  const http = makeBlock("http", blocks[0] ?? null, children, null);
  const servers = (http.own.get("server") ?? []).map((directive) => serverOf(directive, http));
  const tables = new Map<string, NginxDirective>();
  for (const directive of [...(http.own.get("map") ?? []), ...(http.own.get("geo") ?? [])]) {
    const variable = directive.args.at(-1);
    if (variable?.startsWith("$")) tables.set(variable.slice(1), directive);
  }
  const upstreams = new Map<string, string>();
  for (const { args, children } of http.own.get("upstream") ?? []) {
    const server = children?.find(({ name }) => name === "server");
    if (args[0] !== undefined && server?.args[0] !== undefined) upstreams.set(args[0], server.args[0]);
  }
  return { http, servers, tables, declared: declaredIn(children), upstreams };
}

function asServer(top: readonly NginxDirective[]): readonly NginxDirective[] {
  const outside = top.filter(({ name }) => httpOnly.test(name));
  const inside = top.filter(({ name }) => !httpOnly.test(name));
  const [first] = inside;
  if (first === undefined) return outside;
  return [...outside, { name: "server", args: [], place: first.place, children: inside }];
}

function serverOf(directive: NginxDirective, http: Block): NginxServer {
  const block = makeBlock("server", directive, directive.children ?? [], http);
  const listens = (block.own.get("listen") ?? []).flatMap(({ args }) => listenOf(args));
  const names = (block.own.get("server_name") ?? []).flatMap(({ args }) => args);
  return { block, names, listens: listens.length > 0 ? listens : [{ address: "*", port: 80, isDefault: false }] };
}

function listenOf(args: readonly string[]): readonly Listen[] {
  const [first = "", ...rest] = args;
  if (first.startsWith("unix:")) return [];
  const isDefault = rest.includes("default_server") || rest.includes("default");
  const [, address = "*", port] = /^(?:(\[[^\]]*\]|[^:]*[^:0-9][^:]*):)?(\d+)?$/.exec(first) ?? [null, first];
  return [{ address, port: Number(port ?? 80), isDefault }];
}

/** Names that `set` and the named groups of regular expressions give. */
function declaredIn(directives: readonly NginxDirective[]): ReadonlySet<string> {
  const names = new Set<string>();
  const waiting = [...directives];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.name === "set" && next.args[0] !== undefined) names.add(next.args[0].replace(/^\$/, ""));
    for (const word of next.args) {
      if (!word.includes("(?")) continue;
      for (const [, name] of word.matchAll(/\(\?(?:P?<|')([A-Za-z_]\w*)[>']/g)) if (name !== undefined) names.add(name);
    }
    if (next.name === "map") {
      for (const { name: key } of next.children ?? []) {
        if (!key.includes("(?")) continue;
        for (const [, name] of key.matchAll(/\(\?(?:P?<|')([A-Za-z_]\w*)[>']/g))
          if (name !== undefined) names.add(name);
      }
    } else if (next.children !== null) for (const child of next.children) waiting.push(child);
  }
  return names;
}

/** The servers of one port. */
interface PortServers {
  readonly here: readonly NginxServer[];
  readonly addresses: ReadonlySet<string>;
  /** Undefined where none listens. */
  readonly byDefault: NginxServer | undefined;
  /** By each name without a wildcard, a first dot left out: a name of two servers is the first one's. */
  readonly exact: ReadonlyMap<string, NginxServer>;
}

/** Each request asks anew, and a configuration may have thousands of servers. */
const portServers = new WeakMap<NginxConfiguration, Map<number, PortServers>>();

function serversOf(configuration: NginxConfiguration, port: number): PortServers {
  const ports = portServers.get(configuration) ?? new Map<number, PortServers>();
  portServers.set(configuration, ports);
  const known = ports.get(port);
  if (known !== undefined) return known;
  const here = configuration.servers.filter(({ listens }) => listens.some((listen) => listen.port === port));
  const exact = new Map<string, NginxServer>();
  for (const server of here) {
    for (const name of server.names) {
      const key = name.toLowerCase().replace(/^\./, "");
      if (!exact.has(key)) exact.set(key, server);
    }
  }
  const listens = here.flatMap((server) => server.listens.filter((listen) => listen.port === port));
  const addresses = new Set(listens.map(({ address }) => address));
  const byDefault = here.find((server) => server.listens.some((l) => l.port === port && l.isDefault)) ?? here[0];
  const found = { here, addresses, byDefault, exact };
  ports.set(port, found);
  return found;
}

/** https://nginx.org/en/docs/http/request_processing.html */
export function chooseServer(
  configuration: NginxConfiguration,
  host: string,
  port: number,
  matches: (source: string, server: NginxServer) => boolean,
): NginxServer {
  const { here, addresses, byDefault, exact: byName } = serversOf(configuration, port);
  const concrete = [...addresses].filter((address) => !/^(?:\*|\[::\]|0\.0\.0\.0)$/.test(address));
  if (concrete.length > 1 || (concrete.length === 1 && addresses.size > 1)) {
    throw new NotModelled(`servers on several addresses of port ${port}`, here[0]?.block.directive?.place ?? null);
  }
  if (byDefault === undefined) throw new NotModelled(`no server listens on port ${port}`, null);
  if (host === "") return here.find(({ names }) => names.includes("")) ?? byDefault;

  const exact = byName.get(host);
  if (exact !== undefined) return exact;
  let best: NginxServer | null = null;
  let longest = 0;
  for (const server of here) {
    for (const name of server.names.map((text) => text.toLowerCase())) {
      const suffix = name.startsWith("*.") ? name.slice(1) : name.startsWith(".") ? name : null;
      if (suffix !== null && host.endsWith(suffix) && host.length > suffix.length && suffix.length > longest) {
        best = server;
        longest = suffix.length;
      }
    }
  }
  if (best !== null) return best;
  for (const server of here) {
    for (const name of server.names.map((text) => text.toLowerCase())) {
      if (name.endsWith(".*") && host.startsWith(name.slice(0, -1)) && name.length > longest) {
        best = server;
        longest = name.length;
      }
    }
  }
  if (best !== null) return best;
  for (const server of here) {
    for (const name of server.names) if (name.startsWith("~") && matches(name.slice(1), server)) return server;
  }
  return byDefault;
}
