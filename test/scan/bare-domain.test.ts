import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { afterEach, expect, test } from "vitest";
import { scan } from "../../packages/toolkit/src/scan/scan.ts";
import { makeCertificate } from "../hostile/certificate.ts";

const { cert, key } = makeCertificate({ name: "shop.example", hosts: ["shop.example"] });
const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    if ("closeAllConnections" in server) (server as ReturnType<typeof createServer>).closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** A loopback address of our own, where the ports of the web are free. */
const address = `127.${50 + (process.pid % 100)}.${process.pid % 250}.7`;

/** Whether a server listens at the address; a port below 1024 is for who may have it. */
function listens(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, address, () => resolve((server.address() as AddressInfo).port === port));
  });
}

// biome-ignore format: one fact per line
const facts = [
  ["http leads to https",                  { Location: "https://shop.example/" },     "/",      "passed"],
  ["http leads to another host",           { Location: "https://www.shop.example/" }, "/",      "failed"],
  ["http answers itself",                  null,                                      "/",      "failed"],
  ["no question of the eight is left",     null,                                      "/start", "not-applicable"],
  ["nothing listens on http",              "nothing",                                 "/",      "passed"],
] as const;

test.each(facts)("a bare domain, asked over https: %s", async (_name, plain, start, redirection) => {
  const cookies: (string | undefined)[] = [];
  const asked = { http: 0, https: 0 };
  const secure = createSecureServer({ cert, key }, ({ url }, response) => {
    asked.https++;
    if (url === "/" && start !== "/") response.writeHead(302, { Location: start });
    response.end("hello");
  });
  const open = createServer((request, response) => {
    asked.http++;
    cookies.push(request.headers.cookie);
    if (typeof plain === "object" && plain !== null) response.writeHead(301, plain);
    response.end();
  });
  servers.push(secure, open);
  const ready = (await listens(secure, 443)) && (plain === "nothing" || (await listens(open, 80)));
  if (!ready) {
    console.warn("Not run: a server on the ports 80 and 443 takes the right to use them.");
    return;
  }
  const { shown, requests } = await scan("shop.example", {
    headers: [["Cookie", "sid=secret"]],
    client: {
      allowPrivate: true,
      insecure: true,
      names: { resolve: async () => [address], isMissing: async () => false },
    },
  });
  const { runHeaderTests } = await import("../../packages/toolkit/src/headers/header-tests.ts");
  const result = shown === null ? undefined : runHeaderTests(shown).find(({ test: { id } }) => id === "redirection");
  expect(result?.verdict).toBe(redirection);
  expect(requests).toBeLessThanOrEqual(8);
  expect(asked.http).toBe(plain === "nothing" || redirection === "not-applicable" ? 0 : 1);
  expect(cookies.filter((cookie) => cookie !== undefined)).toEqual([]);
});
