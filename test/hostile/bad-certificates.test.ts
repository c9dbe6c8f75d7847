import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TLSSocket, type TlsOptions } from "node:tls";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import type { ClientAnswer, HttpClientOptions } from "../../packages/toolkit/src/scan/http-client.ts";
import { makeCertificate, type TestCertificate } from "./certificate.ts";
import { client, deadlineMs, nameServer, serve } from "./farm.ts";
import { type Behaviour, response, says } from "./servers.ts";

/** What a client gets from `https://HOST:PORT/`, where every name is 127.0.0.1. */
async function get(port: number, host: string, options: HttpClientOptions = {}): Promise<ClientAnswer> {
  const names = await nameServer(() => ["127.0.0.1"]);
  const asking = client({ allowPrivate: true, resolver: names.address, ...options });
  return asking.send({ method: "GET", url: `https://${host}:${port}/`, headers: [] });
}

const past = new Date("2020-02-29T12:00:00Z");
const future = new Date("2090-01-02T00:00:00Z");
const authority = makeCertificate({ name: "Nobody's Authority", authority: true });
const hosts = ["site.example", "www.site.example"];
const fromAuthority = makeCertificate({ name: "site.example", hosts, issuer: authority });
const nothing: Behaviour = {};

describe("a bad certificate", () => {
  // biome-ignore format: one fact per line
  const facts: readonly (readonly [why: string, certificate: TestCertificate, chain: string, host: string, fragment: string])[] = [
    ["self-signed",                makeCertificate({ name: "site.example", hosts }),                          "", "site.example",  "presents a self-signed certificate."],
    ["expired",                    makeCertificate({ name: "site.example", hosts, notBefore: new Date(0), notAfter: past }), "", "site.example", "presents a certificate that expired on 2020-02-29."],
    ["from an unknown authority",  fromAuthority,                                              authority.cert, "site.example",  "from an unknown authority (Nobody's Authority)"],
    ["without its intermediate",   fromAuthority,                                                          "", "site.example",  "or leaves out the intermediate certificate"],
  ];

  test.each(facts)("%s", async (_why, { cert, key }, chain, host, fragment) => {
    const server = await serve(says(response()), { cert: cert + chain, key });
    const answer = await get(server.port, host);
    expect(answer).toMatchObject({ kind: "failed", code: "certificate" });
    expect("why" in answer && answer.why).toContain(fragment);
    expect("why" in answer && answer.why).toContain(`${host}:${server.port} presents`);
    expect(server.heads).toEqual([]);
    expect(await get(server.port, host, { insecure: true })).toMatchObject({ status: 200 });
  });
});

describe("a bad certificate from an authority that NODE_EXTRA_CA_CERTS names", () => {
  const signed = (wish: { hosts: readonly string[]; notBefore?: Date; notAfter?: Date }): TestCertificate =>
    makeCertificate({ name: "site.example", issuer: authority, ...wish });
  // biome-ignore format: one fact per line
  const facts: readonly (readonly [why: string, certificate: TestCertificate, host: string, expected: string])[] = [
    ["a good one is good",         signed({ hosts }),                                                     "site.example",     "200"],
    ["for an address as well",     signed({ hosts: ["127.0.0.1"] }),                                      "127.0.0.1",        "200"],
    ["expired",                    signed({ hosts, notBefore: new Date(0), notAfter: past }),             "site.example",     "presents a certificate that expired on 2020-02-29."],
    ["not valid yet",              signed({ hosts, notBefore: future, notAfter: new Date("2091-01-01") }), "site.example",    "presents a certificate that is valid only from 2090-01-02."],
    ["for another name",           signed({ hosts }),                                                     "other.example",    "it is for site.example, www.site.example, not for other.example."],
    ["for an address not its own", signed({ hosts }),                                                     "127.0.0.1",        "it is for site.example, www.site.example, not for 127.0.0.1."],
    ["for many other names",       signed({ hosts: ["a.example", "b.example", "c.example", "d.example", "e.example"] }), "site.example", "it is for a.example, b.example, c.example and 2 more"],
    ["a wildcard is one label",    signed({ hosts: ["*.example"] }),                                      "x.site.example",   "it is for *.example, not for x.site.example."],
    ["a name with an escape",      signed({ hosts: ["a\x1b[2J.example"] }),                               "site.example",     "it is for "],
  ];

  test.each(facts)("%s", async (_why, { cert, key }, host, expected) => {
    const server = await serve(says(response()), { cert, key });
    const { status, why } = await getTrusting(authority, server.port, host);
    if (expected === "200") expect(status).toBe(200);
    else {
      expect(why).toContain(expected);
      expect(why).toMatch(/^[\x20-\x7e]*$/);
    }
  });
});

/** The same question from a process of its own, because Node.js reads the variable once, when it starts. */
async function getTrusting(
  { cert }: TestCertificate,
  port: number,
  host: string,
): Promise<{ status?: number; why?: string }> {
  const folder = await mkdtemp(join(tmpdir(), "crosscheck-"));
  const file = join(folder, "authority.pem");
  await writeFile(file, cert);
  const names = await nameServer(() => ["127.0.0.1"]);
  const door = new URL("../../packages/toolkit/src/scan/http-client.ts", import.meta.url).href;
  const program = `
    const { createHttpClient } = await import(${JSON.stringify(door)});
    const client = createHttpClient({ allowPrivate: true, resolver: "${names.address}", deadlineMs: 5000 });
    console.log(JSON.stringify(await client.send({ method: "GET", url: "https://${host}:${port}/", headers: [] })));
    await client.close();`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--conditions=@crosscheck/source", "--input-type=module", "--eval", program],
    { env: { ...process.env, NODE_EXTRA_CA_CERTS: file }, cwd: fileURLToPath(new URL("../..", import.meta.url)) },
  );
  await rm(folder, { recursive: true });
  return JSON.parse(stdout);
}

describe("a handshake that fails", () => {
  const { cert, key } = makeCertificate({ name: "site.example", hosts });
  // biome-ignore format: one fact per line
  const facts: readonly (readonly [why: string, behaviour: Behaviour, tls: TlsOptions | undefined, code: string, fragment: string])[] = [
    ["it speaks plain HTTP",           { connected: (socket) => socket.once("data", () => socket.write("HTTP/1.1 400 Bad Request\r\n\r\n")) }, undefined, "tls", "does not speak TLS on port"],
    ["it is SSH",                      { connected: (socket) => socket.write("SSH-2.0-OpenSSH_9.6\r\n") },  undefined, "tls",     "does not speak TLS on port"],
    ["it answers noise",               { connected: (socket) => socket.once("data", () => socket.write(Buffer.alloc(2_000, 0xa7))) }, undefined, "tls", "TLS"],
    ["it accepts and says nothing",    nothing,                                                             undefined, "timeout", "did not finish the TLS handshake in time"],
    ["it closes at once",              { connected: (socket) => socket.end() },                             undefined, "tls",     "closed the connection during the TLS handshake"],
    ["it resets after the hello",      { connected: (socket) => socket.once("data", () => socket.resetAndDestroy()) }, undefined, "tls", "closed the connection during the TLS handshake"],
    ["it knows TLS 1.1 at most",       says(response()), { cert, key, minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" }, "tls", "offers no TLS version later than 1.1"],
    ["it wants a client certificate",  says(response()), { cert, key, requestCert: true, rejectUnauthorized: true, maxVersion: "TLSv1.2" }, "tls", "it may want a client certificate"],
    ["it wants one in TLS 1.3",        says(response()), { cert, key, requestCert: true, rejectUnauthorized: true }, "tls", "asks for a client certificate"],
    ["it closes after the handshake",  { connected: (socket) => socket.end() },                             { cert, key }, "reset", "closed the connection without a complete answer"],
    ["its handshake never ends",       { connected: (socket) => socket.once("data", () => floodHandshake(socket)) }, undefined, "tls", "TLS"],
  ];

  test.each(facts)("%s", async (_why, behaviour, tls, code, fragment) => {
    const server = await serve(behaviour, tls);
    const began = performance.now();
    const answer = await get(server.port, "127.0.0.1", { insecure: true });
    expect(answer).toMatchObject({ kind: "failed", code });
    expect("why" in answer && answer.why).toContain(fragment);
    expect(performance.now() - began).toBeLessThan(deadlineMs + 500);
  });

  /** Handshake records of the greatest size, each the start of a ServerHello of 16 MiB. */
  function floodHandshake(socket: Socket): void {
    const record = Buffer.concat([
      Buffer.from([0x16, 0x03, 0x03, 0x40, 0x00, 0x02, 0xff, 0xff, 0xff]),
      Buffer.alloc(16_380),
    ]);
    const more = (): void => {
      while (socket.writable && socket.write(record));
    };
    socket.on("drain", more);
    more();
  }
});

describe("the name in the handshake", () => {
  // biome-ignore format: one fact per line
  const facts = [
    ["a name is said",                   "site.example",  "site.example"],
    ["without the root's dot",           "site.example.", "site.example"],
    ["an address is not, as RFC 6066 forbids", "127.0.0.1", false],
  ] as const;

  test.each(facts)("%s", async (_why, host, servername) => {
    const { cert, key } = makeCertificate({ name: "site.example", hosts });
    const seen: unknown[] = [];
    const server = await serve(
      {
        connected: (socket) => void (socket instanceof TLSSocket && seen.push(socket.servername)),
        ...says(response()),
      },
      { cert, key },
    );
    expect(await get(server.port, host, { insecure: true })).toMatchObject({ status: 200 });
    expect(seen).toEqual([servername]);
    expect(server.heads[0]).toContain(`\r\nHost: ${host}:${server.port}\r\n`);
  });
});
