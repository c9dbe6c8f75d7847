/** What a condition on the configuration itself may look at. */
export interface StaticWorld {
  readonly defines: ReadonlyMap<string, string>;
  /** Null: not known, as in a part of a configuration; then every module counts as loaded. */
  readonly modules: ReadonlySet<string> | null;
  readonly version: readonly number[];
}

/** Modules that are in the server itself in Debian's and most other builds. */
const builtIn = new Set([
  "core_module",
  "so_module",
  "http_module",
  "log_config_module",
  "unixd_module",
  "version_module",
  "logio_module",
  "watchdog_module",
  "mpm_event_module",
]);

/** Whether `<IfModule>` and its kind hold; null for a section that is none of them. */
export function isTrue(key: string, words: readonly string[], world: StaticWorld): boolean | null {
  const [first = "", second] = words;
  const negated = first.startsWith("!");
  const name = negated ? first.slice(1) : first;
  switch (key) {
    case "ifmodule":
      return isLoaded(name, world.modules) !== negated;
    case "ifdefine":
      return world.defines.has(name) !== negated;
    case "ifversion":
      return second === undefined
        ? compareVersion(name, "=", world.version) !== negated
        : compareVersion(second, name, world.version) !== negated;
    // Every directive of the real server is taken to be there.
    case "ifdirective":
    case "ifsection":
      return !negated;
    default:
      return null;
  }
}

function isLoaded(name: string, modules: ReadonlySet<string> | null): boolean {
  if (modules === null) return true;
  const identifier = moduleIdentifier(name);
  return modules.has(identifier) || builtIn.has(identifier);
}

/** `mod_headers.c` and `headers_module` are one. */
function moduleIdentifier(name: string): string {
  const [, base] = /^(?:mod_)?(.+)\.c$/.exec(name) ?? [];
  return base === undefined ? name : `${base}_module`;
}

function compareVersion(text: string, operator: string, version: readonly number[]): boolean {
  if (/^!?[=~]?~$/.test(operator) || text.startsWith("/")) return true;
  const wanted = text.split(".").map(Number);
  let order = 0;
  for (let index = 0; index < 3 && order === 0; index++) order = (version[index] ?? 0) - (wanted[index] ?? 0);
  switch (operator.replace(/^!/, "")) {
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    default:
      return order === 0;
  }
}
