// Runs a command line in a process of its own, from source, and says on descriptor 3 how much memory it took at most.
import { readFileSync, writeSync } from "node:fs";
import { run } from "../../packages/toolkit/src/cli/main.ts";

const exitCode = await run(process.argv.slice(2));
const [, kilobytes = "0"] = /^VmHWM:\s+([0-9]+) kB$/m.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
writeSync(3, kilobytes);
process.exitCode = exitCode;
