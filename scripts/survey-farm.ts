/** `npm run survey:farm -- --hosts N --seed S`: a farm of loopback sites with known truth, until Ctrl-C. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { expectedTable } from "../test/survey/expected-table.ts";
import { startFarm } from "../test/survey/start-farm.ts";

const { values } = parseArgs({
  options: {
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
process.stdout.write(`${hosts} hosts of seed ${seed}, until Ctrl-C. What is true of them: ${join(folder, "truth.json")}

  NODE_EXTRA_CA_CERTS=${authority} crosscheck survey run --list ${list} \\
    --resolver ${farm.resolver} --allow-private --checks cors --deadline 5s --output ./farm-survey
`);
process.once("SIGINT", () => void farm.close());
process.once("SIGTERM", () => void farm.close());
