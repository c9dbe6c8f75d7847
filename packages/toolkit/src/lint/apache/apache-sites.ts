import type { Directive } from "../../config/apache/directive.ts";
import { type Scope, type Server, sectionPath, serversOf } from "../../config/apache/server-configuration.ts";
import type { LintSite } from "../lint-target.ts";
import { sampleExpression } from "../sample-expression.ts";
import { samplePath } from "../sample-path.ts";

/** More servers than this would say the same again. */
const mostServers = 50;
const mostTargets = 24;

/** A URL in each place that may have headers of its own, of each server that speaks of CORS; and the folders they need. */
export function apacheSites(
  site: readonly Directive[],
  namedOrigins: readonly string[],
): { readonly sites: readonly LintSite[]; readonly folders: readonly string[] } {
  const servers = serversOf(site).filter(isTried).slice(0, mostServers);
  const folders: string[] = [];
  const documents = errorDocuments(site);
  const sites = servers.flatMap((server) => {
    const host = hostOf(server, namedOrigins);
    const port = Number(/:(\d+)$/.exec(server.addresses[0] ?? "")?.[1] ?? 80);
    const place = placeOf(server, site);
    const paths = pathsOf(server, site);
    folders.push(
      server.documentRoot,
      ...[...paths, ...documents].map((path) => `${server.documentRoot}${path.replace(/[^/]*$/, "")}`),
    );
    folders.push(
      ...server.directories.map(({ directive }) => sectionPath(directive)).filter((path) => !/[*?[^$]/.test(path)),
    );
    return paths.map(
      (path): LintSite => ({ url: `https://${host}${path}`, scheme: port === 443 ? "https" : "http", port, place }),
    );
  });
  return { sites, folders };
}

/** The paths of error documents and fallbacks: their folders are there. */
function errorDocuments(directives: readonly Directive[]): readonly string[] {
  return directives.flatMap(({ key, words, children }) => [
    ...(/^(?:errordocument|fallbackresource)$/.test(key) ? words.filter((word) => word.startsWith("/")) : []),
    ...(children === null ? [] : errorDocuments(children)),
  ]);
}

/** Those that say anything of CORS, by themselves or by the main server; the main one is asked where no other is. */
function isTried(server: Server, _index: number, all: readonly Server[]): boolean {
  if (server.isMain && all.length > 1) return false;
  const sections = [...server.directories, ...server.locations, ...server.proxies].map(({ scope }) => scope);
  return [...server.scopes, ...sections].some(speaksOfCors);
}

function speaksOfCors({ directives, sections, kind }: Scope): boolean {
  // An access file may speak of it.
  const overrides = directives.some(({ key, words }) => key === "allowoverride" && words[0]?.toLowerCase() !== "none");
  if (kind === "directory" && overrides) return true;
  return (
    directives.some(({ key, rest }) => key === "header" && /access-control|cors/i.test(rest)) ||
    sections.some(({ scope }) => speaksOfCors(scope))
  );
}

function hostOf({ names }: Server, namedOrigins: readonly string[]): string {
  const [name = ""] = names.map((text) =>
    text
      .replace(/^[a-z]+:\/\//i, "")
      .replace(/:\d+$/, "")
      .toLowerCase(),
  );
  if (/^(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]*$/.test(name)) return name;
  const [origin] = namedOrigins;
  if (origin === undefined || !URL.canParse(origin)) return "api.example.com";
  const labels = new URL(origin).hostname.split(".");
  return `api.${(labels.length > 2 ? labels.slice(1) : labels).join(".")}`;
}

function placeOf({ addresses }: Server, site: readonly Directive[]): LintSite["place"] {
  const host = site.find(({ key, words }) => key === "virtualhost" && words.join() === addresses.join());
  return (host ?? site[0])?.place ?? { file: "", line: 1, column: 1 };
}

/** A page, each location, each proxied path, each kind of file. */
function pathsOf(server: Server, site: readonly Directive[]): readonly string[] {
  const paths = ["/crosscheck-page.html"];
  const below = (path: string): string => `${path.replace(/\/?$/, "/")}crosscheck-page.html`;
  for (const { directive } of server.locations) {
    const path = sectionPath(directive);
    const isPattern = directive.key.endsWith("match") || directive.words[0] === "~";
    const sample = isPattern ? samplePath(path) : path.replace(/[*?].*$/, "");
    if (sample !== null) paths.push(/\.[a-z0-9]+$/i.test(sample) ? sample : below(sample));
  }
  const visit = (list: readonly Directive[]): void => {
    for (const { key, words, children } of list) {
      if (key === "proxypass" && words[0]?.startsWith("/") && words[1] !== "!") paths.push(below(words[0]));
      if (/^files(?:match)?$/.test(key)) {
        const sample =
          key === "filesmatch" || words[0] === "~"
            ? sampleExpression(words.at(-1) ?? "")[0]
            : words[0]?.replaceAll("*", "a");
        if (sample !== undefined && sample !== "")
          paths.push(`/${sample.startsWith(".") ? `crosscheck-page${sample}` : sample.replace(/^\//, "")}`);
      }
      const isOther = key === "virtualhost" && words.join() !== server.addresses.join();
      if (children !== null && !isOther) visit(children);
    }
  };
  visit(site);
  return [...new Set(paths)]
    .filter((path) => /^\/[^\s#?]*$/.test(path) && URL.canParse(`http://x${path}`))
    .slice(0, mostTargets);
}
