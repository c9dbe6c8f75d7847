import type { Scope } from "./server-configuration.ts";

/** Whether access files count where these scopes apply. From 2.3.9 they do not, unless something says so. */
export function allowsOverrides(scopes: readonly Scope[]): boolean {
  const override = lastOf(scopes, "allowoverride");
  const list = lastOf(scopes, "allowoverridelist");
  const says = (words: readonly string[] | null): boolean =>
    words?.some((word) => word.toLowerCase() !== "none") ?? false;
  return says(override) || says(list);
}

export function accessFileNames(scopes: readonly Scope[]): readonly string[] {
  return lastOf(scopes, "accessfilename") ?? [".htaccess"];
}

function lastOf(scopes: readonly Scope[], wanted: string): readonly string[] | null {
  for (const scope of scopes.toReversed()) {
    const found = scope.directives.findLast(({ key }) => key === wanted);
    if (found !== undefined) return found.words;
  }
  return null;
}
