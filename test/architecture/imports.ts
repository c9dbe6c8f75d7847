import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

export const repository: string = fileURLToPath(new URL("../..", import.meta.url));

/** One import of one source file, resolved to a room (`cors/http`, `toolkit/checks`), a `node:` module or a package. */
export interface Import {
  readonly file: string;
  readonly from: string;
  readonly specifier: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

/** The room that each public entry of the library opens. */
const doors: Readonly<Record<string, readonly string[]>> = {
  "@crosscheck/cors": ["cors/policy", "cors/server"],
  "#public-suffixes": ["cors/policy"],
  "#for-authors": ["cors/policy"],
  "#warning-sentences": ["cors/adapters"],
  "@crosscheck/cors/http": ["cors/http"],
  "@crosscheck/cors/browser": ["cors/browser"],
  "@crosscheck/cors/node": ["cors/adapters"],
  "@crosscheck/cors/fetch": ["cors/adapters"],
  "@crosscheck/cors/express": ["cors/adapters"],
  "@crosscheck/cors/fastify": ["cors/adapters"],
  "@crosscheck/cors/koa": ["cors/adapters"],
  "@crosscheck/cors/hono": ["cors/adapters"],
  "@crosscheck/cors/h3": ["cors/adapters"],
};

/** Paths of the TypeScript sources of the packages, tests left out, relative to the repository. */
export function sourceFiles(): string[] {
  return readdirSync(join(repository, "packages"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => typescriptBelow(join(repository, "packages", entry.name, "src")))
    .map((file) => relative(repository, file).split(sep).join("/"))
    .filter((file) => !/\.test(?:-d)?\.ts$/.test(file));
}

function typescriptBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return typescriptBelow(path);
    return entry.name.endsWith(".ts") ? [path] : [];
  });
}

/**
 * The imports of a file: static, re-exports, side effects and `import()`, in type positions too. Comments and strings that
 * look like imports are not told apart, which errs towards reporting; but a fenced program in a template is text.
 */
export function importsOf(file: string, text: string = readFileSync(join(repository, file), "utf8")): Import[] {
  const pattern =
    /^[ \t]*(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]*?\sfrom\s+)?"([^"]+)"|(\bimport)\(\s*["'`]([^"'`]+)["'`]\s*\)/gm;
  const imports: Import[] = [];
  // Only inside a template can three backticks have backslashes before them.
  const code = text.replaceAll(/\\`\\`\\`[\s\S]*?\\`\\`\\`/g, "");
  for (const [whole, type, specifier, dynamic, dynamicSpecifier] of code.matchAll(pattern)) {
    const target = specifier ?? dynamicSpecifier;
    if (target === undefined) continue;
    const typeOnly = dynamic === undefined && (type !== undefined || onlyTypes(whole));
    for (const to of roomsOf(file, target, whole))
      imports.push({ file, from: roomOfFile(file), specifier: target, to, typeOnly });
  }
  return imports;
}

/** Whether every name in the braces carries `type`. */
function onlyTypes(statement: string): boolean {
  const names = /\{([^}]*)\}/.exec(statement)?.[1];
  if (names === undefined || /^\s*(?:import|export)\s+\w/.test(statement.replace(/^\s*(import|export)\s+type\b/, "$1")))
    return false;
  const listed = names
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  return listed.length > 0 && listed.every((name) => name.startsWith("type "));
}

function roomsOf(file: string, specifier: string, statement: string): readonly string[] {
  if (specifier.startsWith(".")) {
    const path = relative(repository, resolve(repository, dirname(file), specifier))
      .split(sep)
      .join("/");
    return [roomOfFile(path)];
  }
  if (specifier === "@crosscheck/cors") return roomsBehindDoor(statement);
  // The toolkit's doors are its rooms: `crosscheck/scan/scan` is in `toolkit/scan`.
  const room = /^crosscheck\/(\w[\w-]*)\//.exec(specifier)?.[1];
  if (room !== undefined) return [`toolkit/${room}`];
  return doors[specifier] ?? [specifier];
}

/** The library's door opens two rooms: each name it exports is in one of them. Both, when the names are not known. */
function roomsBehindDoor(statement: string): readonly string[] {
  const door = readFileSync(join(repository, "packages/cors/src/index.ts"), "utf8");
  const rooms = new Map<string, string>();
  for (const [, names = "", room = ""] of door.matchAll(/^export (?:type )?\{([^}]*)\} from "\.\/(\w+)\//gm)) {
    for (const name of namesIn(names)) rooms.set(name, `cors/${room}`);
  }
  const imported = namesIn(/\{([^}]*)\}/.exec(statement)?.[1] ?? "");
  const found = imported.map((name) => rooms.get(name));
  const known = imported.length > 0 && found.every((room) => room !== undefined);
  return known ? [...new Set(found as string[])] : (doors["@crosscheck/cors"] ?? []);
}

/** `type A, b as c` has the names A and b. */
function namesIn(list: string): string[] {
  return list
    .split(",")
    .map((name) =>
      name
        .replace(/^\s*type\s+/, "")
        .replace(/\s+as\s.*$/s, "")
        .trim(),
    )
    .filter((name) => name !== "");
}

/** `packages/toolkit/src/checks/check.ts` is in room `toolkit/checks`; a file at a package's door is in `toolkit`. */
function roomOfFile(file: string): string {
  const [, name, , room, rest] = file.split("/");
  if (!file.startsWith("packages/")) return file;
  return rest === undefined ? `${name}` : `${name}/${room}`;
}
