import { describe, expect, test } from "vitest";
import type { HostGate } from "../../packages/toolkit/src/scan/host-gate.ts";
import { client, deadlineMs, nameServer, serve, serveOnWebPort } from "./farm.ts";
import { type NameAnswer, startNameServer } from "./name-server.ts";
import { response, says, saysAndEnds } from "./servers.ts";

function get(url: string): { method: string; url: string; headers: [] } {
  return { method: "GET", url, headers: [] };
}

describe("a name that leads nowhere", () => {
  // biome-ignore format: one fact per line
  const facts: readonly (readonly [why: string, answer: NameAnswer, code: string, fragment: string])[] = [
    ["it does not exist",                      "NXDOMAIN",                      "name-not-found",     "gone.example does not resolve: no such host. Check the spelling."],
    ["it exists and has no address",           [],                              "name-not-found",     "gone.example has no address"],
    ["its server fails",                       "SERVFAIL",                      "name-lookup-failed", "reports a failure (SERVFAIL)"],
    ["its server refuses",                     "REFUSED",                       "name-lookup-failed", "refuses to answer"],
    ["its server says nothing",                "silence",                       "name-lookup-failed", "did not answer"],
    ["its server sends garbage",               "garbage",                       "name-lookup-failed", "gone.example could not be looked up"],
    ["its address is private",                 ["10.1.2.3"],                    "address-not-allowed", "gone.example resolves to 10.1.2.3, a private address (RFC 1918), which a scan does not reach unless you allow it: add --allow-private."],
    ["its address is the cloud's metadata",    ["169.254.169.254"],             "address-not-allowed", "resolves to 169.254.169.254, a cloud's metadata address"],
    ["one of its addresses is private",        ["93.184.216.34", "127.0.0.1"],  "address-not-allowed", "resolves to 127.0.0.1, a loopback address"],
    ["its IPv6 address is loopback",           ["93.184.216.34", "::1"],        "address-not-allowed", "resolves to ::1, a loopback address"],
    ["its IPv6 address is private",            ["fd12:3456::1"],                "address-not-allowed", "resolves to fd12:3456::1, a private address (RFC 4193)"],
    ["its IPv6 address hides an IPv4 one",     ["64:ff9b::7f00:1"],             "address-not-allowed", "127.0.0.1 as NAT64, a loopback address"],
    ["its last of very many is private",       [...Array<string>(20).fill("93.184.216.34"), "192.168.0.1"], "address-not-allowed", "resolves to 192.168.0.1"],
  ];

  test.each(facts)("%s", async (_why, said, code, fragment) => {
    const names = await nameServer(() => said);
    const began = performance.now();
    const answer = await client({ resolver: names.address }).send(get("http://gone.example/"));
    expect(answer).toMatchObject({ kind: "failed", code });
    expect("why" in answer && answer.why).toContain(fragment);
    expect(performance.now() - began).toBeLessThan(deadlineMs + 500);
  });

  test("a resolver that is no address is said to be none", async () => {
    const answer = await client({ resolver: "dns.example" }).send(get("http://gone.example/"));
    expect(answer).toMatchObject({
      code: "name-lookup-failed",
      why: expect.stringContaining("dns.example is not the address of a name server"),
    });
  });

  test("a resolver that is not there is not the site's fault", async () => {
    const names = await startNameServer(() => []);
    await names.close();
    const answer = await client({ resolver: names.address }).send(get("http://gone.example/"));
    expect(answer).toMatchObject({ code: "name-lookup-failed", why: expect.stringContaining("refuses to answer") });
  });

  test("the operating system's own names count", async () => {
    const server = await serve(says(response()));
    expect(await client({ allowPrivate: true }).send(get(`http://localhost:${server.port}/`))).toMatchObject({
      status: 200,
    });
  });
});

describe("a name that changes its mind", () => {
  test("is asked once, and stays where it was", async () => {
    const first = await serve({}, undefined, { host: "127.77.2.1", port: 0 });
    const honest = await serve(saysAndEnds(response()), undefined, { host: "127.77.2.2", port: first.port });
    const names = await nameServer((_name, time) => (time === 0 ? ["127.77.2.2"] : ["127.77.2.1"]));
    const asking = client({ resolver: names.address, allowPrivate: true });
    for (let time = 0; time < 3; time++) {
      expect(await asking.send(get(`http://rebinds.example:${first.port}/`))).toMatchObject({ status: 200 });
    }
    expect(names.asked).toEqual(["rebinds.example"]);
    expect([honest.connections, first.connections]).toEqual([3, 0]);
  });

  test("is pinned for every port and scheme", async () => {
    const server = await serve(says(response()), undefined, { host: "127.77.2.2", port: 0 });
    const other = await serve(says(response()), undefined, { host: "127.77.2.2", port: 0 });
    const names = await nameServer((_name, time) => (time === 0 ? ["127.77.2.2"] : ["127.77.2.1"]));
    const asking = client({ resolver: names.address, allowPrivate: true });
    expect(await asking.send(get(`http://rebinds.example:${server.port}/`))).toMatchObject({ status: 200 });
    expect(await asking.send(get(`http://rebinds.example:${other.port}/`))).toMatchObject({ status: 200 });
    expect(names.asked).toEqual(["rebinds.example"]);
  });

  test("a refusal stays a refusal", async () => {
    const names = await nameServer((_name, time) => (time === 0 ? ["127.0.0.1"] : ["93.184.216.34"]));
    const asking = client({ resolver: names.address });
    expect(await asking.send(get("http://rebinds.example/"))).toMatchObject({ code: "address-not-allowed" });
    expect(await asking.send(get("http://rebinds.example/"))).toMatchObject({ code: "address-not-allowed" });
  });
});

describe("several addresses", () => {
  test("the next one is tried when one refuses", async () => {
    const server = await serve(says(response()), undefined, { host: "127.77.2.3", port: 0 });
    const names = await nameServer(() => ["127.77.2.1", "127.77.2.2", "127.77.2.3"]);
    const asking = client({ resolver: names.address, allowPrivate: true });
    expect(await asking.send(get(`http://many.example:${server.port}/`))).toMatchObject({ status: 200 });
  });

  test("but no more than four", async () => {
    const server = await serve(says(response()), undefined, { host: "127.77.2.9", port: 0 });
    const names = await nameServer(() => [1, 2, 3, 4, 9].map((last) => `127.77.2.${last}`));
    const asking = client({ resolver: names.address, allowPrivate: true });
    const answer = await asking.send(get(`http://many.example:${server.port}/`));
    expect(answer).toMatchObject({ code: "refused" });
    expect("why" in answer && answer.why).toMatch(/many\.example \(127\.77\.2\.\d port \d+\) refuses connections/);
  });
});

/** A loopback address of our own, so that a web port is free there. */
const inner = "127.77.1.1";
const number = ((127 * 256 + 77) * 256 + 1) * 256 + 1;

describe("the way in", () => {
  // biome-ignore format: one fact per line
  const ways = [
    ["by its address",           `http://${inner}`],
    ["in decimal",               `http://${number}`],
    ["in hexadecimal",           `http://0x${number.toString(16)}`],
    ["in octal",                 "http://0177.0115.01.01"],
    ["with two numbers",         "http://127.5046529"],
    ["with a trailing dot",      `http://${inner}.`],
    ["in full-width digits",     "http://１２７.77.1.1"],
    ["percent-encoded",          "http://%31%32%37.77.1.1"],
    ["as IPv4-mapped",           `http://[::ffff:${inner}]`],
    ["by a name",                "http://inner.example"],
    ["by a name in capitals",    "http://INNER.EXAMPLE"],
    ["by a name with the root",  "http://inner.example."],
  ] as const;

  test.each(ways)("%s: no connection is made, and with allowPrivate one is", async (_why, origin) => {
    const server = await serveOnWebPort(says(response()), inner);
    const names = await nameServer(() => [inner]);
    expect(await client({ resolver: names.address }).send(get(`${origin}:${server.port}/`))).toMatchObject({
      code: "address-not-allowed",
    });
    expect(server.connections).toBe(0);
    expect(
      await client({ resolver: names.address, allowPrivate: true }).send(get(`${origin}:${server.port}/`)),
    ).toMatchObject({ status: 200 });
    expect(server.connections).toBe(1);
  });

  // biome-ignore format: one fact per line
  const noWays = [
    ["as NAT64",                        `http://[64:ff9b::${inner}]`,   "is 127.77.1.1 as NAT64, a loopback address"],
    ["as 6to4",                         "http://[2002:7f4d:101::1]",    "a 6to4 address"],
    ["as IPv4-compatible",              `http://[::${inner}]`,          "a reserved address"],
    ["by the unspecified address",      "http://0.0.0.0",               "the unspecified address, which reaches this machine"],
    ["by a lone zero",                  "http://0",                     "the unspecified address, which reaches this machine"],
    ["by IPv6's unspecified address",   "http://[::]",                  "the unspecified address, which reaches this machine"],
    ["by localhost",                    "http://localhost",             "a loopback address"],
  ] as const;

  test.each(noWays)("%s: no connection is made", async (_why, origin, fragment) => {
    const server = await serveOnWebPort(says(response()), "0.0.0.0");
    const answer = await client({}).send(get(`${origin}:${server.port}/`));
    expect(answer).toMatchObject({ code: "address-not-allowed" });
    expect("why" in answer && answer.why).toContain(fragment);
    expect(server.connections).toBe(0);
  });

  test("alsoAllowed lets through exactly the pair it names", async () => {
    const named = await serve(says(response()));
    const other = await serve(says(response()));
    const asking = client({ alsoAllowed: new Set([`127.0.0.1:${named.port}`]) });
    expect(await asking.send(get(`http://127.0.0.1:${named.port}/`))).toMatchObject({ status: 200 });
    expect(await asking.send(get(`http://127.0.0.1:${other.port}/`))).toMatchObject({ code: "url-not-allowed" });
    expect(await asking.send(get(`http://localhost:${named.port}/`))).toMatchObject({ code: "url-not-allowed" });
    expect(await asking.send(get("http://127.0.0.1/"))).toMatchObject({ code: "address-not-allowed" });
    expect(other.connections).toBe(0);
  });
});

describe("a gate", () => {
  const refusal = { kind: "failed", code: "opted-out", why: "left alone." } as const;

  test("is asked before the name is looked up, and then nobody looks it up", async () => {
    const names = await nameServer(() => ["93.184.216.34"]);
    const gate: HostGate = { name: () => refusal, contact: () => null };
    const asking = client({ resolver: names.address, gate });
    expect(await asking.send(get("http://alone.example/"))).toEqual(refusal);
    expect(await asking.isMissing("alone.example")).toBe(false);
    expect(names.asked).toEqual([]);
  });

  test("is asked once with the addresses, before a connection is made; not for those that the guard refuses", async () => {
    const names = await nameServer((name) => (name === "inner.example" ? [inner] : ["93.184.216.34"]));
    const asked: string[] = [];
    const contact = (host: string, addresses: readonly string[]) => {
      asked.push(`${host} ${addresses}`);
      return refusal;
    };
    const asking = client({ resolver: names.address, gate: { name: () => null, contact } });
    expect(await asking.send(get("http://alone.example/"))).toEqual(refusal);
    expect(await asking.send(get("http://alone.example:8080/x"))).toEqual(refusal);
    expect(await asking.send(get("http://inner.example/"))).toMatchObject({ code: "address-not-allowed" });
    expect(asked).toEqual(["alone.example 93.184.216.34"]);
  });
});

describe("where a site is", () => {
  test("nothing is said before its name was looked up", async () => {
    const names = await nameServer((name) =>
      name === "inner.example" ? [inner] : name === "lan.example" ? ["10.1.2.3"] : ["93.184.216.34", "10.0.0.1"],
    );
    const asking = client({ resolver: names.address });
    const networks = (): unknown[] =>
      ["inner", "lan", "mixed"].map((name) => asking.networkOf(`https://${name}.example/x`));
    expect(networks()).toEqual([null, null, null]);
    for (const name of ["inner", "lan", "mixed"]) await asking.send(get(`http://${name}.example/`));
    expect(networks()).toEqual(["loopback", "private", "private"]);
    expect(asking.networkOf("not a URL")).toBe(null);
  });
});
