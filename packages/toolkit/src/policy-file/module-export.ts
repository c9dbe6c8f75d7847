import type { FileProblem } from "./located-problem.ts";

/** The value that a module is there for, or why there is none. */
export type ModuleExport =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problem: FileProblem };

/** The default export; or the one of that name; or the only one there is. CommonJS's `module.exports` is a default export. */
export function moduleExport(exports: Readonly<Record<string, unknown>>, name: string, what: string): ModuleExport {
  const names = Object.keys(exports).filter((key) => key !== "module.exports" && key !== "__esModule");
  const only = names.length === 1 ? names[0] : undefined;
  const found = ["default", name, only].find((key) => key !== undefined && Object.hasOwn(exports, key));
  const value = found === undefined ? undefined : unwrap(exports[found]);
  if (value !== undefined && value !== null) return { ok: true, value };
  const there =
    names.length === 0
      ? "The module exports nothing."
      : found !== undefined
        ? `The module's export "${found}" is ${value === null ? "null" : "undefined"}.`
        : `The module exports ${names.slice(0, 10).join(", ")}: none of them is the default or "${name}".`;
  const message = `${there}\nSo there is no ${what} in it.\nExport it: export default { … }.`;
  return { ok: false, problem: { code: "module-no-export", message } };
}

/** What TypeScript's translation to CommonJS makes of a default export. */
function unwrap(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, "__esModule")) return value;
  return "default" in value ? value.default : value;
}
