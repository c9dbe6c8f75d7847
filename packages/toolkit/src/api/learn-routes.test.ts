import { expect, test } from "vitest";
import { sections } from "../learn/sections.ts";
import { createApp } from "./create-app.ts";

const app = createApp();

async function get(path: string): Promise<Response> {
  return app.fetch(new Request(`http://127.0.0.1:8787${path}`));
}

async function post(answer: string, type = "application/x-www-form-urlencoded"): Promise<Response> {
  const request = new Request("http://127.0.0.1:8787/learn/stepper", {
    method: "POST",
    headers: { "content-type": type },
    body: new URLSearchParams({ answer }).toString(),
  });
  return app.fetch(request);
}

test("every link within the guide leads to a page, and to the paragraph on it", async () => {
  const pages = new Map<string, string>();
  const page = async (path: string): Promise<string> => {
    const known = pages.get(path);
    if (known !== undefined) return known;
    const response = await get(path);
    const text = response.status === 200 ? await response.text() : `status ${response.status}`;
    pages.set(path, text);
    return text;
  };
  const lost: string[] = [];
  let followed = 0;
  for (const { id } of sections) {
    const from = `/learn/${id}`;
    for (const [, href = ""] of (await page(from)).matchAll(/href="([/#][^"]*)"/g)) {
      const link = new URL(href.replaceAll("&amp;", "&"), `http://a${from}`);
      const text = await page(link.pathname + link.search);
      const anchor = link.hash === "" ? "" : `id="${link.hash.slice(1)}"`;
      followed++;
      if (text.startsWith("status ") || !text.includes(anchor)) lost.push(`${from} → ${href}`);
    }
  }
  expect(lost).toEqual([]);
  expect(followed).toBeGreaterThan(200);
});

// biome-ignore format: one fact per line
test.each([
  ["a short one has an address",                 "A: b",                          {}, 303, "/learn/stepper?answer=A%3A+b"],
  ["one too long for an address is answered",    `A: ${"x".repeat(9_000)}`,       {}, 200, null],
  ["one that is too large is refused",           "x".repeat(300_000),             {}, 413, null],
  ["a form of another type is refused",          "A: b", { type: "text/plain" },      415, null],
] as const)("an exchange as a form: %s", async (_why, answer, options, status, location) => {
  const response = await post(answer, ...("type" in options ? [options.type] : []));
  expect([response.status, response.headers.get("location")]).toEqual([status, location]);
});

test("an address with a URL that cannot be read says so, at its field", async () => {
  const response = await get("/learn/stepper?url=api");
  expect(response.status).toBe(400);
  expect(await response.text()).toMatch(/id="url-error">&quot;api&quot; is no absolute URL/);
});

test("there is no such chapter", async () => {
  expect((await get("/learn/no-such-chapter")).status).toBe(404);
});
