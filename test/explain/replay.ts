import type { BrowserEngine } from "../../packages/cors/src/browser/departures.ts";
import { recorders, replayFixes } from "./replay-fixes.ts";
import { scenarios } from "./scenarios.ts";

/** `npm run explain:replay [-- ENGINE…]`: every scenario that a fix mends, its fix applied, in the real browsers. */
const asked = process.argv.slice(2);
const wanted = (Object.keys(recorders) as BrowserEngine[]).filter(
  (engine) => asked.length === 0 || asked.includes(engine),
);
const replayed = await replayFixes(scenarios, wanted);
for (const engine of wanted) {
  const some = replayed.filter((one) => one.engine === engine);
  const failed = some.filter(({ succeeded }) => !succeeded);
  process.stdout.write(`${engine}: ${some.length - failed.length} of ${some.length} fixed calls succeed\n`);
  for (const { id, result } of failed) process.stdout.write(`  ${id}: ${String(result)}\n`);
  if (failed.length > 0) process.exitCode = 1;
}
