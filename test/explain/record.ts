import { mkdirSync } from "node:fs";
import type { BrowserEngine } from "../../packages/cors/src/browser/departures.ts";
import { isShown, type RecordedScenario, writeRecording } from "./recording.ts";
import { recorders } from "./replay-fixes.ts";
import { startScenarioServer } from "./scenario-server.ts";
import { scenarios } from "./scenarios.ts";

/** `npm run explain:record [-- ENGINE…]`: every scenario in the real browsers, what they showed kept for the tests. */
const asked = process.argv.slice(2);
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
    for (const scenario of scenarios) {
      const result = await server.run(scenario);
      const { har, console } = await browser.take();
      const { id, set, cause } = scenario;
      if (isShown({ cause, result })) records.push({ id, set, cause, result, console, har });
    }
    writeRecording({ engine, version: browser.version, records });
    process.stdout.write(`${engine} ${browser.version}: ${records.length} of ${scenarios.length} scenarios shown\n`);
  } finally {
    await browser.close();
    await server.close();
  }
}
