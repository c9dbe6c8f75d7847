// `node -C @crosscheck/source scripts/crosscheck-from-source.mjs scan …`: the command line without a build, for the action in
// this repository. Needs Node 24 and the runtime dependencies alone.
import { run } from "../packages/toolkit/src/cli/main.ts";

process.exitCode = await run(process.argv.slice(2));
