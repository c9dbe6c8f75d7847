import { runScan, type ScanDependencies } from "../api/scan-service.ts";
import { printable } from "../report/printable.ts";
import { lookedAtScan, scanWithoutAccepted } from "../report/scan-baseline.ts";
import type { ScanReport } from "../report/scan-report.ts";
import { parseTarget } from "../scan/parse-target.ts";
import { openResultStore } from "../store/open-result-store.ts";
import { resultsFile } from "../store/results-file.ts";
import { type BaselineFile, readBaseline, tellStale, writeBaseline } from "./baseline-file.ts";
import type { Io } from "./command.ts";
import { inParallel } from "./in-parallel.ts";
import { type OpenReport, openReports } from "./open-reports.ts";
import { progressLine } from "./progress-line.ts";
import { readIntended } from "./read-intended.ts";
import { readTargetList } from "./read-target-list.ts";
import { scanExitCode } from "./scan-exit-code.ts";
import { parseScanOptions } from "./scan-options.ts";
import { openProofFolder, writeProofs } from "./write-proofs.ts";

export const summary: string = "scan a site: Passed or Failed, and why";

export const help: string = `Usage: crosscheck scan URL… [options]

Asks a site as pages of other websites would, and says whether its Cross-Origin Resource Sharing passed or failed. A bare
domain is tried as https first, and as http only if that connection fails.

Options:
  --list FILE            targets from a file, one a line; - reads standard input
  --no-follow-redirects  judge the first response instead of where redirects lead
  --clear-cache          ignore a stored result (they answer for 10 minutes) and scan now
  --path PATH            a path of the site that is judged as well, as often as you like
  --method METHOD        GET (the default), HEAD, or POST: for your own site, a POST may change something there
  --header "NAME: VALUE" sent along to the target's own origin and no other, as often as you like
  --cookie COOKIE        the same for a session's cookies: "name=value; name=value"
  --allow-private        reach loopback, private addresses and any port: your own machine and network
  --resolver IP          ask this name server instead of the operating system
  --insecure             do not verify certificates
  --deadline TIME        for each scan: 30s (the default), 500ms, 2m
  --concurrency N        scans at once, 4 unless told
  --format FORMAT        text (the default)
                         json       one object, an array for several URLs
                         ndjson     a line each, as they finish
                         sarif      for code scanning
                         junit      for build servers: a case for each test
                         markdown   for a comment on a pull request
                         html       one file that opens offline
  --json                 the same as --format json
  --output FILE          write there instead of standard output
  --report FORMAT=FILE   the same scan in another format as well, as often as you like
  --fail-on SEVERITY     critical, high, medium (the default), low, info; or never
  --policy FILE          compare with what is meant: findings land on the policy's line, and what differs is found
  --environment E        the environment of the policy to apply
  --baseline FILE        leave out what is accepted there
  --write-baseline       accept all that is found now: write it to the file of --baseline
  --poc DIR              for each finding a page that shows it in a browser, and a line of curl: for your own site

Exit codes:
  1  a verdict is failed, or a finding is as severe as --fail-on; never turns this off
  3  otherwise, when a target could not be tested
  2  wrong use
  0  otherwise

Examples:
  crosscheck scan example.com
  crosscheck scan https://example.com/api/ --no-follow-redirects
  crosscheck scan http://localhost:3000/ --allow-private
  crosscheck scan https://example.com/ --path /api/me --cookie "session=…"
  crosscheck scan --list domains.txt --format ndjson --output results.ndjson
  crosscheck scan example.com --report sarif=cors.sarif --report markdown=cors.md
  crosscheck scan https://api.example.com/ --policy crosscheck.policy.yaml --environment production
  crosscheck scan example.com --baseline cors-baseline.json --write-baseline
`;

/** Each rule of a policy may take a whole scan's questions. */
const mostRules = 20;

export async function run(argv: readonly string[], io: Io): Promise<number> {
  const parsed = parseScanOptions(argv);
  if (!parsed.ok) return wrongUse(io, parsed.message);
  const { command } = parsed;
  for (const url of command.urls) {
    const target = parseTarget(url);
    if (!target.ok) return wrongUse(io, `crosscheck scan: ${printable(target.message, 1_000)}`);
  }
  const listed = command.list === null ? [] : await readTargetList(command.list, io.stdin);
  if (typeof listed === "string") return wrongUse(io, `crosscheck scan: ${printable(listed, 1_000)}`);
  const targets = [...command.urls, ...listed];

  const intended = command.policy === null ? null : await readIntended(command.policy, command.environment);
  if (typeof intended === "string") return wrongUse(io, intended);
  const read = command.baseline === null ? null : readBaseline(command.baseline, command.writeBaseline);
  if (typeof read === "string") return wrongUse(io, `crosscheck scan: ${read}`);
  const baseline: BaselineFile | null = read;
  const unusable = command.poc === null ? null : openProofFolder(command.poc);
  if (unusable !== null) return wrongUse(io, `crosscheck scan: ${unusable}`);
  const opened = openReports(command, io, targets.length);
  if (typeof opened === "string") return wrongUse(io, opened);
  const outputs: readonly OpenReport[] = opened;
  const store = openResultStore(resultsFile(io.env), (sentence) => io.stderr.write(`${printable(sentence, 1_000)}\n`));
  const progress = progressLine(io, targets.length);
  const dependencies: ScanDependencies = {
    store,
    client: {
      allowPrivate: command.allowPrivate,
      insecure: command.insecure,
      deadlineMs: command.deadlineMs,
      // Each path that is named may take a whole scan's questions.
      maxRequests: 40 * (1 + command.paths.length + (intended === null ? 0 : mostRules)),
      ...(command.resolver === null ? {} : { resolver: command.resolver }),
    },
    // Who scans a private address is changing it: never an old answer for those.
    ...(command.allowPrivate ? { maxAgeMs: 0 } : {}),
    onProgress: ({ message }) => progress.show(message),
  };
  const { method, paths, headers } = command;
  const special = method !== "GET" || paths.length > 0 || headers.length > 0 || intended !== null;
  const policy = intended === null ? {} : { policy: intended.policy };
  const asking = special ? { asking: { method, paths, headers, ...policy } } : {};
  const places = intended === null ? {} : { placeOf: intended.placeOf };
  const found: ScanReport[] = [];
  const reports: ScanReport[] = [];
  let fault: string | null = null;
  try {
    await inParallel(targets, command.concurrency, async (target, index) => {
      const { followRedirects, clearCache } = command;
      const report = await runScan({ target, followRedirects, clearCache, ...asking, ...places }, dependencies);
      found[index] = report;
      progress.clear();
      // What is accepted just now is known when all is found.
      if (!command.writeBaseline) finished(report, index);
      progress.step(report.verdict === "failed");
    });
    progress.clear();
    if (baseline !== null) fault = settleBaseline(baseline, found);
    for (const { writer } of outputs) writer.end(reports);
    if (command.poc !== null) io.stderr.write(`${writeProofs(command.poc, reports)}\n`);
  } finally {
    progress.clear();
    store.close();
    for (const { close } of outputs) close();
  }
  if (fault !== null) return wrongUse(io, `crosscheck scan: ${fault}`);
  return scanExitCode(reports, command.failOn);

  function finished(report: ScanReport, index: number, accepted = baseline?.accepted ?? []): void {
    const left = scanWithoutAccepted(report, accepted);
    reports[index] = left;
    for (const { writer } of outputs) writer.finished(left, index);
  }

  function settleBaseline(file: BaselineFile, all: readonly ScanReport[]): string | null {
    const looked = all.map(lookedAtScan);
    if (!command.writeBaseline) {
      tellStale(file, looked, io);
      return null;
    }
    const written = writeBaseline(file, looked);
    const accepted = typeof written === "string" ? [] : written.accepted;
    for (const [index, report] of all.entries()) finished(report, index, accepted);
    if (typeof written === "string") return written;
    io.stderr.write(`wrote ${printable(written.file)}\n`);
    return null;
  }
}

function wrongUse(io: Io, sentence: string): number {
  io.stderr.write(`${sentence}\n`);
  return 2;
}
