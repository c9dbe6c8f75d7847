import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { policyLanguage, today } from "../../facts/policy-language.ts";
import * as library from "../../packages/cors/src/index.ts";
import { repository } from "./fresh-clone.ts";

/** Every document of the table; what depends on suffixes that other runtimes do not know is left out. */
const facts = policyLanguage
  .flatMap((sentence) => sentence.facts)
  .filter(({ codes }) => !codes.some((code) => /shared-suffix|registry/.test(code)));

let folder: string;
let bundle: typeof library;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "crosscheck-bundle-"));
  const outfile = join(folder, "bundle.mjs");
  const entryPoints = [join(repository, "packages/cors/dist/index.js")];
  await build({ entryPoints, bundle: true, minify: true, format: "esm", platform: "neutral", outfile });
  bundle = await import(pathToFileURL(outfile).href);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a bundle that is not for Node takes the same documents, and makes the same policies of them", () => {
  expect(facts.length).toBeGreaterThan(140);
  for (const { yaml, environment, running } of facts) {
    const options = {
      ...(environment === undefined ? {} : { environment }),
      ...(running ? {} : { now: new Date(today) }),
    };
    const here = library.parsePolicy(parse(yaml), options);
    const there = bundle.parsePolicy(parse(yaml), options);
    expect([yaml, JSON.stringify(there.policy)]).toEqual([yaml, JSON.stringify(here.policy)]);
    const errors = ({ problems }: typeof here) => problems.some(({ severity }) => severity === "error");
    expect([yaml, errors(there)]).toEqual([yaml, errors(here)]);
  }
});

test("it says of each mistake where and what it is, with the correction of the commonest", () => {
  const sentences = (document: unknown) => bundle.parsePolicy(document).problems.map(bundle.describe);
  expect(sentences({ allowOrigins: ["https://app.example/"] })).toEqual([
    [
      'allowOrigins[0]: "https://app.example/" (origin-pattern-has-path).',
      "Under Node, or by crosscheck check, the same problem comes with its reason.",
      'Write "https://app.example".',
    ].join("\n"),
  ]);
  expect(sentences({ allowOrigins: "*", maxage: 5 })[0]).toContain('Did you mean "maxAge"?');
  expect(sentences({ rules: [{ id: "a", path: "a", allowOrigins: "*" }] })[0]).toContain("path-not-absolute");
});

test("it compares policies, and says the changes in short", () => {
  const none = bundle.definePolicy({ allowOrigins: [] });
  const all = bundle.definePolicy({ allowOrigins: "*" });
  expect(bundle.diff(none, all).map(bundle.describeChange)).toEqual(['On "/*": origins-added ["*"].']);
});
