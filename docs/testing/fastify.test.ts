import { cors } from "@crosscheck/cors/fastify";
import { matchers, nodeListener, page } from "@crosscheck/cors/test";
import fastify from "fastify";
import { beforeAll, expect, test } from "vitest";
import "./vitest-matchers.ts";

expect.extend(matchers);

/** The application under test: Fastify, which is asked through its server, though that listens nowhere. */
const application = fastify();
application.register(
  cors({
    allowOrigins: ["https://*.example.com"],
    allowMethods: ["DELETE"],
    allowHeaders: ["X-CSRF-Token"],
    exposeHeaders: ["X-Total"],
    maxAge: "10m",
  }),
);
application.get("/items", (_request, reply) => reply.header("X-Total", "3").send([1, 2, 3]));
application.delete("/items/:id", (_request, reply) => reply.code(204).send());
application.get("/broken", () => {
  throw new Error("a bug");
});
beforeAll(() => application.ready());

const shop = page("https://shop.example.com", {
  servers: { "https://api.example.com": nodeListener(application.server) },
});

test("what is allowed", async () => {
  await expect(shop).toBeAllowed("https://api.example.com/items", {}, { status: 200, headers: { "X-Total": "3" } });
  const init = { method: "DELETE", headers: { "X-CSRF-Token": "secret" } };
  await expect(shop).toBeAllowed("https://api.example.com/items/3", init, { status: 204 });
});

test("what is not", async () => {
  const url = "https://api.example.com/items/3";
  await expect(shop).toBeBlocked(url, { method: "PUT" }, { reason: "preflight-method" });
  await expect(shop).toBeBlocked(url, { headers: { "X-Other": "1" } }, { reason: "preflight-header" });
  await expect(shop).toBeBlocked(url, { credentials: "include" }, { reason: "acac-not-true" });
});

test("an error of the server can be read, too", async () => {
  await expect(shop).toBeAllowed("https://api.example.com/broken", {}, { status: 500 });
});
