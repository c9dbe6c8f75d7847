import assert from "node:assert/strict";
import { assertAllowed, assertBlocked, fetchHandler, page } from "@crosscheck/cors/test";
import { Hono } from "hono";
import { cors } from "hono/cors";
import { test } from "vitest";

/** The application under test: Hono, asked as a fetch handler. The assertions are those for node:test. */
const application = new Hono();
application.use("/api/*", cors({ origin: "https://app.example.com", allowMethods: ["GET", "PUT"] }));
application.get("/api/items", (context) => context.json([1, 2, 3]));
application.put("/api/items", (context) => context.body(null, 204));
application.get("/moved", (context) => context.redirect("/api/items"));

const app = page("https://app.example.com", {
  servers: { "https://api.example.com": fetchHandler(application) },
});

test("the page reads and writes items", async () => {
  const response = await assertAllowed(app.fetch("https://api.example.com/api/items"), { status: 200 });
  assert.deepEqual(await response.json(), [1, 2, 3]);
  await assertAllowed(app.fetch("https://api.example.com/api/items", { method: "PUT" }));
});

test("a redirect needs the headers, too", async () => {
  await assertBlocked(app.fetch("https://api.example.com/moved"), { reason: "acao-missing", hop: 0 });
});

test("only what is listed", async () => {
  const url = "https://api.example.com/api/items";
  await assertBlocked(app.fetch(url, { method: "DELETE" }), { reason: "preflight-method" });
  await assertBlocked(page("https://other.example", { transport: fetchHandler(application) }).fetch(url), {
    reason: "acao-missing",
  });
});
