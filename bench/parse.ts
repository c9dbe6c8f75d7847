import { parsePolicy } from "@crosscheck/cors";
import { listedOrigins } from "./decide.ts";

const mostMilliseconds = 300;
const mostMegabytes = 60;

/** A policy of 100,000 origins: the CPU it takes to parse, cold and warm, and the memory that the policy keeps. */
export function parseBench(): readonly string[] {
  const document = { allowOrigins: listedOrigins(100_000), allowCredentials: true, allowMethods: ["PUT"] };
  process.stdout.write("\nparsePolicy of 100,000 origins\n");
  const missed: string[] = [];
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const kept = [];
  for (const what of ["cold", "warm", "warmer"]) {
    const start = process.cpuUsage();
    kept.push(parsePolicy(document).policy);
    const { user, system } = process.cpuUsage(start);
    const milliseconds = (user + system) / 1_000;
    const held = milliseconds <= mostMilliseconds;
    if (!held && what !== "cold")
      missed.push(`parsePolicy, ${what}: ${milliseconds.toFixed(0)} ms, at most ${mostMilliseconds}`);
    process.stdout.write(`  ${what.padEnd(52)}${milliseconds.toFixed(0).padStart(12)} ms of CPU\n`);
  }
  globalThis.gc?.();
  const megabytes = (process.memoryUsage().heapUsed - before) / kept.length / 2 ** 20;
  if (megabytes > mostMegabytes) missed.push(`parsePolicy keeps ${megabytes.toFixed(0)} MB, at most ${mostMegabytes}`);
  process.stdout.write(`  ${"kept by the policy".padEnd(52)}${megabytes.toFixed(1).padStart(12)} MB\n`);
  return missed;
}
