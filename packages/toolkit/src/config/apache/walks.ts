import { compilePcre } from "../pcre.ts";
import type { Directive } from "./directive.ts";
import { condition } from "./evaluate-expression.ts";
import { matchesGlob } from "./glob.ts";
import { accessFileNames, allowsOverrides } from "./overrides.ts";
import { NotModelled, type RequestState } from "./request-state.ts";
import { isExpressionSection, type Scope, type Section, scopeOf, sectionPath } from "./server-configuration.ts";
import type { World } from "./world.ts";

/**
 * What applies to a request, in the order in which Apache merges it: the server's, folders with their access files,
 * files, locations, conditions.
 *
 * https://httpd.apache.org/docs/2.4/sections.html#merging
 */
export function applyFolders(request: RequestState, world: World): void {
  const { server, filename } = request;
  if (filename === null) return;
  const scopes: Scope[] = [...request.scopes];
  const plain = server.directories.filter(({ directive }) => !isExpressionSection(directive));
  const folders = foldersOf(filename, world);
  for (const folder of folders) {
    for (const { directive, scope } of plain) {
      if (namesFolder(sectionPath(directive), folder)) scopes.push({ ...scope, path: folder });
    }
    const text = allowsOverrides(scopes) ? accessFile(folder, scopes, world) : null;
    if (text !== null) scopes.push(...text);
  }
  for (const { directive, scope } of server.directories) {
    if (isExpressionSection(directive) && matchesSection(directive, filename)) {
      scopes.push({ ...scope, path: folders.at(-1) ?? "/" });
    }
  }
  request.scopes = scopes;
}

/** Every folder on the way to a file that is there: `/`, `/var/`, `/var/www/`. */
function foldersOf(filename: string, world: World): readonly string[] {
  const names = filename.split("/").slice(1);
  const folders = ["/"];
  let path = "/";
  for (const [index, name] of names.entries()) {
    if (name === "") continue;
    path += name;
    const isLast = index === names.length - 1;
    if (world.kindOf(path) !== "directory" && !(world.kindOf(path) === "unknown" && !isLast)) break;
    path += "/";
    folders.push(path);
  }
  return folders;
}

function namesFolder(section: string, folder: string): boolean {
  const wanted = section.endsWith("/") ? section : `${section}/`;
  if (!/[*?[]/.test(wanted)) return wanted === folder;
  return matchesGlob(wanted, folder, { slashIsSpecial: true });
}

function accessFile(folder: string, scopes: readonly Scope[], world: World): readonly Scope[] | null {
  for (const name of accessFileNames(scopes)) {
    const directives = world.accessFile(`${folder}${name}`);
    if (directives !== null) return [scopeOf("htaccess", folder, directives)];
  }
  return null;
}

/** `<Files>`, of the places that apply so far. */
export function applyFiles(request: RequestState): void {
  const name = request.filename?.split("/").at(-1) ?? "";
  if (request.filename === null) return;
  const sections = request.scopes.flatMap((scope) =>
    scope.sections
      .filter(({ directive }) => /^files/.test(directive.key))
      .map((section) => ({ ...section, scope: { ...section.scope, path: scope.path } })),
  );
  const found = sections.filter(({ directive }) =>
    isExpressionSection(directive)
      ? matchesSection(directive, name)
      : matchesGlob(sectionPath(directive), name, { slashIsSpecial: true }),
  );
  request.scopes = [...request.scopes, ...found.map(({ scope }) => scope)];
}

export function applyLocations(request: RequestState): void {
  const found = request.server.locations.filter(({ directive }) => isLocation(directive, request.uri));
  request.scopes = [...request.scopes, ...found.map(({ scope }) => scope)];
}

function isLocation(directive: Directive, uri: string): boolean {
  const path = sectionPath(directive);
  if (isExpressionSection(directive)) return matchesSection(directive, uri);
  if (/[*?[]/.test(path)) return matchesGlob(path, uri, { slashIsSpecial: true });
  return uri.startsWith(path) && (path.endsWith("/") || uri.length === path.length || uri[path.length] === "/");
}

export function applyProxies(request: RequestState, url: string): void {
  const found = request.server.proxies.filter(({ directive }) => {
    const path = sectionPath(directive);
    if (isExpressionSection(directive)) return matchesSection(directive, url);
    return (
      path === "*" || (/[*?[]/.test(path) ? matchesGlob(path, url, { slashIsSpecial: true }) : url.startsWith(path))
    );
  });
  request.scopes = [...request.scopes, ...found.map(({ scope }) => scope)];
}

/** `<If>`, `<ElseIf>` and `<Else>`, in all that applies so far, and then in themselves. */
export function applyConditions(request: RequestState): void {
  let sections: readonly Section[] = request.scopes.flatMap((scope) => conditionsOf(scope));
  const inAccessFile = request.scopes.some(({ kind, sections: own }) => kind === "htaccess" && own.length > 0);
  while (sections.length > 0) {
    const met: Scope[] = [];
    let before = false;
    for (const { directive, scope } of sections) {
      if (directive.key === "if") before = false;
      else if (before) continue;
      const holds =
        directive.key === "else" || condition(directive.words[0] ?? directive.rest, request, directive.place);
      if (holds) met.push(scope);
      before = holds;
    }
    request.scopes = [...request.scopes, ...met];
    sections = met.flatMap(conditionsOf);
    const [nested] = sections;
    if (nested?.scope.kind === "if" && inAccessFile && (request.main !== null || request.previous !== null)) {
      // Measured: lost after DirectoryIndex and ErrorDocument, and not always.
      throw new NotModelled(
        "an <If> within another in an access file, after a redirect inside the server",
        nested.directive.place,
      );
    }
  }
}

function conditionsOf(scope: Scope): readonly Section[] {
  return scope.sections
    .filter(({ directive }) => /^(?:if|elseif|else)$/.test(directive.key))
    .map((section) => ({ ...section, scope: { ...section.scope, path: scope.path } }));
}

function matchesSection(directive: Directive, subject: string): boolean {
  const source = sectionPath(directive);
  const pattern = compilePcre(source);
  if (pattern === null)
    throw new NotModelled(`the regular expression of <${directive.name} ${source}>`, directive.place);
  return pattern.exec(subject) !== null;
}
