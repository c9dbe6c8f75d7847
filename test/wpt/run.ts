/**
 * Runs Web Platform Tests, unmodified, on the page of `@crosscheck/cors/test`: `npm run test:wpt -- --wpt DIR [PATH …]`.
 * DIR is a checkout of web-platform-tests/wpt; its own server answers, on loopback. Needs Python.
 */
import { parseArgs } from "node:util";
import { runTestFile } from "./run-test-file.ts";
import { startServer } from "./start-server.ts";
import { testFiles } from "./test-files.ts";

const folders = ["fetch/api/cors", "fetch/api/redirect", "fetch/api/credentials", "cors"];

const { values, positionals } = parseArgs({
  options: { wpt: { type: "string" }, verbose: { type: "boolean" } },
  allowPositionals: true,
});
if (values.wpt === undefined) {
  process.stderr.write("Which tests? Name a checkout of web-platform-tests/wpt: npm run test:wpt -- --wpt DIR\n");
  process.exit(2);
}

const server = await startServer(values.wpt);
// What a test's own listener throws is the test's: the run goes on.
process.on("uncaughtException", (error) => process.stderr.write(`    uncaught: ${error}\n`));
let passed = 0;
let failed = 0;
try {
  for (const file of testFiles(values.wpt, positionals.length > 0 ? positionals : folders)) {
    const { results, notRun } = await runTestFile(server, file);
    const good = results.filter(({ status }) => status === "PASS").length;
    passed += good;
    failed += results.length - good;
    const count = notRun === null ? `${good}/${results.length}` : `not run: ${notRun}`;
    process.stdout.write(`${count.padEnd(10)} ${file}\n`);
    for (const { name, status, message } of results) {
      if (status !== "PASS" || values.verbose) process.stdout.write(`    ${status} ${name} ${message ?? ""}\n`);
    }
  }
} finally {
  await server.stop();
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
