/**
 * `npm run survey:farm -- --hosts N --seed S`: a farm of loopback sites with known truth, until Ctrl-C. With `--check` it is
 * surveyed, by the options after `--`, and what comes out is held against the truth: exit code 1 when it differs anywhere.
 */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { differencesFromTruth } from "../test/survey/differences-from-truth.ts";
import { expectedTable } from "../test/survey/expected-table.ts";
import { csvRows, ended, startSurvey, survey } from "../test/survey/run-survey.ts";
import { startFarm } from "../test/survey/start-farm.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    check: { type: "boolean", default: false },
    hosts: { type: "string", default: "1000" },
    seed: { type: "string", default: "1" },
    cors: { type: "string", default: "30" },
    output: { type: "string" },
    calm: { type: "boolean", default: false },
  },
});
const hosts = Number(values.hosts);
const seed = Number(values.seed);
if (!Number.isInteger(hosts) || hosts < 1 || hosts > 10_000_000 || !Number.isInteger(seed)) {
  process.stderr.write(
    "survey:farm: --hosts and --seed are whole numbers: npm run survey:farm -- --hosts 1000 --seed 7\n",
  );
  process.exit(2);
}
const folder = values.output ?? mkdtempSync(join(tmpdir(), "crosscheck-farm-"));
const farm = await startFarm({ hosts, seed, corsPerMille: Number(values.cors), calm: values.calm });
const list = join(folder, "sites.txt");
const authority = join(folder, "authority.pem");
writeFileSync(list, farm.list);
writeFileSync(authority, farm.authority);
writeFileSync(join(folder, "truth.json"), `${JSON.stringify(expectedTable(farm.sites), null, 2)}\n`);
if (values.check) {
  process.exitCode = await check();
  await farm.close();
} else {
  process.stdout.write(`${hosts} hosts of seed ${seed}, until Ctrl-C. What is true of them: ${join(folder, "truth.json")}

  NODE_EXTRA_CA_CERTS=${authority} crosscheck survey run --list ${list} \\
    --resolver ${farm.resolver} --allow-private --checks cors --deadline 5s --output ./farm-survey
`);
  process.once("SIGINT", () => void farm.close());
  process.once("SIGTERM", () => void farm.close());
}

async function check(): Promise<number> {
  const output = mkdtempSync(join(folder, "run-"));
  const asks = ["--resolver", farm.resolver, "--allow-private", "--checks", "cors", "--deadline", "5s", ...positionals];
  const run = startSurvey(["run", "--list", list, "--output", output, ...asks], { NODE_EXTRA_CA_CERTS: authority });
  run.stderr?.pipe(process.stderr);
  const { code } = await ended(run);
  const file = join(folder, "sites.csv");
  const exported = await survey("export", output, "--format", "csv", "--output", file);
  if (code !== 0 || exported.code !== 0) return 1;
  const rows = csvRows(file);
  const different = differencesFromTruth(farm.sites, farm.list.trim().split("\n"), rows);
  for (const sentence of different.slice(0, 20)) process.stdout.write(`${sentence}\n`);
  const again = rows.filter(({ attempts }) => attempts === "2");
  const answered = again.filter((row) => row.class === "answered").length;
  process.stdout.write(
    `${rows.length} sites, ${different.length} differences from the truth. ${again.length} were asked again, of which ${answered} answered then.\n`,
  );
  return different.length === 0 ? 0 : 1;
}
