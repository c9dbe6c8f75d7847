import type { Block } from "../../config/nginx/block.ts";
import type { NginxConfiguration, NginxServer } from "../../config/nginx/configuration.ts";
import type { NginxDirective } from "../../config/nginx/directive.ts";
import type { LintSite } from "../lint-target.ts";
import { samplePath } from "../sample-path.ts";

/** Where a location's own URL is known, it and the server are asked; the part that has to do with CORS, first. */
const mostLocations = 400;

/** A URL in each location of each server. */
export function nginxSites({ servers }: NginxConfiguration, namedOrigins: readonly string[]): readonly NginxSite[] {
  const all = servers.flatMap((server) => {
    const listen = server.listens[0];
    if (listen === undefined) return [];
    const isTls = listen.port === 443 || isSsl(server);
    const host = hostOf(server, namedOrigins);
    const place = server.block.directive?.place ?? { file: "", line: 1, column: 1 };
    const base = { scheme: isTls ? "https" : "http", port: listen.port } as const;
    // The page is judged as one on https: that is how it is met, whatever stands in front.
    const site = (path: string, block: Block): NginxSite => ({
      ...base,
      url: `https://${host}${path}`,
      place: block.directive?.place ?? place,
      block,
      server,
      named: namedOrigins.slice(0, 5),
    });
    const locations = locationsBelow(server.block).slice(0, mostLocations);
    const sites = locations.flatMap((block) => {
      const path = pathIn(block);
      return path === null ? [] : [site(path, block)];
    });
    const hasRoot = locations.some(({ match }) => match?.text === "/" && match.kind !== "exact");
    return hasRoot ? sites : [site("/", server.block), ...sites];
  });
  return oneOfEachKind(all);
}

/** Of places that say the same about what an answer is made of, one. */
function oneOfEachKind(sites: readonly NginxSite[]): readonly NginxSite[] {
  const kinds = new Map<string, NginxSite>();
  const texts = new Map<Block, string>();
  for (const site of sites) {
    const kind = kindOf(site.block);
    if (!kinds.has(kind)) kinds.set(kind, site);
  }
  return [...kinds.values()];

  function kindOf(block: Block): string {
    const above = block.parent === null ? "" : kindOf(block.parent);
    const known = texts.get(block);
    const own =
      known ??
      block.children
        .filter(({ name }) => matters.test(name))
        .map(textOf)
        .join(";");
    texts.set(block, own);
    return `${above}{${own}`;
  }
}

const matters =
  /^(?:add_header|add_header_inherit|more_|proxy_hide_header|proxy_pass_header|(?:proxy|fastcgi|uwsgi|scgi|grpc)_pass$|\w+_intercept_errors|error_page|try_files|if$|return|rewrite|set$|limit_except|allow|deny|auth_|satisfy|proxy_cache$|index|internal|alias)|_by_lua/;

function textOf({ name, args, children }: NginxDirective): string {
  const inner = children === null ? "" : `{${children.map(textOf).join(";")}}`;
  return `${name} ${args.join(" ")}${inner}`;
}

export interface NginxSite extends LintSite {
  readonly block: Block;
  readonly server: NginxServer;
  /** The origins that the configuration names. */
  readonly named: readonly string[];
}

function isSsl({ block }: NginxServer): boolean {
  return (block.own.get("listen") ?? []).some(({ args }) => args.includes("ssl"));
}

/** A name of the server; else one beside the origins that are named. */
function hostOf({ names }: NginxServer, namedOrigins: readonly string[]): string {
  for (const name of names) {
    const plain = name.startsWith("*.") ? `www${name.slice(1)}` : name.startsWith(".") ? name.slice(1) : name;
    if (/^(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]*$/i.test(plain)) return plain.toLowerCase();
  }
  const [origin] = namedOrigins;
  if (origin === undefined) return "api.example.com";
  const labels = new URL(origin).hostname.split(".");
  return `api.${(labels.length > 2 ? labels.slice(1) : labels).join(".")}`;
}

function locationsBelow(block: Block): readonly Block[] {
  const { exact, prefixes, regexes } = block.locations;
  return [...exact.values(), ...prefixes, ...regexes].flatMap((inner) => [inner, ...locationsBelow(inner)]);
}

function pathIn({ match, own }: Block): string | null {
  if (match === null || own.has("internal")) return null;
  if (match.kind === "regex") return samplePath(match.text);
  const text = encodeURI(match.text);
  if (!text.startsWith("/")) return null;
  return match.kind === "exact" ? text : text.endsWith("/") && text !== "/" ? `${text}x` : text;
}
