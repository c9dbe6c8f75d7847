import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import type { ScanReport } from "../../packages/toolkit/src/report/scan-report.ts";
import { type Behaviour, response, says, saysForEver, startServer } from "../hostile/servers.ts";

const redirectTo = (location: string): string =>
  `HTTP/1.1 302 Found\r\nLocation: ${location}\r\nContent-Length: 0\r\n\r\n`;
const bomb = gzipSync(Buffer.alloc(20_000_000)).toString("latin1");
const markup = "<img src=x onerror=alert(1)>";

// biome-ignore format: one fact per line
const targets: readonly (readonly [why: string, behaviour: Behaviour, outcome: string])[] = [
  ["headers without end",             saysForEver("HTTP/1.1 200 OK\r\n", "X-More: and more of it\r\n"),                           "headers-too-large"],
  ["one header without end",          saysForEver("HTTP/1.1 200 OK\r\nX-Long: ", "aaaaaaaa"),                                     "headers-too-large"],
  ["a body without end",              saysForEver("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n", "4\r\nmore\r\n"), "passed"],
  ["a gzip bomb",                     says(`HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n\r\n${bomb}`), "passed"],
  ["a redirect for ever",             { asked: (socket, head) => void socket.write(redirectTo(`${/^GET (\S+)/.exec(head)?.[1]}x`)) }, "too-many-redirects"],
  ["a redirect to itself",            says(redirectTo("/")),                                                                      "too-many-redirects"],
  ["a redirect to a private address", says(redirectTo("http://10.0.0.1/")),                                                       "address-not-allowed"],
  ["a redirect to this machine",      says(redirectTo("http://[::ffff:127.0.0.1]/")),                                             "address-not-allowed"],
  ["a redirect to NAT64",             says(redirectTo("http://[64:ff9b::10.0.0.1]/")),                                            "address-not-allowed"],
  ["a redirect with user information", says(redirectTo("http://a:b@127.0.0.1/")),                                                 "url-not-allowed"],
  ["invalid UTF-8",                   says(response("X-Bytes: \xc3\x28\xff")),                                                    "passed"],
  ["markup and terminal escapes",     says(response(`Access-Control-Allow-Origin: ${markup}\x9b31m`)),                            "failed"],
];

test("hostile targets, all at once through the service: each ends, little memory is used, nothing is markup", async () => {
  const folder = mkdtempSync(join(tmpdir(), "crosscheck-hostile-"));
  const servers = await Promise.all(targets.map(([, behaviour]) => startServer(behaviour)));
  const sites = servers.map(({ port }) => `127.0.0.1:${port}`);
  const child = fork(fileURLToPath(new URL("service-process.ts", import.meta.url)), [folder, sites.join(",")], {
    // As in docs/service.md: the usual young generation alone takes 40 MB more.
    execArgv: ["--conditions=@crosscheck/source", "--max-semi-space-size=2"],
  });
  try {
    const [{ url }] = (await once(child, "message")) as [{ url: string }];
    const memoryBefore = peakMemory(child.pid);
    const outcomes = await Promise.all(
      targets.map(async ([why], index) => {
        const accepted = await fetch(`${url}api/v1/scans`, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ url: `http://${sites[index]}/` }),
        });
        const location = accepted.headers.get("location") ?? "";
        await (await fetch(new URL(`${location}/events`, url))).text();
        const report = (await (await fetch(new URL(location, url))).json()) as ScanReport;
        const page = await (await fetch(new URL(location.replace("/api/v1/scans", "/scan"), url))).text();
        expect(page, why).not.toContain("<img");
        expect(page, why).not.toContain("\u009b");
        return [why, report.error?.code ?? report.verdict];
      }),
    );
    expect(outcomes).toEqual(targets.map(([why, , outcome]) => [why, outcome]));
    expect(memoryBefore).toBeGreaterThan(0);
    process.stdout.write(`peak memory: ${peakMemory(child.pid)} MB, ${memoryBefore} MB of them before\n`);
    // The whole, built, was 141 MB; from source, Node's own stripping of types comes to it, which is no part of the service.
    expect(peakMemory(child.pid) - memoryBefore).toBeLessThan(40);
  } finally {
    child.kill("SIGKILL");
    await Promise.all(servers.map((server) => server.close()));
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);

/** Megabytes. */
function peakMemory(pid: number | undefined): number {
  const [, kilobytes = "0"] = /^VmHWM:\s+([0-9]+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Math.round(Number(kilobytes) / 1_024);
}
