import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ScanReport } from "../../packages/toolkit/src/report/scan-report.ts";
import { makeCertificate } from "../hostile/certificate.ts";
import { type FrameBehaviour, field, forEver, frame, serveFrames, status200 } from "../hostile/http2-frames.ts";
import { startNameServer } from "../hostile/name-server.ts";
import { type Behaviour, response, says, saysForEver, startServer } from "../hostile/servers.ts";

const program = fileURLToPath(new URL("run-measured.ts", import.meta.url));
const mostMegabytes = 150;

let folder: string;
const opened: { close(): Promise<void> }[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "crosscheck-bad-input-"));
});

afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The command in a process of its own, whose memory is measured. */
async function scan(...argv: readonly string[]) {
  const child = spawn(process.execPath, ["--conditions=@crosscheck/source", program, "scan", ...argv, "--json"], {
    env: { ...process.env, CROSSCHECK_DATA: join(folder, "results.sqlite") },
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const closed = once(child, "close");
  const [stdout, stderr, kilobytes] = await Promise.all([
    text(child.stdout as Readable),
    text(child.stderr as Readable),
    text(child.stdio[3] as Readable),
  ]);
  const [exitCode] = await closed;
  return { exitCode, stdout, stderr, megabytes: Number(kilobytes) / 1_024 };
}

async function serve(behaviour: Behaviour, tls?: Parameters<typeof startServer>[1]): Promise<string> {
  const server = await startServer(behaviour, tls);
  opened.push(server);
  return `${tls === undefined ? "http" : "https"}://127.0.0.1:${server.port}/`;
}

async function nameServer(answer: Parameters<typeof startNameServer>[0]): Promise<string> {
  const server = await startNameServer(answer);
  opened.push(server);
  return server.address;
}

const ok = response();
const redirectTo = (location: string): string =>
  `HTTP/1.1 302 Found\r\nLocation: ${location}\r\nContent-Length: 0\r\n\r\n`;
const open = "--allow-private";
const soon = ["--deadline", "2s"];
const yesterday = new Date(Date.now() - 86_400_000);

/** A site on https that speaks HTTP/2, its certificate taken as it is. */
async function frames(behaviour: FrameBehaviour): Promise<readonly string[]> {
  const { port } = await serveFrames(behaviour);
  return [`https://127.0.0.1:${port}/`, open, "--insecure", "--deadline", "8s"];
}

type Row = readonly [why: string, argv: () => Promise<readonly string[]>, code: string, sentence: RegExp];

// biome-ignore format: one fact per line
const facts: readonly Row[] = [
  ["a name that does not exist",      async () => ["https://nowhere.example/", "--resolver", await nameServer(() => "NXDOMAIN")], "name-not-found",      /nowhere\.example does not (?:resolve|exist)/],
  ["a name server that fails",        async () => ["https://nowhere.example/", "--resolver", await nameServer(() => "SERVFAIL")], "name-lookup-failed",  /nowhere\.example/],
  ["a name for a private address",    async () => ["https://inside.example/", "--resolver", await nameServer(() => ["10.0.0.5"])], "address-not-allowed", /10\.0\.0\.5.*private/],
  ["a closed port",                   async () => ["http://127.0.0.1:9/", open],                                                 "refused",             /port 9 refuses connections/],
  ["a server that never answers",     async () => [await serve({}), open, ...soon],                                              "timeout",             /2 s/],
  ["a server that hangs up",          async () => [await serve({ connected: (socket) => void socket.end() }), open],             "reset",               /closed the connection/],
  ["a server that speaks SSH",        async () => [await serve({ connected: (socket) => void socket.write("SSH-2.0-OpenSSH_9.9\r\n") }), open], "not-http", /does not answer in HTTP/],
  ["a redirect for ever",             async () => [await serve({ asked: (socket, head) => void socket.write(redirectTo(`${/^GET (\S+)/.exec(head)?.[1]}x`)) }), open], "too-many-redirects", /redirects more than 5 times/],
  ["a redirect to itself",            async () => [await serve(says(redirectTo("/"))), open],                                    "too-many-redirects",  /in a circle/],
  ["headers without end",             async () => [await serve(saysForEver("HTTP/1.1 200 OK\r\n", "X-More: and more of it\r\n")), open], "headers-too-large", /more than 32 KiB of headers/],
  ["one header without end",          async () => [await serve(saysForEver("HTTP/1.1 200 OK\r\nX-Long: ", "aaaaaaaa")), open],   "headers-too-large",   /more than 32 KiB of headers/],
  ["a certificate nobody vouches for", async () => [await serve(says(ok), makeCertificate({ name: "127.0.0.1", hosts: ["127.0.0.1"] })), open], "certificate", /self-signed/],
  ["a certificate that has expired",  async () => [await serve(says(ok), makeCertificate({ name: "127.0.0.1", hosts: ["127.0.0.1"], notBefore: new Date(0), notAfter: yesterday })), open], "certificate", /self-signed|expired/],
  ["a gzip bomb in the head's place",  async () => [await serve(saysForEver("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", "\0")), open], "not-http", /does not answer in HTTP/],
  ["a byte a second",                 async () => [await serve({ asked: (socket) => { const timer = setInterval(() => socket.write("H"), 1_000); socket.once("close", () => clearInterval(timer)); } }), open, ...soon], "timeout", /2 s/],
  ["HTTP/2 continuations without end", () => frames({ asked: (socket, stream) => { socket.write(frame("headers", status200, { stream })); forEver(socket, frame("continuation", field("a", "b"), { stream })); } }), "reset", /gave no answer/],
  ["HTTP/2 settings without end",     () => frames({ begun: (socket) => forEver(socket, frame("settings", Buffer.from([0, 3, 0, 0, 0, 100]))) }), "reset", /gave no answer/],
  ["HTTP/2 settings that are huge",   () => frames({ begun: (socket) => socket.write(frame("settings", Buffer.alloc(16_200, Buffer.from([0, 3, 0, 0, 0, 100])))) }), "reset", /gave no answer/],
  ["HTTP/2 that never answers",       () => frames({}), "timeout", /8 s/],
];

test.each(facts)(
  "%s: could not test, and why",
  async (_why, argv, code, sentence) => {
    const { exitCode, stdout, stderr, megabytes } = await scan(...(await argv()));
    const report = JSON.parse(stdout) as ScanReport;
    expect({ exitCode, stderr, verdict: report.verdict, code: report.error?.code }).toEqual({
      exitCode: 3,
      stderr: "",
      verdict: "inconclusive",
      code,
    });
    expect(report.error?.message).toMatch(sentence);
    expect(megabytes).toBeGreaterThan(0);
    expect(megabytes).toBeLessThan(mostMegabytes);
  },
  30_000,
);

test("an HTTP/2 body without end is cut: the site is tested", async () => {
  const { exitCode, stdout, megabytes } = await scan(
    ...(await frames({
      asked: (socket, stream) => {
        socket.write(frame("headers", status200, { flags: 4, stream }));
        forEver(socket, frame("data", Buffer.alloc(8_000), { stream }));
      },
    })),
  );
  expect(JSON.parse(stdout)).toMatchObject({ verdict: "passed" });
  expect(exitCode).toBe(0);
  expect(megabytes).toBeLessThan(mostMegabytes);
}, 60_000);

test("a body without end is cut: the site is tested", async () => {
  const url = await serve(saysForEver("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "4\r\nmore\r\n"));
  const { exitCode, stdout, megabytes } = await scan(url, open);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ verdict: "passed" });
  expect(megabytes).toBeLessThan(mostMegabytes);
}, 30_000);
