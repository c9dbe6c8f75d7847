import { demoSites } from "../demo/sites.ts";
import { type RunningSite, startDemo } from "../demo/start-demo.ts";
import type { Io } from "./command.ts";
import { describeListenError } from "./describe-listen-error.ts";
import { parseOptions } from "./parse-options.ts";
import { parsePort } from "./parse-port.ts";
import { untilInterrupted } from "./until-interrupted.ts";

export const summary: string = "loopback sites, safe and broken, to try it on";

export const help: string = `Usage: crosscheck demo [options]

Starts small sites on this machine's loopback address, each with one way to do CORS, right or wrong, and says what a scan of
each should find. They run until Ctrl-C.

Options:
  --port N   the first of ${demoSites.length} consecutive ports (default 8790); 0 takes free ones
  --json     print one line of JSON once every site listens

Examples:
  crosscheck demo
  crosscheck scan http://127.0.0.1:8790/ --allow-private     in another terminal
  crosscheck demo --port 0 --json
`;

export async function run(argv: readonly string[], io: Io): Promise<number> {
  const options = parseOptions("demo", argv, { port: "value", json: "flag" });
  if (!options.ok) return wrongUse(io, options.message);
  if (options.positionals.length > 0) {
    return wrongUse(io, `crosscheck demo: it takes no argument, and "${options.positionals[0]}" was given.`);
  }
  const port = parsePort(options.values.get("port")?.[0] ?? "8790");
  if (typeof port === "string") return wrongUse(io, `crosscheck demo: ${port}`);
  if (port > 65_536 - demoSites.length) {
    return wrongUse(
      io,
      `crosscheck demo: ${demoSites.length} consecutive ports from ${port} on go past 65535. Start lower.`,
    );
  }

  const interrupted = untilInterrupted();
  try {
    const demo = await startDemo({ port });
    io.stdout.write(
      options.flags.has("json") ? `${JSON.stringify({ sites: demo.sites.map(listed) })}\n` : table(demo.sites),
    );
    await interrupted.signal;
    await demo.close();
    return 0;
  } catch (error) {
    return wrongUse(io, `crosscheck demo: ${describeListenError(error, "--port")}`);
  } finally {
    interrupted.dispose();
  }
}

/** A site as `--json` prints it. */
function listed({ id, url, verdict, cause, checks, title, description }: RunningSite): object {
  return { id, url, verdict, ...(cause === undefined ? {} : { cause }), checks, title, description };
}

function table(sites: readonly RunningSite[]): string {
  const rows = sites.map(({ url, verdict, cause, title }) => {
    const declared = verdict === "passed" ? "Passed" : `Failed (${cause})`;
    return `  ${url.padEnd(24)}  ${declared.padEnd(15)}  ${title}`;
  });
  return [
    `${sites.length} demo sites on this machine:`,
    "",
    `  ${"address".padEnd(24)}  ${"a scan says".padEnd(15)}  what it is`,
    ...rows,
    "",
    "Scan one in another terminal:",
    "",
    `  crosscheck scan ${sites[0]?.url} --allow-private`,
    "",
    "Ctrl-C ends them.",
    "",
  ].join("\n");
}

function wrongUse(io: Io, sentence: string): number {
  io.stderr.write(`${sentence}\n`);
  return 2;
}
