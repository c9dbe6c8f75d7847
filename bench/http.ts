import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";

/** CPU that CORS adds to a request, over the same server without it. */
interface Variant {
  readonly framework: "node" | "fastify" | "koa" | "hono" | "express";
  readonly layer: "none" | "hand" | "ours" | "other";
  readonly name: string;
  /** Microseconds that it may add. */
  readonly most?: number;
}

// biome-ignore format: one server per line
const variants: readonly Variant[] = [
  { framework: "node",    layer: "none",  name: "node:http" },
  { framework: "node",    layer: "hand",  name: "three headers by hand" },
  { framework: "node",    layer: "ours",  name: "@crosscheck/cors/node",    most: 2.5 },
  { framework: "fastify", layer: "none",  name: "Fastify" },
  { framework: "fastify", layer: "ours",  name: "@crosscheck/cors/fastify", most: 2.5 },
  { framework: "fastify", layer: "other", name: "@fastify/cors" },
  { framework: "koa",     layer: "none",  name: "Koa" },
  { framework: "koa",     layer: "ours",  name: "@crosscheck/cors/koa",     most: 5 },
  { framework: "koa",     layer: "other", name: "@koa/cors" },
  { framework: "hono",    layer: "none",  name: "Hono" },
  { framework: "hono",    layer: "ours",  name: "@crosscheck/cors/hono",    most: 5 },
  { framework: "hono",    layer: "other", name: "hono/cors" },
  { framework: "express", layer: "none",  name: "Express" },
  { framework: "express", layer: "ours",  name: "@crosscheck/cors/express", most: 20 },
  { framework: "express", layer: "other", name: "cors" },
];

const rounds = 7;
const requestsPerRound = 6_000;
const connections = 8;

/** Prints the table; the names of the marks that do not hold. */
export async function httpBench(): Promise<readonly string[]> {
  process.stdout.write("\nover HTTP, CPU of the server a request, 1 origin, allowed\n");
  const servers = await Promise.all(variants.map(start));
  try {
    const samples = servers.map((): number[] => []);
    for (const { port } of servers) await send(port, requestsPerRound);
    for (let round = 0; round < rounds; round++) {
      for (const [index, server] of servers.entries()) samples[index]?.push(await measure(server));
    }
    return variants.flatMap((variant, index) => print(variant, samples, index));
  } finally {
    for (const { child } of servers) child.kill();
  }
}

function print(
  { framework, layer, name, most }: Variant,
  samples: readonly number[][],
  index: number,
): readonly string[] {
  const value = median(samples[index] ?? []);
  const bare = samples[variants.findIndex((other) => other.framework === framework && other.layer === "none")] ?? [];
  // Of one round each, so that a change of the machine's speed falls on both.
  const added = median((samples[index] ?? []).map((sample, round) => sample - (bare[round] ?? Number.NaN)));
  const held = most === undefined || added <= most;
  const extra = layer === "none" ? "" : `${added >= 0 ? "+" : ""}${added.toFixed(1)} µs`;
  const mark = most === undefined ? "" : `  at most ${most}: ${held ? "holds" : "DOES NOT HOLD"}`;
  process.stdout.write(`  ${name.padEnd(40)}${value.toFixed(1).padStart(10)} µs${extra.padStart(12)}${mark}\n`);
  return held ? [] : [`${name} over HTTP: +${added.toFixed(1)} µs, at most ${most}`];
}

interface Server {
  readonly child: ChildProcess;
  readonly port: number;
}

async function start({ framework, layer }: Variant): Promise<Server> {
  const child = fork(new URL("./http-server.ts", import.meta.url), [framework, layer, "1"]);
  const [{ port }] = (await once(child, "message")) as [{ port: number }];
  return { child, port };
}

/** Microseconds of CPU a request. */
async function measure({ child, port }: Server): Promise<number> {
  const before = await cpu(child);
  await send(port, requestsPerRound);
  return ((await cpu(child)) - before) / requestsPerRound;
}

async function cpu(child: ChildProcess): Promise<number> {
  const answer = once(child, "message");
  child.send("cpu");
  const [{ cpu: used }] = (await answer) as [{ cpu: NodeJS.CpuUsage }];
  return used.user + used.system;
}

const request = [
  "GET /items?page=2 HTTP/1.1",
  "Host: api.example",
  "Accept: */*",
  "Origin: https://app0.example",
  "",
  "",
].join("\r\n");

/** Sends so many requests over a few kept connections, one after another on each. */
async function send(port: number, count: number): Promise<void> {
  await Promise.all(Array.from({ length: connections }, () => sendOver(port, count / connections)));
}

function sendOver(port: number, count: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let left = count;
    const socket = connect({ port, host: "127.0.0.1", noDelay: true }, () => socket.write(request));
    socket.on("error", reject);
    socket.setTimeout(10_000, () => reject(new Error(`The server on port ${port} does not answer as it should.`)));
    socket.on("data", (chunk) => {
      // Each answer ends with its only "hello".
      if (!chunk.includes("hello")) return;
      if (--left > 0) return void socket.write(request);
      socket.end();
      resolve();
    });
  });
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
