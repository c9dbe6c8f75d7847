import { describe, expect, test } from "vitest";
import type { HeaderList } from "../http/header-list.ts";
import { page } from "./page.ts";
import type { Transport, WireResponse } from "./transport.ts";

const origin = "https://app.example.com";
const api = "https://api.example.com/";
const own = ["Access-Control-Allow-Origin", origin] as const;

/** A page whose server gives these answers in turn; what it asked, as `If-None-Match` or nothing. */
function cachingPage(...answers: readonly (Partial<WireResponse> & { text?: string })[]): {
  app: ReturnType<typeof page>;
  asked: (string | null)[];
} {
  const asked: (string | null)[] = [];
  const transport: Transport = ({ headers }) => {
    asked.push(headers.find(([name]) => name === "If-None-Match")?.[1] ?? null);
    const { text, ...answer } = answers[asked.length - 1] ?? { status: 500 };
    return { status: 200, headers: [own], body: new Response(text ?? "").body, ...answer };
  };
  return { app: page(origin, { transport }), asked };
}

async function text(app: ReturnType<typeof page>, init?: RequestInit): Promise<string> {
  return (await app.fetch(api, init)).text();
}

const fresh: HeaderList = [own, ["Cache-Control", "max-age=60"]];

describe("the HTTP cache of a page", () => {
  // biome-ignore format: one fact per line
  const facts: readonly (readonly [why: string, headers: HeaderList, init: RequestInit, asked: number])[] = [
    ["answers what is fresh",                   fresh,                                        {},                         1],
    ["not what nobody calls fresh",             [own],                                        {},                         2],
    ["not what is not to be stored",            [own, ["Cache-Control", "max-age=60, no-store"]], {},                     2],
    ["not what varies on everything",           [...fresh, ["Vary", "*"]],                    {},                         2],
    ["not what varies on what differs",         [...fresh, ["Vary", "Content-Language"]],     { headers: { "Content-Language": "de" } }, 2],
    ["not where the request says no-store",     fresh,                                        { cache: "no-store" },      2],
    ["nor reload",                              fresh,                                        { cache: "reload" },        2],
    ["nor no-cache",                            fresh,                                        { cache: "no-cache" },      2],
    ["force-cache takes what is stale",         [own, ["Cache-Control", "max-age=0"]],        { cache: "force-cache" },   1],
    ["no POST",                                 fresh,                                        { method: "POST" },         2],
    ["a response of long ago is stale",         [...fresh, ["Age", "61"]],                    {},                         2],
  ];
  test.each(facts)("%s", async (_why, headers, init, times) => {
    const { app, asked } = cachingPage({ headers, text: "first" }, { headers, text: "second" });
    expect(await text(app)).toBe("first");
    expect(await text(app, init)).toBe(times === 1 ? "first" : "second");
    expect(asked).toHaveLength(times);
  });

  test("asks whether what is stale has changed, and keeps what a 304 says anew", async () => {
    const etag = [own, ["ETag", '"1"'], ["X-A", "old"], ["Access-Control-Expose-Headers", "x-a"]] as const;
    const { app, asked } = cachingPage({ headers: etag, text: "body" }, { status: 304, headers: [["X-A", "new"]] });
    expect(await text(app)).toBe("body");
    const response = await app.fetch(api);
    expect([response.status, await response.text(), response.headers.get("x-a")]).toEqual([200, "body", "new"]);
    expect(asked).toEqual([null, '"1"']);
  });

  test("a 304 that takes the permission back is obeyed", async () => {
    const headers = [own, ["ETag", '"1"']] as const;
    const { app } = cachingPage({ headers }, { status: 304, headers: [["Access-Control-Allow-Origin", "null"]] });
    await text(app);
    await expect(app.fetch(api)).rejects.toMatchObject({ reason: "acao-mismatch" });
  });

  test("only-if-cached is answered from it, and is emptied with it", async () => {
    const transport: Transport = () => ({ status: 200, headers: fresh, body: new Response("body").body });
    const app = page("https://api.example.com", { transport });
    const init = { cache: "only-if-cached", mode: "same-origin" } as const;
    await text(app);
    expect(await text(app, init)).toBe("body");
    app.clearCaches();
    await expect(app.fetch(api, init)).rejects.toMatchObject({ reason: "not-cached" });
  });
});
