// One process for one archive: what it takes is told when it is done, as one line of JSON on standard error.
import { run } from "../packages/toolkit/src/cli/main.ts";

const code = await run(["explain", "--har", process.argv[2] ?? "", "--json"]);
const { user, system } = process.cpuUsage();
process.stderr.write(
  `${JSON.stringify({ code, milliseconds: (user + system) / 1_000, megabytes: process.resourceUsage().maxRSS / 1_024 })}\n`,
);
