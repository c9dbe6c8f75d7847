import { suffixTable } from "#public-suffixes";
import { platforms } from "./platform-suffixes.ts";
import { readSuffixes, type Suffix } from "./suffix-table.ts";

/** Suffixes by name, and `parent` for what is above one: `*.amazonaws.com` covers every name under `s3.amazonaws.com`. */
interface Suffixes {
  /** Those that are not in the Public Suffix List. */
  readonly unlisted: ReadonlySet<string>;
  readonly byName: ReadonlyMap<string, Suffix>;
  /** Whether all that is known below was newly listed. */
  readonly parents: ReadonlyMap<string, { readonly newlyListed: boolean }>;
}

let read: Suffixes | undefined;

/** Reads the table once, when the first `*.` pattern is compiled. */
function suffixes(): Suffixes {
  if (read !== undefined) return read;
  const byName = new Map<string, Suffix>();
  readSuffixes(suffixTable.registries, "registry", byName);
  readSuffixes(suffixTable.hosting, "hosting", byName);
  const listed = byName.size;
  readSuffixes(platforms, "hosting", byName);
  const unlisted = new Set([...byName.keys()].slice(listed));

  const parents = new Map<string, { readonly newlyListed: boolean }>();
  for (const [name, { kind, newlyListed }] of byName) {
    if (kind === "exception") continue;
    for (let dot = name.indexOf("."); dot !== -1; dot = name.indexOf(".", dot + 1)) {
      const parent = name.slice(dot + 1);
      parents.set(parent, { newlyListed: newlyListed && parents.get(parent)?.newlyListed !== false });
    }
  }
  read = { byName, parents, unlisted };
  return read;
}

/** Who can have a name below a host. */
export interface SharedSuffix {
  /** Anyone at a registry, or anyone at a hosting platform. */
  readonly kind: "registry" | "hosting";
  /** Whether the list has it since less than a year: whoever wrote a policy before could not know. */
  readonly newlyListed: boolean;
}

/**
 * Who can have a name below this host, beside its owner; null as far as the table knows that nobody can. An unknown single
 * label (`internal`) is not a suffix.
 *
 * https://github.com/publicsuffix/list/wiki/Format#algorithm
 */
export function sharedSuffix(host: string): SharedSuffix | null {
  const { byName, parents } = suffixes();
  const rule = byName.get(host) ?? byName.get(`*${host.slice(host.indexOf("."))}`);
  if (rule !== undefined && rule.kind !== "exception" && !host.startsWith("*")) {
    return { kind: rule.kind, newlyListed: rule.newlyListed };
  }
  // https://www.iso.org/iso-3166-country-codes.html: a label of two letters is a country's, or will be.
  if (!suffixTable.complete && /^[a-z]{2}$/.test(host)) return { kind: "registry", newlyListed: false };
  const parent = parents.get(host);
  return parent === undefined ? null : { kind: "hosting", newlyListed: parent.newlyListed };
}

/** What the Public Suffix List says of this very name: a rule, an exception to one, or nothing. */
export function listedSuffix(host: string): "suffix" | "exception" | null {
  const { byName, unlisted } = suffixes();
  const exact = byName.get(host);
  if (exact !== undefined && !unlisted.has(host)) return exact.kind === "exception" ? "exception" : "suffix";
  const dot = host.indexOf(".");
  return dot !== -1 && byName.has(`*${host.slice(dot)}`) ? "suffix" : null;
}
