import { afterAll, beforeAll, expect, test } from "vitest";
import { catalogue } from "../../packages/toolkit/src/checks/catalogue/index.ts";
import { chromiumPath } from "../page/chromium.ts";
import { requireProgram } from "../requirements.ts";
import { askBrowser } from "./browser-truth.ts";
import { compareWithTruth } from "./compare-with-truth.ts";
import { gainIn } from "./level-in-browser.ts";
import { readTruth } from "./recorded-truth.ts";
import { scanFarm } from "./scan-farm.ts";
import { type Farm, serveFarm } from "./serve-farm.ts";
import { farmSites } from "./sites.ts";
import { triples, withoutTriple } from "./triples.ts";

let farm: Farm;

beforeAll(async () => {
  farm = await serveFarm(farmSites);
});

afterAll(() => farm.close());

test("each name is one site's", () => {
  expect(new Set(farmSites.map(({ id }) => id)).size).toBe(farmSites.length);
  expect(new Set(farmSites.map(({ host }) => host)).size).toBe(farmSites.length);
});

test("every check has a site where it speaks, one with nothing to say, and one that looks like it", () => {
  const told = [...triples.keys(), ...withoutTriple].toSorted();
  expect(told).toEqual(catalogue.map(({ id }) => id).toSorted());
  for (const triple of triples.values()) expect(new Set(Object.values(triple)).size).toBe(3);
});

test("the command line finds every fault, alarms falsely on none, and asks seldom", { timeout: 120_000 }, async () => {
  const figures: string[] = [];
  const reports = await scanFarm(farm, farmSites);
  const faults = compareWithTruth(farmSites, readTruth(), reports, (line) => figures.push(line));
  expect(faults).toEqual([]);
  expect(figures[0]).toMatch(/^(\d+) of \1 found, 0 false alarms/);

  // Of any severity: a line too many is a false alarm, too.
  const speaks = (check: string, id: string): boolean =>
    reports.get(id)?.findings.some((finding) => finding.check === check) ?? false;
  const wrong = [...triples].flatMap(([check, { found, safe, alike }]) => [
    ...(speaks(check, found) ? [] : [`${check} says nothing of ${found}`]),
    ...[safe, alike].filter((id) => !reports.has(id) || speaks(check, id)).map((id) => `${check} speaks of ${id}`),
  ]);
  expect(wrong).toEqual([]);
});

/** Others each week, and the same all week long. */
const week = Math.floor(Date.now() / (7 * 86_400_000));
const told = farmSites.filter(({ level }) => level !== "inconclusive");
const sample = [0, 1].flatMap((index) => told[(week * 31 + index * 67) % told.length] ?? []);

test.runIf(requireProgram(chromiumPath, "chromium"))(
  `a browser still shows what was recorded: ${sample.map(({ id }) => id).join(", ")}`,
  { timeout: 120_000 },
  async () => {
    const truth = await askBrowser(farm, sample);
    for (const site of sample) {
      const shown = truth.sites[site.id];
      const recorded = readTruth().sites[site.id];
      expect(shown).toEqual(recorded);
      if (shown !== undefined && recorded !== undefined) expect(gainIn(site, shown)).toBe(gainIn(site, recorded));
    }
  },
);
