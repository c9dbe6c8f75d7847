import { expandFile } from "./expand-file.ts";
import type { State } from "./state.ts";

export type Tried =
  | { readonly kind: "on" }
  | { readonly kind: "status"; readonly status: number }
  | { readonly kind: "inside"; readonly uri: string }
  | { readonly kind: "named"; readonly name: string };

/** https://nginx.org/en/docs/http/ngx_http_core_module.html#try_files */
export function tryFiles(state: State): Tried {
  // Not inherited: not even by an `if`.
  const directive = state.block.own.get("try_files")?.at(-1);
  if (directive === undefined) return { kind: "on" };
  const files = directive.args.slice(0, -1);
  const fallback = directive.args.at(-1) ?? "";
  for (const file of files) {
    const wantsFolder = file.endsWith("/");
    const { uri, kind } = expandFile(wantsFolder ? file.slice(0, -1) : file, state, directive.place);
    if (kind === (wantsFolder ? "directory" : "file")) {
      state.uri = uri;
      return { kind: "on" };
    }
  }
  if (/^=\d{3}$/.test(fallback)) return { kind: "status", status: Number(fallback.slice(1)) };
  if (fallback.startsWith("@")) return { kind: "named", name: fallback };
  return { kind: "inside", uri: expandFile(fallback, state, directive.place, false).uri };
}
