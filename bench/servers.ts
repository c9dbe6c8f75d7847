import { execFile } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { definePolicy } from "@crosscheck/cors";
import { type RunningServer, startServer } from "../packages/toolkit/src/verify/server-process.ts";
import { targets } from "../packages/toolkit/src/verify/targets.ts";
import { listedOrigins } from "./decide.ts";

/** CPU that the generated configuration adds to a request for a small static file, over the same server without CORS. */
interface Variant {
  readonly name: string;
  /** Origins in the policy; they are sent in turn. */
  readonly origins: number;
  /** Whether the rule is for one path and sets every header. */
  readonly everyHeader?: true;
  /** What is written by hand instead of generated, by target. */
  readonly byHand?: Readonly<Record<string, string>>;
  /** Part that it may add to the first row. */
  readonly most?: number;
}

const nginxByHand = `map $http_origin $allowed { default ""; "~^https://app[0-9]+\\.example$" $http_origin; }
server { listen 127.0.0.1:{port}; root {folder}/www;
  add_header Access-Control-Allow-Origin $allowed always;
  add_header Access-Control-Allow-Credentials true always;
  add_header Vary Origin always; }`;

const apacheByHand = `SetEnvIf Origin "^https://app[0-9]+\\.example$" ALLOWED=$0
Header always set Access-Control-Allow-Origin %{ALLOWED}e env=ALLOWED
Header always set Access-Control-Allow-Credentials true env=ALLOWED
Header always merge Vary Origin
`;

const variants: readonly Variant[] = [
  { name: "without CORS", origins: 10_000, byHand: { nginx: "", apache: "", htaccess: "" } },
  {
    name: "three headers by hand, one expression",
    origins: 10_000,
    byHand: { nginx: nginxByHand, apache: apacheByHand, htaccess: apacheByHand },
  },
  { name: "generated, 1 origin", origins: 1 },
  { name: "generated, 50 origins", origins: 50 },
  { name: "generated, 10,000 origins", origins: 10_000, most: 0.1 },
  { name: "generated, 10,000 origins, every header", origins: 10_000, everyHeader: true },
];

const rounds = 9;
const seconds = 1;
const run = promisify(execFile);

/** Prints a table a server; the names of the marks that do not hold. */
export async function serversBench(): Promise<readonly string[]> {
  const missed: string[] = [];
  for (const target of ["nginx", "apache", "htaccess"]) missed.push(...(await benchTarget(target)));
  return missed;
}

async function benchTarget(target: string): Promise<readonly string[]> {
  process.stdout.write(`\n${target}, CPU of the server a request, varying Origins\n`);
  const servers: RunningServer[] = [];
  try {
    for (const variant of variants) servers.push(await start(target, variant));
    const samples = servers.map((): number[] => []);
    for (let round = 0; round <= rounds; round++) {
      for (const [index, server] of servers.entries()) {
        const used = await measure(server);
        // The first warms up.
        if (round > 0) samples[index]?.push(used);
      }
    }
    return variants.flatMap((variant, index) => print(target, variant, samples, index));
  } finally {
    for (const server of servers) await server.stop();
  }
}

async function start(name: string, { origins, byHand, everyHeader }: Variant): Promise<RunningServer> {
  const target = targets.find((candidate) => candidate.name === name);
  if (target === undefined) throw new Error(`There is no target ${name}.`);
  const rule = { allowOrigins: listedOrigins(origins), allowCredentials: true as const };
  const document =
    everyHeader === undefined
      ? rule
      : {
          rules: [
            {
              ...rule,
              id: "api",
              path: "/api/*",
              allowMethods: ["PUT", "DELETE"],
              allowHeaders: ["Content-Type"],
              exposeHeaders: ["ETag"],
              maxAge: 7_200,
            },
          ],
        };
  const generated =
    byHand === undefined ? target.generate(definePolicy(document), { command: "crosscheck generate" }).files : [];
  const include = generated.map(({ name: file }) => file);
  const hand = byHand?.[name] ?? "";
  const site = name === "nginx" ? nginxSite(include, hand) : apacheSite(name, include, hand);
  const server = await startServer(target.program, site, {
    "www/api/data.json": '{"a": 1}\n',
    ...(name === "htaccess" ? { "www/.htaccess": hand } : {}),
    ...Object.fromEntries(
      generated.map(({ name: file, text }) => [name === "htaccess" ? "www/.htaccess" : `cors/${file}`, text]),
    ),
  });
  writeFileSync(join(server.folder, "wrk.lua"), script(listedOrigins(origins)));
  return server;
}

function nginxSite(files: readonly string[], hand: string): string {
  if (hand !== "") return hand;
  const include = (name: string): string => (files.includes(name) ? `include {folder}/cors/${name};` : "");
  return `${include("lists.conf")} ${include("http.conf")}
server { listen 127.0.0.1:{port}; ${include("server.conf")} ${include("headers.conf")} root {folder}/www; }`;
}

function apacheSite(name: string, files: readonly string[], hand: string): string {
  const htaccess = name === "htaccess";
  return `<VirtualHost 127.0.0.1:{port}>
  ${htaccess ? "" : files.map((file) => `Include {folder}/cors/${file}`).join("\n")}
  ${htaccess ? "" : hand}
  DocumentRoot {folder}/www
  <Directory {folder}/www>
    Require all granted
    Options FollowSymLinks
    AllowOverride ${htaccess ? "All" : "None"}
  </Directory>
</VirtualHost>`;
}

/** wrk's requests: the origins in turn. */
function script(origins: readonly string[]): string {
  return `local requests = {}
local at = 0
init = function()
  for origin in string.gmatch([[${origins.join(" ")}]], "%S+") do
    requests[#requests + 1] = wrk.format("GET", "/api/data.json", { Origin = origin })
  end
end
request = function()
  at = at % #requests + 1
  return requests[at]
end
`;
}

/** Microseconds of CPU a request, of the server's processes together. */
async function measure({ port, pid, folder }: RunningServer): Promise<number> {
  const before = cpu(pid);
  const url = `http://127.0.0.1:${port}/api/data.json`;
  const args = ["-t1", "-c8", `-d${seconds}s`, "-s", join(folder, "wrk.lua"), url];
  const { stdout } = await run("wrk", args);
  const done = /(\d+) requests in /.exec(stdout)?.[1];
  if (done === undefined || /Non-2xx|Socket errors/.test(stdout))
    throw new Error(`wrk did not get answers:\n${stdout}`);
  return ((cpu(pid) - before) * microsecondsPerTick) / Number(done);
}

/** Linux counts CPU in hundredths of a second. */
const microsecondsPerTick = 10_000;

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: fields 4, 14 and 15. */
function cpu(pid: number): number {
  let ticks = 0;
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    let text: string;
    try {
      text = readFileSync(`/proc/${name}/stat`, "utf8");
    } catch {
      continue;
    }
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    if (Number(name) === pid || Number(fields[1]) === pid) ticks += Number(fields[11]) + Number(fields[12]);
  }
  return ticks;
}

function print(
  target: string,
  { name, most }: Variant,
  samples: readonly (readonly number[])[],
  index: number,
): readonly string[] {
  const value = median(samples[index] ?? []);
  // Of one round each, so that a change of the machine's speed falls on both.
  const ratio = median((samples[index] ?? []).map((sample, round) => sample / (samples[0]?.[round] ?? Number.NaN)));
  const held = most === undefined || ratio <= 1 + most;
  const extra = index === 0 ? "" : `${ratio >= 1 ? "+" : ""}${((ratio - 1) * 100).toFixed(1)} %`;
  const mark = most === undefined ? "" : `  at most +${most * 100} %: ${held ? "holds" : "DOES NOT HOLD"}`;
  process.stdout.write(`  ${name.padEnd(40)}${value.toFixed(1).padStart(10)} µs${extra.padStart(12)}${mark}\n`);
  return held ? [] : [`${target}, ${name}: ${extra}, at most +${most * 100} %`];
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
