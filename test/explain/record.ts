import { mkdirSync } from "node:fs";
import type { BrowserEngine } from "../../packages/cors/src/browser/departures.ts";
import { isShown, type RecordedScenario, readRecording, writeRecording } from "./recording.ts";
import { recorders } from "./replay-fixes.ts";
import { startScenarioServer } from "./scenario-server.ts";
import { scenarios } from "./scenarios.ts";

/**
 * `npm run explain:record [-- ENGINE… SET…]`: every scenario in the real browsers, or those of a set, what they showed kept
 * for the tests.
 */
const asked = process.argv.slice(2).filter((word) => Object.keys(recorders).includes(word));
const sets = process.argv.slice(2).filter((word) => !asked.includes(word));
const shown = scenarios.filter(({ set }) => sets.length === 0 || sets.includes(set));
const wanted = (Object.keys(recorders) as BrowserEngine[]).filter(
  (engine) => asked.length === 0 || asked.includes(engine),
);
mkdirSync(new URL("recorded/", import.meta.url), { recursive: true });
for (const engine of wanted) {
  const server = await startScenarioServer();
  const browser = await recorders[engine]();
  try {
    await browser.open(server.runner);
    await browser.take();
    const records: RecordedScenario[] = [];
    for (const scenario of shown) {
      const result = await server.run(scenario);
      const { har, console } = await browser.take();
      const { id, set, cause, shows } = scenario;
      const record = { id, set, cause, result, console, har };
      if (isShown({ cause, result })) records.push(shows === undefined ? record : { ...record, shows });
    }
    const kept = sets.length === 0 ? [] : readRecording(engine).records.filter(({ set }) => !sets.includes(set));
    writeRecording({ engine, version: browser.version, records: [...kept, ...records] });
    process.stdout.write(`${engine} ${browser.version}: ${records.length} of ${shown.length} scenarios shown\n`);
  } finally {
    await browser.close();
    await server.close();
  }
}
