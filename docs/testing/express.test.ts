import { CorsError, matchers, nodeListener, page } from "@crosscheck/cors/test";
import cors from "cors";
import express from "express";
import { expect, test } from "vitest";
import "./vitest-matchers.ts";

expect.extend(matchers);

/** The application under test: Express, with the `cors` package as its README shows it. */
const application = express();
application.use(cors({ origin: ["https://app.example.com"], credentials: true, maxAge: 600 }));
application.get("/session", (_request, response) => {
  response.cookie("session", "1", { sameSite: "none", secure: true }).json({ ok: true });
});
application.put("/items/:id", express.json(), (request, response) => {
  response.set("X-Request-Id", "7").json({ id: request.params.id, cookie: request.headers.cookie ?? null });
});

const servers = { "https://api.example.com": nodeListener(application) };
const shop = page("https://app.example.com", { servers });
const stranger = page("https://attacker.example", { servers });
const put = {
  method: "PUT",
  credentials: "include",
  headers: { "Content-Type": "application/json" },
  body: '{"name":"new"}',
} as const;

test("our own page puts items, with its session", async () => {
  await expect(shop).toBeAllowed("https://api.example.com/session", { credentials: "include" });
  const response = await shop.fetch("https://api.example.com/items/3", put);
  expect(await response.json()).toEqual({ id: "3", cookie: "session=1" });
});

test("a strange page is kept out, by the preflight", async () => {
  await expect(stranger).toBeBlocked("https://api.example.com/items/3", put, {
    reason: "acao-missing",
    onPreflight: true,
  });
});

test("a header that is not exposed cannot be read", async () => {
  const response = await shop.fetch("https://api.example.com/items/3", put);
  expect(response.headers.get("X-Request-Id")).toBeNull();
});

test("the error says what to change", async () => {
  const error = await stranger.fetch("https://api.example.com/session").catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(CorsError);
  expect((error as CorsError).fix).toContain('Send "Access-Control-Allow-Origin: https://attacker.example" there');
});
