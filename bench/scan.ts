import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { Pool } from "undici";
import { runScan } from "../packages/toolkit/src/api/scan-service.ts";

/** What a scan costs, beside the same number of requests by undici: `site` names a site of scan-site.ts. */
const cases = [
  { site: "none", name: "without CORS" },
  { site: "listed", name: "a list of origins" },
  { site: "echo", name: "every origin" },
] as const;

const rounds = 9;
const scansPerRound = 15;
/** Times the requests alone. */
const most = 2;

/** Prints the table; the names of the marks that do not hold. */
export async function scanBench(): Promise<readonly string[]> {
  process.stdout.write("\nscanning a site on loopback, CPU of the scanner a site, report included\n");
  const child = fork(new URL("./scan-site.ts", import.meta.url));
  const [{ port }] = (await once(child, "message")) as [{ port: number }];
  try {
    const missed: string[] = [];
    for (const { site, name } of cases) missed.push(...(await measure(port, site, name)));
    return missed;
  } finally {
    end(child);
  }
}

async function measure(port: number, site: string, name: string): Promise<readonly string[]> {
  const target = `http://127.0.0.1:${port}/${site}/`;
  const requests = await scanOnce(target);
  for (let time = 0; time < scansPerRound; time++) await scanOnce(target);
  await askAll();
  const samples: { readonly scan: number; readonly raw: number; readonly seconds: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const raw = await cpuOf(askAll);
    const scan = await cpuOf(async () => {
      for (let time = 0; time < scansPerRound; time++) await scanOnce(target);
    });
    samples.push({ scan: scan.cpu, raw: raw.cpu, seconds: scan.seconds });
  }
  const middle = (of: (sample: (typeof samples)[number]) => number): number => median(samples.map(of));
  const scan = middle((sample) => sample.scan) / scansPerRound / 1_000;
  const raw = middle((sample) => sample.raw) / scansPerRound / 1_000;
  // Of one round each, so that a change of the machine's speed falls on both.
  const ratio = middle((sample) => sample.scan / sample.raw);
  const rate = middle(({ seconds }) => scansPerRound / seconds);
  const held = ratio <= most;
  process.stdout.write(
    `  ${`${name}, ${requests} requests`.padEnd(40)}${scan.toFixed(2).padStart(8)} ms${raw.toFixed(2).padStart(10)} ms by undici${ratio.toFixed(2).padStart(8)} ×  at most ${most}: ${held ? "holds" : "DOES NOT HOLD"}${rate.toFixed(0).padStart(8)} sites/s\n`,
  );
  async function askAll(): Promise<void> {
    for (let time = 0; time < scansPerRound; time++) await ask(target, requests);
  }
  return held ? [] : [`a scan of a site ${name}: ${ratio.toFixed(2)} × the requests alone, at most ${most}`];
}

async function scanOnce(target: string): Promise<number> {
  const report = await runScan({ target }, { client: { allowPrivate: true } });
  if (report.verdict === "inconclusive") throw new Error(`The bench's site was not scanned: ${report.error?.message}`);
  return report.requests;
}

/** As a scan asks: a connection for each site, one request after another on it. */
async function ask(target: string, count: number): Promise<void> {
  const { origin, pathname: path } = new URL(target);
  const pool = new Pool(origin, { connections: 1, pipelining: 1 });
  for (let sent = 0; sent < count; sent++) {
    const headers = {
      accept: "*/*",
      origin: "https://kqzvwmfhbxyt.com",
      "user-agent": "bench",
      "accept-encoding": "identity",
    };
    const { body } = await pool.request({ method: "GET", path, headers });
    await body.dump();
  }
  await pool.close();
}

async function cpuOf(work: () => Promise<void>): Promise<{ readonly cpu: number; readonly seconds: number }> {
  const began = performance.now();
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  return { cpu: user + system, seconds: (performance.now() - began) / 1_000 };
}

function end(child: ChildProcess): void {
  child.disconnect();
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
