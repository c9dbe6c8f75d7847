import { afterAll, beforeAll, expect, test } from "vitest";
import { chromiumPath } from "../page/chromium.ts";
import { requireProgram } from "../requirements.ts";
import { askBrowser } from "./browser-truth.ts";
import { compareWithTruth } from "./compare-with-truth.ts";
import { gainIn } from "./level-in-browser.ts";
import { readTruth } from "./recorded-truth.ts";
import { scanFarm } from "./scan-farm.ts";
import { type Farm, serveFarm } from "./serve-farm.ts";
import { farmSites } from "./sites.ts";

let farm: Farm;

beforeAll(async () => {
  farm = await serveFarm(farmSites);
});

afterAll(() => farm.close());

test("every check of a fault that attackers gain by has a site, and each name is one site's", () => {
  expect(new Set(farmSites.map(({ id }) => id)).size).toBe(farmSites.length);
  expect(new Set(farmSites.map(({ host }) => host)).size).toBe(farmSites.length);
});

test("the command line finds every fault, alarms falsely on none, and asks seldom", { timeout: 120_000 }, async () => {
  const figures: string[] = [];
  const reports = await scanFarm(farm, farmSites);
  const faults = compareWithTruth(farmSites, readTruth(), reports, (line) => figures.push(line));
  expect(faults).toEqual([]);
  expect(figures[0]).toMatch(/^(\d+) of \1 found, 0 false alarms/);
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
