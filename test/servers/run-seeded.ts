/**
 * `npm run test:servers [-- --seed S] [--policies N] [--requests M] [--target NAME]`: generated policies on the real servers,
 * every answer held against `decide`, header by header. Ends with a line a target; exits 1 when one answer differs.
 */
import { parseArgs } from "node:util";
import { definePolicy } from "@crosscheck/cors";
import { policies } from "./policies.ts";
import { requestMatrix } from "./request-matrix.ts";
import { seededPolicies, someRequests } from "./seeded-policies.ts";
import { servePolicies } from "./serve-policies.ts";
import { type Target, targets } from "./targets.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    policies: { type: "string", default: "200" },
    requests: { type: "string", default: "500" },
    target: { type: "string", multiple: true },
  },
});
const [seed, count, requestCount] = [values.seed, values.policies, values.requests].map(Number);
if (![seed, count, requestCount].every((value) => Number.isSafeInteger(value) && Number(value) >= 0)) {
  process.stderr.write("--seed, --policies and --requests take whole numbers.\n");
  process.exit(2);
}
const chosen = targets.filter(({ name }) => values.target === undefined || values.target.includes(name));
if (chosen.length === 0) {
  process.stderr.write(`There is no such target; there are: ${targets.map(({ name }) => name).join(", ")}.\n`);
  process.exit(2);
}

let different = 0;
for (const target of chosen) different += await run(target);
process.exit(different === 0 ? 0 : 1);

/** How many answers differ. */
async function run(target: Target): Promise<number> {
  const servers = await servePolicies(target);
  const lost: Record<string, number> = {};
  let [compared, rejected, differ] = [0, 0, 0];
  const drawn = seededPolicies(seed ?? 1, count ?? 200);
  try {
    for (const { why, document, allowed } of [...policies, ...drawn]) {
      const policy = definePolicy(document);
      const server = await servers.serve(policy);
      try {
        const requests =
          count === 0 ? requestMatrix(allowed) : someRequests({ why, document, allowed }, requestCount ?? 500);
        const comparison = await servers.hold(server, policy, requests);
        compared += comparison.compared;
        rejected += comparison.rejected;
        differ += comparison.mismatches.length;
        for (const [loss, times] of Object.entries(comparison.lost)) lost[loss] = (lost[loss] ?? 0) + times;
        for (const mismatch of comparison.mismatches.slice(0, 5)) {
          process.stdout.write(`${target.name}, ${why}:\n  ${mismatch}\n`);
        }
      } finally {
        await server.stop();
      }
    }
  } finally {
    await servers.stop();
  }
  process.stdout.write(
    `${target.name}: ${policies.length} policies by hand and ${drawn.length} of seed ${seed}, ${compared} requests, ` +
      `${differ} differ from decide; ${rejected} rejected by the server itself; announced losses met: ${JSON.stringify(lost)}\n`,
  );
  return differ;
}
