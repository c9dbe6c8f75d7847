// `npm run compare`: asks every library about every class of breakage, prints the table, and keeps it in docs/.
import { writeFileSync } from "node:fs";
import { compareLibraries } from "../test/peers/compare.ts";
import { compareDecisions } from "../test/peers/compare-decisions.ts";
import { comparedPage } from "../test/peers/compared-page.ts";

const rows = await compareLibraries();
const page = comparedPage(rows, await compareDecisions());
writeFileSync(new URL("../docs/libraries.md", import.meta.url), page);
process.stdout.write(page);
const wrong = rows.filter(({ answers }) => answers.get("crosscheck") !== true);
for (const { breakage } of wrong) process.stderr.write(`@crosscheck/cors is wrong: ${breakage.right}\n`);
process.exitCode = wrong.length > 0 ? 1 : 0;
