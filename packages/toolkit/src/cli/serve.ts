import { optOutFile } from "../api/opt-out-file.ts";
import { nobodyOptedOut } from "../api/opt-out-list.ts";
import { namesFor } from "../api/request-guards.ts";
import { jsonLog, type ServiceLog } from "../api/service-log.ts";
import { type PublicService, startService } from "../api/start-service.ts";
import { type RunningDemo, startDemo } from "../demo/start-demo.ts";
import { openResultStore } from "../store/open-result-store.ts";
import { resultsFile, scansFile } from "../store/results-file.ts";
import type { Io } from "./command.ts";
import { describeListenError } from "./describe-listen-error.ts";
import { keepScans } from "./keep-scans.ts";
import { parseServeOptions, type ServeOptions } from "./serve-options.ts";
import { untilInterrupted } from "./until-interrupted.ts";

export const summary: string = "the page and the HTTP API, on 127.0.0.1:8787";

export const help: string = `Usage: crosscheck serve [options]

Serves the scan page and the HTTP API until Ctrl-C. It scans public addresses only; for your own machine and network use
\`crosscheck scan --allow-private\`.

Options:
  --port N             default 8787; 0 takes a free one
  --host NAME          the address to listen on, default 127.0.0.1, which only this machine reaches
  --demo               start the demo sites as well and offer them on the page

For others to use (docs/service.md):
  --public             with quotas, an opt-out list, and a log in JSON on stderr
  --public-url URL     where visitors find it: its name, and what the scanner calls itself by
  --contact ADDRESS    where owners of scanned sites write to
  --opt-out FILE       sites that are not scanned: a name, address or network a line; read again when it changes
  --trusted-proxy A    an address or network whose X-Forwarded-For is believed; may be repeated
  --quota LIST         how many an hour, default requester=30,host=12,address=120,text=300
  --concurrency N      scans at once, default 8
  --queue N            scans that wait, default 200
  --grace TIME         what scans under way have to finish when it ends, default 10s; the others begin again at the next start

Examples:
  crosscheck serve
  crosscheck serve --demo
  crosscheck serve --public --public-url https://cors.example.org --contact cors@example.org --trusted-proxy 127.0.0.1
`;

/** Where the demo sites of the page start, if the ports are free. */
const firstDemoPort = 8790;

export async function run(argv: readonly string[], io: Io): Promise<number> {
  const options = parseServeOptions(argv);
  if (!("port" in options)) return wrongUse(io, options);
  const log = options.public === null ? undefined : jsonLog((line) => io.stderr.write(line));
  const warn = (sentence: string): void => {
    if (log === undefined) io.stderr.write(`${sentence}\n`);
    else log("warning", { message: sentence });
  };
  const service = readPublicService(options, warn);
  if (typeof service === "string") return wrongUse(io, [service]);

  const interrupted = untilInterrupted();
  const demo = options.demo ? await startDemoSomewhere() : null;
  const results = openResultStore(resultsFile(io.env), warn);
  const scans = keepScans(scansFile(io.env), service !== null, warn);
  try {
    if (typeof scans === "string") return wrongUse(io, [scans]);
    const running = await startService({
      port: options.port,
      hostname: options.hostname,
      names: namesOf(options),
      ownSites: demo?.sites.map(({ hostAndPort }) => hostAndPort) ?? [],
      demo: demo?.sites ?? [],
      results,
      scans: scans.store,
      public: service,
      onError: errorWriter(io, log),
      ...(log === undefined ? {} : { log }),
    });
    io.stdout.write(`Crosscheck is at ${options.public?.url?.href ?? running.url}\n`);
    if (demo !== null) io.stdout.write(`${demo.sites.length} demo sites from ${demo.sites[0]?.url} on\n`);
    io.stdout.write("Ctrl-C ends it.\n");
    await interrupted.signal;
    await running.close(options.public?.grace ?? 0);
    return 0;
  } catch (error) {
    return wrongUse(io, [describeListenError(error, "--port")]);
  } finally {
    interrupted.dispose();
    await demo?.close();
    results.close();
    if (typeof scans !== "string") scans.release();
  }
}

/** What a public service needs, its opt-out list read; null for another one; a sentence when the list cannot be read. */
function readPublicService(
  { public: options }: ServeOptions,
  warn: (sentence: string) => void,
): PublicService | null | string {
  if (options === null) return null;
  if (options.url === null) {
    warn(
      "Without --public-url this server cannot say in its User-Agent where it is: owners of scanned sites want to know.",
    );
  }
  if (options.contact === null) {
    warn("Without --contact its page /scanner has no address to write to: owners of scanned sites need one.");
  }
  try {
    return { ...options, optOut: options.optOut === null ? () => nobodyOptedOut : optOutFile(options.optOut, warn) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `the opt-out list cannot be read. ${why}`;
  }
}

/** On this machine alone, its own names; for others, the name it is found by. */
function namesOf({ hostname, public: service }: ServeOptions): ReadonlySet<string> | null {
  const own = namesFor(hostname);
  return service === null || service.url === null ? own : new Set([service.url.hostname, ...(own ?? [])]);
}

function errorWriter(io: Io, log: ServiceLog | undefined): (error: unknown) => void {
  return (error) => {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    if (log === undefined) io.stderr.write(`${what}\n`);
    else log("error", { message: what });
  };
}

async function startDemoSomewhere(): Promise<RunningDemo> {
  try {
    return await startDemo({ port: firstDemoPort });
  } catch {
    return startDemo({ port: 0 });
  }
}

function wrongUse(io: Io, sentences: readonly string[]): number {
  for (const sentence of sentences) io.stderr.write(`crosscheck serve: ${sentence}\n`);
  return 2;
}
