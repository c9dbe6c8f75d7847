import type { Directive } from "./directive.ts";

/** A directive, and the methods that `<Limit>` or `<LimitExcept>` around it names. */
export interface ScopedDirective extends Directive {
  readonly limit: { readonly methods: readonly string[]; readonly except: boolean } | null;
}

/** What one place says for the requests that it is for. Scopes are merged in order. */
export interface Scope {
  readonly kind: "server" | "directory" | "htaccess" | "location" | "files" | "if" | "proxy";
  /** A folder's with a slash at the end, or a location's path; where per-directory rewriting counts from. */
  readonly path: string;
  readonly directives: readonly ScopedDirective[];
  /** `<Files>` and `<If>` in it. */
  readonly sections: readonly Section[];
}

/** A section that is for some requests. */
export interface Section {
  readonly directive: Directive;
  readonly scope: Scope;
}

/** The main server or a virtual host, with what it takes from the main one. */
export interface Server {
  readonly names: readonly string[];
  readonly aliases: readonly string[];
  readonly addresses: readonly string[];
  readonly documentRoot: string;
  /** Directives outside of every section: the main server's, then its own. */
  readonly scopes: readonly Scope[];
  readonly directories: readonly Section[];
  readonly locations: readonly Section[];
  readonly proxies: readonly Section[];
  readonly isMain: boolean;
}

/** The main server and the virtual hosts, in order. */
export function serversOf(directives: readonly Directive[]): readonly Server[] {
  const main = serverOf(directives, [], null);
  const hosts = directives.filter(({ key }) => key === "virtualhost");
  return [main, ...hosts.map(({ children, words }) => serverOf(children ?? [], words, main))];
}

function serverOf(directives: readonly Directive[], addresses: readonly string[], main: Server | null): Server {
  const wordsOf = (wanted: string): readonly string[] =>
    directives.filter(({ key }) => key === wanted).flatMap(({ words }) => words);
  const scope = scopeOf("server", "", directives);
  const sections = (keys: RegExp, kind: Scope["kind"]): readonly Section[] =>
    directives
      .filter(({ key, children }) => keys.test(key) && children !== null)
      .map((directive) => ({ directive, scope: scopeOf(kind, sectionPath(directive), directive.children ?? []) }));
  const documentRoot = wordsOf("documentroot").at(-1) ?? main?.documentRoot ?? "/usr/local/apache/htdocs";
  return {
    names: wordsOf("servername").slice(-1),
    aliases: wordsOf("serveralias"),
    addresses,
    documentRoot: documentRoot.replace(/(?!^)\/$/, ""),
    scopes: [...(main?.scopes ?? []), scope],
    directories: [...(main?.directories ?? []), ...sections(/^directory(?:match)?$/, "directory")],
    locations: [...(main?.locations ?? []), ...sections(/^location(?:match)?$/, "location")],
    proxies: [...(main?.proxies ?? []), ...sections(/^proxy(?:match)?$/, "proxy")],
    isMain: main === null,
  };
}

/** The argument that says what a section is for; `~` before it makes it a regular expression. */
export function sectionPath({ words }: Directive): string {
  return (words[0] === "~" ? words[1] : words[0]) ?? "";
}

export function isExpressionSection({ key, words }: Directive): boolean {
  return key.endsWith("match") || words[0] === "~";
}

/** The directives of a place and the sections in it. `<Limit>` limits access control alone, so its content stands beside. */
export function scopeOf(kind: Scope["kind"], path: string, directives: readonly Directive[]): Scope {
  const known = scopesOfDirectives.get(directives);
  if (known?.kind === kind && known.path === path) return known;
  const scope = makeScope(kind, path, directives);
  scopesOfDirectives.set(directives, scope);
  return scope;
}

/** An access file is read for every request, and stays one place. */
const scopesOfDirectives = new WeakMap<readonly Directive[], Scope>();

function makeScope(kind: Scope["kind"], path: string, directives: readonly Directive[]): Scope {
  const flat: ScopedDirective[] = [];
  const sections: Section[] = [];
  collect(directives, null);
  return { kind, path, directives: flat, sections };

  function collect(list: readonly Directive[], limit: ScopedDirective["limit"]): void {
    for (const directive of list) {
      const { key, children, words } = directive;
      if (key === "limit" || key === "limitexcept") {
        collect(children ?? [], {
          methods: words.map((method) => method.toUpperCase()),
          except: key === "limitexcept",
        });
      } else if (/^(?:files|filesmatch)$/.test(key)) {
        sections.push({ directive, scope: scopeOf("files", path, children ?? []) });
      } else if (/^(?:if|elseif|else)$/.test(key)) {
        sections.push({ directive, scope: scopeOf("if", path, children ?? []) });
      } else if (!/^(?:virtualhost|directory|directorymatch|location|locationmatch|proxy|proxymatch)$/.test(key)) {
        flat.push({ ...directive, limit });
      }
    }
  }
}

/** The virtual host of a request: by port and address first, then by name; the first of those is for every other name. */
export function chooseServer(servers: readonly Server[], name: string, port: number, address: string): Server {
  const [main, ...hosts] = servers;
  if (main === undefined) throw new RangeError("there is always a main server");
  const onPort = hosts.filter(({ addresses }) =>
    addresses.some((text) => portOf(text) === null || portOf(text) === port),
  );
  const exact = onPort.filter(({ addresses }) => addresses.some((text) => hostOf(text) === address));
  const any = onPort.filter(({ addresses }) =>
    addresses.some((text) => /^(?:\*|_default_|0\.0\.0\.0|\[::\])$/.test(hostOf(text))),
  );
  const candidates = exact.length > 0 ? exact : any.length > 0 ? any : onPort;
  const wanted = name.toLowerCase();
  const named =
    candidates.find(({ names }) => names.some((text) => nameOf(text) === wanted)) ??
    candidates.find(({ aliases }) => aliases.some((text) => matchesAlias(text.toLowerCase(), wanted)));
  return named ?? candidates[0] ?? main;
}

function portOf(address: string): number | null {
  const [, port] = /:(\d+)$/.exec(address) ?? [];
  return port === undefined ? null : Number(port);
}

function hostOf(address: string): string {
  return address.replace(/:(?:\d+|\*)$/, "");
}

/** `ServerName https://host:port`, without scheme and port. */
function nameOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, "")
    .replace(/:\d+$/, "");
}

function matchesAlias(alias: string, name: string): boolean {
  if (!/[*?]/.test(alias)) return alias === name;
  const source = alias
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`).test(name);
}
