// `npm run test:farm`: scans the whole farm and holds each result to what attackers got in a real browser. With --record,
// the browser is asked first, and its answers are written down; with --record-new, about those sites alone that it was not
// asked about before.
import { writeFileSync } from "node:fs";
import { askBrowser } from "./browser-truth.ts";
import { compareWithTruth } from "./compare-with-truth.ts";
import { readTruth, truthFile } from "./recorded-truth.ts";
import { scanFarm } from "./scan-farm.ts";
import { serveFarm } from "./serve-farm.ts";
import { farmSites } from "./sites.ts";

const recordsNew = process.argv.includes("--record-new");
const record = recordsNew || process.argv.includes("--record");
const before = recordsNew ? readTruth().sites : {};
const told = farmSites.filter(({ level }) => level !== "inconclusive");
const asked = told.filter(({ id }) => before[id] === undefined);
const farm = await serveFarm(farmSites);
let faults: readonly string[];
try {
  if (record) {
    const shown = await askBrowser(farm, asked, progress());
    const sites = told.map(({ id }) => [id, shown.sites[id] ?? before[id]]);
    const truth = { browser: shown.browser, sites: Object.fromEntries(sites) };
    writeFileSync(truthFile, `${JSON.stringify(truth, null, 2)}\n`);
    process.stdout.write(
      `${truth.browser}: ${asked.length} sites asked, with third-party cookies allowed and blocked\n`,
    );
  }
  const truth = readTruth();
  const results = await scanFarm(farm, farmSites);
  faults = compareWithTruth(farmSites, truth, results, (line) => process.stdout.write(`${line}\n`));
} finally {
  await farm.close();
}
for (const fault of faults) process.stdout.write(`${fault}\n`);
process.exitCode = faults.length === 0 ? 0 : 1;

/** A dot for a hundred attackers' pages: it takes minutes. */
function progress(): () => void {
  let pages = 0;
  return () => {
    pages++;
    if (pages % 100 === 0) process.stderr.write(".");
  };
}
