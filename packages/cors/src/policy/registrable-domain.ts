import { listedSuffix } from "./shared-suffixes.ts";

/**
 * The registrable domain of a host (`example.co.uk`), by the Public Suffix List as far as this runtime has it; null for a
 * public suffix itself, a single label and an IP address.
 *
 * https://url.spec.whatwg.org/#host-registrable-domain
 */
export function registrableDomain(host: string): string | null {
  if (host.startsWith("[") || /^[0-9.]+$/.test(host)) return null;
  const labels = host.split(".");
  const at = labels.findIndex((_, index) => isSuffix(labels, index));
  // 2. If no rule matches, the prevailing rule is `*`: the last label is a suffix.
  const suffixAt = at === -1 ? labels.length - 1 : at;
  return suffixAt === 0 ? null : labels.slice(suffixAt - 1).join(".");
}

/** https://github.com/publicsuffix/list/wiki/Format#algorithm: an exception rule makes a suffix of what is above it. */
function isSuffix(labels: readonly string[], index: number): boolean {
  const kind = listedSuffix(labels.slice(index).join("."));
  if (kind === "exception") return false;
  return kind === "suffix" || listedSuffix(labels.slice(index - 1).join(".")) === "exception";
}
