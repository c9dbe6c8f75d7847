import { closeSync, openSync, writeSync } from "node:fs";
import { runScan, type ScanDependencies } from "../api/scan-service.ts";
import { printJson } from "../report/print-json.ts";
import { printable } from "../report/printable.ts";
import type { ScanReport } from "../report/scan-report.ts";
import { textReport } from "../report/text-report.ts";
import { parseTarget } from "../scan/parse-target.ts";
import { openResultStore } from "../store/open-result-store.ts";
import { resultsFile } from "../store/results-file.ts";
import type { Io } from "./command.ts";
import { inParallel } from "./in-parallel.ts";
import { readTargetList } from "./read-target-list.ts";
import { scanExitCode } from "./scan-exit-code.ts";
import { parseScanOptions, type ScanCommand } from "./scan-options.ts";

export const summary: string = "scan a site: Passed or Failed, and why";

export const help: string = `Usage: crosscheck scan URL… [options]

Asks a site as pages of other websites would, and says whether its Cross-Origin Resource Sharing passed or failed. A bare
domain is tried as https first, and as http only if that connection fails.

Options:
  --list FILE            targets from a file, one a line; - reads standard input
  --no-follow-redirects  judge the first response instead of where redirects lead
  --clear-cache          ignore a stored result (they answer for 10 minutes) and scan now
  --allow-private        reach loopback, private addresses and any port: your own machine and network
  --resolver IP          ask this name server instead of the operating system
  --insecure             do not verify certificates
  --deadline TIME        for each scan: 30s (the default), 500ms, 2m
  --concurrency N        scans at once, 4 unless told
  --format FORMAT        text (the default), json: one object, an array for several; ndjson: a line each as they finish
  --json                 the same as --format json
  --output FILE          write there instead of standard output
  --fail-on SEVERITY     critical, high, medium (the default), low, info; or never

Exit codes:
  1  a verdict is failed, or a finding is as severe as --fail-on; never turns this off
  3  otherwise, when a target could not be tested
  2  wrong use
  0  otherwise

Examples:
  crosscheck scan example.com
  crosscheck scan https://example.com/api/ --no-follow-redirects
  crosscheck scan http://localhost:3000/ --allow-private
  crosscheck scan --list domains.txt --format ndjson --output results.ndjson
`;

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

  const out = openOutput(command, io);
  if (typeof out === "string") return wrongUse(io, out);
  const store = openResultStore(resultsFile(io.env), (sentence) => io.stderr.write(`${printable(sentence, 1_000)}\n`));
  const progress = progressLine(io);
  const dependencies: ScanDependencies = {
    store,
    client: {
      allowPrivate: command.allowPrivate,
      insecure: command.insecure,
      deadlineMs: command.deadlineMs,
      ...(command.resolver === null ? {} : { resolver: command.resolver }),
    },
    // Who scans a private address is changing it: never an old answer for those.
    ...(command.allowPrivate ? { maxAgeMs: 0 } : {}),
    onProgress: ({ message }) => progress.show(message),
  };
  const write = writerOf(command, io, targets.length, out.write);
  const reports: ScanReport[] = [];
  try {
    await inParallel(targets, command.concurrency, async (target, index) => {
      const { followRedirects, clearCache } = command;
      const report = await runScan({ target, followRedirects, clearCache }, dependencies);
      reports[index] = report;
      progress.clear();
      write.finished(report, index);
    });
    write.end(reports);
  } finally {
    progress.clear();
    store.close();
    out.close();
  }
  return scanExitCode(reports, command.failOn);
}

interface Writer {
  finished(report: ScanReport, index: number): void;
  end(reports: readonly ScanReport[]): void;
}

function writerOf({ format, output }: ScanCommand, io: Io, count: number, write: (text: string) => void): Writer {
  if (format === "json") {
    return { finished: () => {}, end: (reports) => write(`${printJson(count === 1 ? reports[0] : reports, 2)}\n`) };
  }
  if (format === "ndjson") return { finished: (report) => write(`${printJson(report)}\n`), end: () => {} };

  const terminal = output === null && io.stdout.isTTY === true;
  const noColor = (io.env.NO_COLOR ?? "") !== "" || io.env.TERM === "dumb";
  const options = { color: terminal && !noColor, width: (terminal ? io.stdout.columns : undefined) ?? 80 };
  // In the order of the targets, each as soon as those before it are there.
  const waiting: ScanReport[] = [];
  let next = 0;
  return {
    finished: (report, index) => {
      waiting[index] = report;
      for (let ready = waiting[next]; ready !== undefined; ready = waiting[++next]) {
        write(`${next === 0 ? "" : "\n\n"}${textReport(ready, options)}`);
      }
    },
    end: (reports) => {
      if (count > 1) write(`\n\n${tally(reports)}\n`);
    },
  };
}

function tally(reports: readonly ScanReport[]): string {
  const count = (verdict: ScanReport["verdict"]): number =>
    reports.filter((report) => report.verdict === verdict).length;
  return `${reports.length} scanned: ${count("passed")} passed, ${count("failed")} failed, ${count("inconclusive")} could not be tested.`;
}

/** Where the result goes; a file is opened before anything is sent, so that no scan is lost to a path that is wrong. */
function openOutput(
  { output }: ScanCommand,
  io: Io,
): { readonly write: (text: string) => void; readonly close: () => void } | string {
  if (output === null) return { write: (text) => io.stdout.write(text), close: () => {} };
  try {
    const file = openSync(output, "w", 0o600);
    return { write: (text) => writeSync(file, text), close: () => closeSync(file) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `crosscheck scan: --output ${printable(JSON.stringify(output))} cannot be written: ${printable(why)}. Name another file.`;
  }
}

/** One line on a terminal that says what is being asked; nothing where standard error is none. */
function progressLine({ stderr }: Io): { readonly show: (message: string) => void; readonly clear: () => void } {
  if (stderr.isTTY !== true) return { show: () => {}, clear: () => {} };
  const width = Math.max(20, (stderr.columns ?? 80) - 1);
  let shown = false;
  return {
    show: (message) => {
      shown = true;
      stderr.write(`\r\u001b[2K${printable(message).slice(0, width)}`);
    },
    clear: () => {
      if (shown) stderr.write("\r\u001b[2K");
      shown = false;
    },
  };
}

function wrongUse(io: Io, sentence: string): number {
  io.stderr.write(`${sentence}\n`);
  return 2;
}
