import { expect, test } from "vitest";
import { createApp } from "./create-app.ts";

const app = createApp();
const origin = "http://127.0.0.1:8787";
const blocked =
  "Access to fetch at 'https://api.example/a?token=s3cr3t' from origin 'https://app.example' has been blocked by CORS policy: Method PUT is not allowed by Access-Control-Allow-Methods in preflight response.";

async function api(
  body: unknown,
  headers: Readonly<Record<string, string>> = { "content-type": "application/json" },
): Promise<Response> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return app.request(`${origin}/api/v1/explain`, { method: "POST", headers, body: text });
}

async function page(fields: Readonly<Record<string, string | File>>): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return app.request(`${origin}/explain`, { method: "POST", body: form });
}

test("POST /api/v1/explain answers as the command does, with secrets masked", async () => {
  const response = await api({ text: blocked });
  expect(response.status).toBe(200);
  const text = await response.text();
  expect(JSON.parse(text)).toMatchObject({
    schema: "crosscheck/explain@1",
    causes: ["method-not-allowed"],
    reason: "preflight-method",
  });
  expect(text).not.toContain("s3cr3t");
});

test("an archive is taken as itself", async () => {
  const entry = {
    request: {
      method: "GET",
      url: "https://api.example/a",
      headers: [{ name: "Origin", value: "https://app.example" }],
    },
    response: { status: 500, headers: [] },
  };
  const response = await api({ har: { log: { creator: { name: "Firefox" }, entries: [entry] } } });
  expect(await response.json()).toMatchObject({
    causes: ["error-without-cors"],
    fixes: [{ server: "general", verified: true }],
  });
});

// biome-ignore format: one fact per line
const refused: readonly (readonly [why: string, body: unknown, status: number, detail: string])[] = [
  ["no JSON",               "{",                                            400, "Write an object"],
  ["nothing in it",         {},                                             400, "There is nothing to explain"],
  ["a member too many",     { text: "x", texts: 1 },                        400, "There is no such member"],
  ["a URL that is none",    { text: "x", url: "api" },                      400, "/url: Write an absolute URL"],
  ["an origin that is none", { text: "x", origin: "app.example" },          400, "/origin: Write scheme"],
  ["headers that are none", { text: "x", headers: { a: 1 } },               400, "/headers: Write a list of pairs"],
  ["more than it takes",    { text: "x".repeat(4 * 1024 * 1024 + 1) },      413, "The evidence may have 4 MiB"],
];

test.each(refused)("%s", async (_why, body, status, detail) => {
  const response = await api(body);
  expect(response.status).toBe(status);
  expect(response.headers.get("content-type")).toContain("application/problem+json");
  expect(((await response.json()) as { detail: string }).detail).toContain(detail);
});

test("the page explains what is pasted, or a file, and shows no secret again", async () => {
  const text = await (await page({ text: blocked, origin: "" })).text();
  expect(text).toContain("The method is not allowed");
  expect(text).not.toContain("s3cr3t");
  const file = new File(['{"log": {"entries": [}]}'], "a.har");
  expect(await (await page({ text: "", origin: "", file })).text()).toContain("line 1, column 22");
});

test("a paste with markup in it is shown as text", async () => {
  const hostile = "HTTP/1.1 500 <b>x</b>\nServer: <script>alert(1)</script>\nAccess-Control-Allow-Methods: <img src=x>";
  const text = await (await page({ text: hostile, origin: "https://app.example" })).text();
  expect(text).not.toMatch(/<script>alert|<img src=x>|<b>x/);
  expect(text).toContain("&lt;script&gt;");
});

test("an empty form and an origin that is none are told at their fields", async () => {
  const empty = await page({ text: " ", origin: "" });
  expect(empty.status).toBe(400);
  expect(await empty.text()).toContain("Paste something, or choose a file.");
  const wrong = await page({ text: "x", origin: "app" });
  expect(wrong.status).toBe(400);
  expect(await wrong.text()).toContain('id="origin-error"');
});
