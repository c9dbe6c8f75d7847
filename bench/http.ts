import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";

type Framework = "node" | "fastify" | "koa" | "hono" | "express";
type Layer = "none" | "empty" | "hand" | "ours" | "other";

/** One way to have CORS, or not. */
interface Variant {
  readonly layer: Layer;
  readonly name: string;
}

// biome-ignore format: one framework per line, with the microseconds that CORS may add
const frameworks: readonly (readonly [Framework, most: number, variants: readonly Variant[]])[] = [
  ["node",    2.5, [{ layer: "none", name: "node:http" }, { layer: "hand", name: "three headers by hand" }, { layer: "ours", name: "@crosscheck/cors/node" }]],
  ["fastify", 2.5, [{ layer: "none", name: "Fastify" }, { layer: "empty", name: "a hook that does nothing" }, { layer: "ours", name: "@crosscheck/cors/fastify" }, { layer: "other", name: "@fastify/cors" }]],
  ["koa",     5,   [{ layer: "none", name: "Koa" }, { layer: "empty", name: "a middleware that does nothing" }, { layer: "ours", name: "@crosscheck/cors/koa" }, { layer: "other", name: "@koa/cors" }]],
  ["hono",    5,   [{ layer: "none", name: "Hono" }, { layer: "empty", name: "a middleware that does nothing" }, { layer: "ours", name: "@crosscheck/cors/hono" }, { layer: "other", name: "hono/cors" }]],
  ["express", 20,  [{ layer: "none", name: "Express" }, { layer: "empty", name: "a middleware that does nothing" }, { layer: "ours", name: "@crosscheck/cors/express" }, { layer: "other", name: "cors" }]],
];

interface Case {
  readonly what: "allowed" | "not allowed" | "preflight";
  readonly origins: number;
  /** Whether what it adds is held to the framework's mark. */
  readonly marked: boolean;
}

const cases: readonly Case[] = [
  { what: "allowed", origins: 1, marked: true },
  { what: "not allowed", origins: 1, marked: true },
  { what: "preflight", origins: 1, marked: false },
  { what: "allowed", origins: 1_000, marked: true },
  { what: "allowed", origins: 100_000, marked: true },
];

/** Long ones: a process that was asleep needs thousands of requests to be as fast as one that is at work. */
const rounds = 15;
const roundMicroseconds = 250_000;
/** Enough for the optimizing compiler: before it is done a request costs several times as much. */
const warmUp = 20_000;
const warmUpMicroseconds = 2_000_000;

/** Prints a table for each framework and case; the names of the marks that do not hold. */
export async function httpBench(): Promise<readonly string[]> {
  const missed: string[] = [];
  for (const [framework, most, variants] of frameworks) {
    for (const asked of cases) {
      // A server without CORS has no answer to a preflight that could be compared.
      const rows = variants.filter(({ layer }) => asked.what !== "preflight" || layer === "ours" || layer === "other");
      if (rows.length > 0) missed.push(...(await printCase(framework, most, rows, asked)));
    }
  }
  return missed;
}

async function printCase(
  framework: Framework,
  most: number,
  variants: readonly Variant[],
  { what, origins, marked }: Case,
): Promise<readonly string[]> {
  const title = `through the HTTP server, CPU a request: ${framework}, ${what}, ${origins} origin${origins === 1 ? "" : "s"}`;
  process.stdout.write(`\n${title}\n`);
  const request = requestFor(what, origins);
  const servers = await Promise.all(variants.map(({ layer }) => start(framework, layer, origins, request)));
  try {
    const samples = await sampleInTurns(servers);
    const bare = variants[0]?.layer === "none" ? samples[0] : undefined;
    const added = samples.map((list) => median(list.map((sample, round) => sample - (bare?.[round] ?? Number.NaN))));
    const byHand = added[variants.findIndex(({ layer }) => layer === "hand")];
    return variants.flatMap(({ layer, name }, index) => {
      const extra = added[index] ?? Number.NaN;
      const missed = marked && layer === "ours" && extra > most;
      const notes = [
        ...(Number.isNaN(extra) || layer === "none" ? [] : [`${extra >= 0 ? "+" : ""}${extra.toFixed(1)} µs`]),
        ...(layer === "ours" && byHand !== undefined ? [`${(extra / byHand).toFixed(2)} × by hand`] : []),
        ...(marked && layer === "ours" ? [`at most ${most}: ${missed ? "DOES NOT HOLD" : "holds"}`] : []),
      ];
      const value = median(samples[index] ?? []);
      process.stdout.write(`  ${name.padEnd(40)}${value.toFixed(1).padStart(10)} µs  ${notes.join("  ")}\n`);
      return missed ? [`${title}: ${name}: +${extra.toFixed(1)} µs, at most ${most}`] : [];
    });
  } finally {
    for (const server of servers) server.kill();
  }
}

/** Every other round the other way round, so that neither a slow change of the machine nor a neighbour favours a place. */
async function sampleInTurns(servers: readonly ChildProcess[]): Promise<readonly (readonly number[])[]> {
  const samples = servers.map((): number[] => []);
  const counts: number[] = [];
  for (const server of servers) {
    const first = await measure(server, 20);
    await measure(server, Math.min(warmUp, warmUpMicroseconds / first));
    counts.push(roundMicroseconds / (await measure(server, roundMicroseconds / first)));
  }
  for (let round = 0; round < rounds; round++) {
    const turn = [...servers.entries()];
    for (const [index, server] of round % 2 === 0 ? turn : turn.reverse()) {
      samples[index]?.push(await measure(server, counts[index] ?? 1));
    }
  }
  return samples;
}

/** Each in a process of its own, so that what is measured is the server and nothing else. */
async function start(framework: Framework, layer: Layer, origins: number, request: string): Promise<ChildProcess> {
  const child = fork(new URL("./http-server.ts", import.meta.url), [framework, layer, String(origins), request]);
  await once(child, "message");
  return child;
}

/** Microseconds of CPU a request, over so many requests. */
async function measure(child: ChildProcess, requests: number): Promise<number> {
  const count = Math.max(1, Math.ceil(requests));
  const answer = once(child, "message");
  child.send(count);
  const [microseconds] = (await answer) as [number];
  return microseconds / count;
}

function requestFor(what: Case["what"], origins: number): string {
  const origin = what === "not allowed" ? "https://nobody.example" : `https://app${origins - 1}.example`;
  const lines = ["Host: api.example", "Accept: */*", `Origin: ${origin}`];
  if (what !== "preflight") return ["GET /items?page=2 HTTP/1.1", ...lines, "", ""].join("\r\n");
  return ["OPTIONS /items HTTP/1.1", ...lines, "Access-Control-Request-Method: PUT", "", ""].join("\r\n");
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
