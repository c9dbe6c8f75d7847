import { getHeaderValues, type HeaderList, trimOptionalWhitespace } from "./header-list.ts";

/**
 * The members of `Vary` over all its lines, as written, each once without regard to case.
 *
 * https://www.rfc-editor.org/rfc/rfc9110#section-12.5.5
 */
export function varyMembers(lines: readonly string[]): string[] {
  const members = new Map<string, string>();
  for (const line of lines) {
    for (const element of line.split(",")) {
      const member = trimOptionalWhitespace(element);
      if (member !== "" && !members.has(member.toLowerCase())) members.set(member.toLowerCase(), member);
    }
  }
  return [...members.values()];
}

/** The needed names that are in none of the `Vary` lines. A `*` line covers no name: it stays, and ours are added. */
export function missingVaryMembers(lines: readonly string[], needed: readonly string[]): string[] {
  const present = new Set(varyMembers(lines).map((member) => member.toLowerCase()));
  return needed.filter((name) => !present.has(name.toLowerCase()));
}

/** Whether a stored response is kept apart for different values of a request header: `Vary` names it, or is `*`. */
export function variesOn(list: HeaderList, name: string): boolean {
  const members = varyMembers(getHeaderValues(list, "vary")).map((member) => member.toLowerCase());
  return members.includes("*") || members.includes(name.toLowerCase());
}
