import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { getPublicSuffix, parse } from "tldts";
import { expect, test } from "vitest";
import { suffixTable as whole } from "../../packages/cors/src/policy/public-suffix-list.ts";
import { suffixTable as subset } from "../../packages/cors/src/policy/public-suffix-subset.ts";
import { sharedSuffix } from "../../packages/cors/src/policy/shared-suffixes.ts";
import { readSuffixes, type Suffix, type SuffixTable } from "../../packages/cors/src/policy/suffix-table.ts";
import { publicSuffixRules } from "../../scripts/public-suffix-rules.ts";
import { publicSuffixTable } from "../../scripts/public-suffix-table.ts";
import { repository } from "./fresh-clone.ts";

const file = join(repository, "packages/cors/src/policy/public-suffix-list.ts");
const squeezed = (text: string) => text.replace(/\s+/g, " ").trim();

function read(table: SuffixTable): ReadonlyMap<string, Suffix> {
  const suffixes = new Map<string, Suffix>();
  readSuffixes(table.registries, "registry", suffixes);
  readSuffixes(table.hosting, "hosting", suffixes);
  return suffixes;
}

/** In the words of the list: `co.uk`, `*.ck`, `!www.ck`. */
function rulesOf(table: SuffixTable, section: "registry" | "hosting"): readonly string[] {
  const suffixes = new Map<string, Suffix>();
  readSuffixes(section === "registry" ? table.registries : table.hosting, section, suffixes);
  return [...suffixes].map(([name, { kind }]) => (kind === "exception" ? `!${name}` : name)).sort();
}

test("the table is what `npm run suffixes` writes", async () => {
  expect(squeezed(readFileSync(file, "utf8"))).toBe(squeezed(await publicSuffixTable()));
});

test("it has every rule of the list, of both sections, and no other", async () => {
  const { registries, hosting } = await publicSuffixRules("tldts");
  expect(registries.size).toBeGreaterThan(6_000);
  expect(hosting.size).toBeGreaterThan(2_500);
  expect(rulesOf(whole, "registry")).toEqual([...registries].sort());
  expect(rulesOf(whole, "hosting")).toEqual([...hosting].sort());
});

test("it says of every rule, and of what is beside and below it, what tldts says", () => {
  for (const [name] of read(whole)) {
    const host = name.replace("*", "any");
    for (const asked of [host, `www.${host}`]) {
      const { isIcann, isPrivate, publicSuffix } = parse(asked, { allowPrivateDomains: true });
      const suffix = publicSuffix === asked && (isIcann || isPrivate) === true;
      const found = sharedSuffix(asked);
      if (suffix) expect([asked, found?.kind]).toEqual([asked, isIcann ? "registry" : "hosting"]);
      // What is no suffix itself may be above one.
      else expect([asked, found === null || found.kind === "hosting"]).toEqual([asked, true]);
    }
  }
});

test("the subset of other runtimes is a part of the list", () => {
  const list = read(whole);
  const named = [...read(subset)];
  expect(named.length).toBeGreaterThan(400);
  for (const [name, { kind }] of named) {
    const covered = list.get(name)?.kind ?? list.get(`*.${name.split(".").slice(1).join(".")}`)?.kind;
    expect([name, covered]).toEqual([name, kind]);
    if (kind === "registry" && !name.includes("*")) expect(getPublicSuffix(name)).toBe(name);
  }
  expect(subset.complete).toBe(false);
});

test("Node takes the table, at most 48 kB of gzip; other bundles do without it", async () => {
  const bundle = async (conditions: string[]) => {
    const { outputFiles } = await build({
      entryPoints: [join(repository, "packages/cors/dist/index.js")],
      bundle: true,
      minify: true,
      write: false,
      format: "esm",
      platform: "neutral",
      conditions,
    });
    return outputFiles[0]?.text ?? "";
  };
  const [forNode, forOthers] = await Promise.all([bundle(["node"]), bundle([])]);
  expect(forNode).toContain("emergent");
  expect(forOthers).not.toContain("emergent");
  expect(gzipSync(`${whole.registries}${whole.hosting}`).length).toBeLessThanOrEqual(48_000);
  expect(gzipSync(forNode).length - gzipSync(forOthers).length).toBeLessThanOrEqual(48_000);
});
