// `npm run test:service -- --scans 10000 --kills 12`: a service, killed while it works, and what came of its promises.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { killRun } from "./kill-run.ts";

const { values } = parseArgs({
  options: { scans: { type: "string", default: "10000" }, kills: { type: "string", default: "12" } },
});
const folder = mkdtempSync(join(tmpdir(), "crosscheck-kill-"));
const started = performance.now();
try {
  const run = await killRun(folder, Number(values.scans), Number(values.kills), (sentence) =>
    process.stderr.write(`${sentence}\n`),
  );
  const seconds = Math.round((performance.now() - started) / 1_000);
  process.stdout.write(`${JSON.stringify({ ...run, seconds }, null, 2)}\n`);
  const broken = run.lost + run.wrong + run.doubled + run.unfinished + run.storedTwice;
  process.exitCode = broken === 0 && run.kills === Number(values.kills) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
