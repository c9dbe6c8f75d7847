import { createApp } from "../api/create-app.ts";
import { namesFor } from "../api/request-guards.ts";
import type { ScanDependencies } from "../api/scan-service.ts";
import { serveApp } from "../api/serve-app.ts";
import { type RunningDemo, startDemo } from "../demo/start-demo.ts";
import { openResultStore } from "../store/open-result-store.ts";
import type { ResultStore } from "../store/result-store.ts";
import { resultsFile } from "../store/results-file.ts";
import type { Io } from "./command.ts";
import { describeListenError } from "./describe-listen-error.ts";
import { parseOptions } from "./parse-options.ts";
import { parsePort } from "./parse-port.ts";
import { untilInterrupted } from "./until-interrupted.ts";

export const summary: string = "the page and the HTTP API, on 127.0.0.1:8787";

export const help: string = `Usage: crosscheck serve [options]

Serves the scan page and the HTTP API until Ctrl-C. It scans public addresses only; for your own machine and network use
\`crosscheck scan --allow-private\`.

Options:
  --port N      default 8787; 0 takes a free one
  --host NAME   the address to listen on, default 127.0.0.1, which only this machine reaches
  --demo        start the demo sites as well and offer them on the page

Examples:
  crosscheck serve
  crosscheck serve --demo
  crosscheck serve --port 0
`;

/** Where the demo sites of the page start, if the ports are free. */
const firstDemoPort = 8790;

export async function run(argv: readonly string[], io: Io): Promise<number> {
  const options = parseOptions("serve", argv, { port: "value", host: "value", demo: "flag", public: "flag" });
  if (!options.ok) return wrongUse(io, options.message);
  if (options.flags.has("public")) {
    return wrongUse(io, "--public is not there yet: quotas for each visitor and target come first. Serve it without.");
  }
  if (options.positionals.length > 0) {
    return wrongUse(io, `it takes no argument, and "${options.positionals[0]}" was given.`);
  }
  const port = parsePort(options.values.get("port")?.[0] ?? "8787");
  if (typeof port === "string") return wrongUse(io, port);
  const hostname = options.values.get("host")?.[0] ?? "127.0.0.1";

  const interrupted = untilInterrupted();
  const demo = options.flags.has("demo") ? await startDemoSomewhere() : null;
  const store = openResultStore(resultsFile(io.env), (sentence) => io.stderr.write(`${sentence}\n`));
  try {
    const app = createApp({
      scan: dependencies(demo, store),
      demo: demo?.sites ?? [],
      names: namesFor(hostname),
      onError: (error) => io.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : error}\n`),
    });
    const server = await serveApp(app, port, hostname);
    io.stdout.write(`Crosscheck is at ${server.url}\n`);
    if (demo !== null) io.stdout.write(`${demo.sites.length} demo sites from ${demo.sites[0]?.url} on\n`);
    io.stdout.write("Ctrl-C ends it.\n");
    await interrupted.signal;
    await server.close();
    return 0;
  } catch (error) {
    return wrongUse(io, describeListenError(error, "--port"));
  } finally {
    interrupted.dispose();
    await demo?.close();
    store.close();
  }
}

/** The address guard stays on for whatever is typed; exactly the demo's own addresses are let through. */
function dependencies(demo: RunningDemo | null, store: ResultStore): ScanDependencies {
  return { client: { alsoAllowed: new Set(demo?.sites.map(({ hostAndPort }) => hostAndPort)) }, store };
}

async function startDemoSomewhere(): Promise<RunningDemo> {
  try {
    return await startDemo({ port: firstDemoPort });
  } catch {
    return startDemo({ port: 0 });
  }
}

function wrongUse(io: Io, sentence: string): number {
  io.stderr.write(`crosscheck serve: ${sentence}\n`);
  return 2;
}
