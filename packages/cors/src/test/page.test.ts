import { createServer, type RequestListener } from "node:http";
import { type AddressInfo, createServer as createRawServer, type Socket } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { CorsError } from "./cors-error.ts";
import { fetchHandler } from "./fetch-handler.ts";
import { nodeListener } from "./node-listener.ts";
import { page } from "./page.ts";
import type { Transport, WireRequest } from "./transport.ts";

const origin = "https://app.example.com";
const api = "https://api.example.com";

/** Every answer shared with everyone, but for credentials; what was asked is in the body. */
const open: RequestListener = (request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    response.setHeader("Access-Control-Allow-Origin", "*");
    if (request.method === "OPTIONS") response.setHeader("Access-Control-Allow-Methods", "PUT");
    if (request.method === "OPTIONS") response.setHeader("Access-Control-Max-Age", "600");
    const { method, url, headers } = request;
    response.end(JSON.stringify({ method, url, headers, body: Buffer.concat(chunks).toString() }));
  });
};

function openPage(): ReturnType<typeof page> {
  return page(origin, { servers: { [api]: nodeListener(open) } });
}

/** A transport that gives these answers, one after the other, and keeps what it was asked. */
function answering(...answers: readonly Partial<Awaited<ReturnType<Transport>>>[]): {
  transport: Transport;
  asked: WireRequest[];
} {
  const asked: WireRequest[] = [];
  const left = [...answers];
  return {
    asked,
    transport: (request) => {
      asked.push(request);
      return { status: 200, headers: [["Access-Control-Allow-Origin", "*"]], ...left.shift() };
    },
  };
}

async function failure(promise: Promise<unknown>): Promise<CorsError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof CorsError) return error;
  throw new Error(`not a CorsError: ${String(error)}`);
}

describe("page().fetch", () => {
  test("resolves to what the page may see", async () => {
    const response = await openPage().fetch(`${api}/items`, { method: "PUT", body: "new" });
    expect(response).toBeInstanceOf(Response);
    expect([response.type, response.status, response.url, response.ok]).toEqual(["cors", 200, `${api}/items`, true]);
    expect([...response.headers.keys()]).toEqual(["content-length"]);
    expect(await response.clone().json()).toMatchObject({ method: "PUT", url: "/items", body: "new" });
    const asked = (await response.json()).headers;
    expect(asked).toMatchObject({
      origin,
      referer: `${origin}/`,
      "sec-fetch-site": "same-site",
      host: "api.example.com",
    });
  });

  test("rejects with the reason, the step, and the fix", async () => {
    const error = await failure(openPage().fetch(api, { credentials: "include" }));
    expect(error).toMatchObject({
      reason: "acao-star-with-credentials",
      spec: "https://fetch.spec.whatwg.org/#concept-cors-check",
      hop: 0,
      onPreflight: false,
      fix: expect.stringContaining(origin),
    });
    expect(error.verdict?.exchanges).toHaveLength(1);
    expect(error.messages.chromium).toContain("when the request's credentials mode is 'include'");
    expect(Object.keys(error.messages)).toEqual(["chromium", "firefox", "webkit"]);
  });

  test("rejects with what a script takes for a TypeError", async () => {
    const error = await failure(openPage().fetch(api, { method: "DELETE" }));
    expect(error).toBeInstanceOf(TypeError);
    expect([error.name, error.constructor]).toEqual(["TypeError", TypeError]);
    expect(error.reason).toBe("preflight-method");
  });

  test("keeps what a preflight granted, for this page alone", async () => {
    const { transport, asked } = answering({
      headers: [
        ["Access-Control-Allow-Origin", "*"],
        ["Access-Control-Allow-Methods", "PUT"],
        ["Access-Control-Max-Age", "600"],
      ],
    });
    const app = page(origin, { transport });
    await app.fetch(api, { method: "PUT" });
    await app.fetch(api, { method: "PUT" });
    expect(asked.map(({ method }) => method)).toEqual(["OPTIONS", "PUT", "PUT"]);
    app.clearCaches();
    await failure(app.fetch(api, { method: "PUT" }));
    expect(asked.map(({ method }) => method)).toEqual(["OPTIONS", "PUT", "PUT", "OPTIONS"]);
  });

  test("takes cookies only where credentials are included, and sends them only there", async () => {
    const headers = [
      ["Access-Control-Allow-Origin", origin],
      ["Access-Control-Allow-Credentials", "true"],
      ["Set-Cookie", "session=1; Path=/"],
    ] as const;
    const { transport, asked } = answering({ headers }, { headers }, { headers }, { headers });
    const app = page(origin, { transport });
    await app.fetch(api);
    await app.fetch(api, { credentials: "include" });
    await app.fetch(api, { credentials: "include" });
    await app.fetch(api);
    const cookies = asked.map((request) => request.headers.find(([name]) => name === "Cookie")?.[1]);
    expect(cookies).toEqual([undefined, undefined, "session=1", undefined]);
  });

  test("resolves relative URLs against the page's address, and takes Request objects", async () => {
    const { transport, asked } = answering();
    const app = page("https://app.example.com/shop/cart", { transport });
    await app.fetch("../api");
    await app.fetch(new URL(api));
    await app.fetch(new Request(`${api}/node`, { method: "POST", body: "x", headers: { Cookie: "forged=1" } }));
    await app.fetch(new app.Request("own", { headers: { Origin: "https://forged.example" } }));
    expect(asked.map(({ url }) => url)).toEqual([
      "https://app.example.com/api",
      "https://api.example.com/",
      "https://api.example.com/node",
      "https://app.example.com/shop/own",
    ]);
    const names = asked.flatMap(({ headers }) => headers.map(([name, value]) => `${name}: ${value}`));
    expect(names.join("\n")).not.toContain("forged");
    expect(new TextDecoder().decode(asked[2]?.body as Uint8Array)).toBe("x");
  });

  test("asks a handler, too", async () => {
    const handler = async (request: Request): Promise<Response> =>
      new Response(`${request.method} ${await request.text()}`, { headers: { "Access-Control-Allow-Origin": origin } });
    const app = page(origin, { servers: { [api]: fetchHandler({ fetch: handler }) } });
    expect(await (await app.fetch(api, { method: "POST", body: "x" })).text()).toBe("POST x");
  });

  test("undoes content codings", async () => {
    const { gzipSync, brotliCompressSync } = await import("node:zlib");
    const codings = { gzip: gzipSync("zipped"), br: brotliCompressSync("zipped"), unknown: Buffer.from("zipped") };
    for (const [coding, bytes] of Object.entries(codings)) {
      const { transport } = answering({
        headers: [
          ["Access-Control-Allow-Origin", "*"],
          ["Content-Encoding", coding],
        ],
        body: new Response(bytes).body,
      });
      expect(await (await page(origin, { transport }).fetch(api)).text()).toBe("zipped");
    }
  });

  test("knows by the public suffix list what is of the same site", async () => {
    const headers = [["Cross-Origin-Resource-Policy", "same-site"]] as const;
    const asked = (from: string): Promise<string> =>
      page(from, { transport: answering({ headers }).transport })
        .fetch("https://api.example.co.uk/x", { mode: "no-cors" })
        .then(
          ({ type }) => type,
          ({ reason }: CorsError) => reason,
        );
    expect(await asked("https://www.example.co.uk")).toBe("opaque");
    expect(await asked("https://other.co.uk")).toBe("cross-origin-resource-policy");
  });

  test("gives back what a script can tell from an opaque response: nothing", async () => {
    const response = await openPage().fetch(api, { mode: "no-cors" });
    expect([response.type, response.status, response.url, response.body]).toEqual(["opaque", 0, "", null]);
    expect([...response.headers]).toEqual([]);
  });

  test("keeps a response's headers as they are", async () => {
    const { headers } = await openPage().fetch(api);
    expect(() => headers.set("a", "b")).toThrow(TypeError);
    expect(() => headers.delete("content-length")).toThrow(TypeError);
  });

  test("reads data: and blob: URLs", async () => {
    const app = openPage();
    const response = await app.fetch("data:text/plain,hello#part");
    expect([response.type, response.status, response.url]).toEqual(["basic", 200, "data:text/plain,hello"]);
    expect([response.headers.get("content-type"), await response.text()]).toEqual(["text/plain", "hello"]);
    const url = URL.createObjectURL(new Blob(["of a blob"]));
    expect(await (await app.fetch(url)).text()).toBe("of a blob");
    expect((await failure(app.fetch(url, { method: "POST", body: "x" }))).reason).toBe("local-url-unreadable");
    URL.revokeObjectURL(url);
    expect((await failure(app.fetch(url))).reason).toBe("local-url-unreadable");
    expect((await failure(app.fetch("data:nothing"))).reason).toBe("local-url-unreadable");
  });

  test("keeps a Request's referrer policy, through copies", async () => {
    const app = openPage();
    const request = new app.Request(api, { referrerPolicy: "origin" });
    for (const copy of [request.clone(), new app.Request(request)]) expect(copy.referrerPolicy).toBe("origin");
    expect(new app.Request(request, { method: "PUT" }).referrerPolicy).toBe("");
  });

  test("checks integrity", async () => {
    const { createHash } = await import("node:crypto");
    const digest = createHash("sha256").update("bytes").digest("base64");
    const body = (): ReadableStream<Uint8Array> | null => new Response("bytes").body;
    const { transport } = answering({ body: body() }, { body: body() }, { body: body() });
    const app = page(origin, { transport });
    expect(await (await app.fetch(api, { integrity: `sha256-${digest}` })).text()).toBe("bytes");
    const opaque = app.fetch(api, { integrity: `sha256-${digest}`, mode: "no-cors" });
    expect((await failure(opaque)).reason).toBe("integrity-mismatch");
    const other = createHash("sha256").update("others").digest("base64");
    expect((await failure(app.fetch(api, { integrity: `sha256-${other}` }))).reason).toBe("integrity-mismatch");
  });

  test("follows a redirect with a body, but not with a stream", async () => {
    const location = [
      ["Access-Control-Allow-Origin", "*"],
      ["Location", "/there"],
    ] as const;
    const redirect = { status: 307, headers: location };
    const bytes = answering(redirect);
    await page(origin, { transport: bytes.transport }).fetch(api, { method: "POST", body: "twice" });
    expect(bytes.asked.map(({ body }) => new TextDecoder().decode(body as Uint8Array))).toEqual(["twice", "twice"]);

    const stream = answering({}, redirect);
    const body = new Response("once").body;
    const init = { method: "POST", body, duplex: "half" } as RequestInit;
    const error = await failure(page(origin, { transport: stream.transport }).fetch(api, init));
    expect(error.reason).toBe("redirect-stream-body");
  });
});

describe("an abort", () => {
  test("rejects with the caller's reason, before, meanwhile, and in the body", async () => {
    const never: Transport = () => new Promise(() => {});
    const app = page(origin, { transport: never });
    const reason = new Error("mine");
    await expect(app.fetch(api, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);

    const controller = new AbortController();
    const waiting = app.fetch(api, { signal: controller.signal });
    setTimeout(() => controller.abort(), 5);
    await expect(waiting).rejects.toMatchObject({ name: "AbortError" });

    const { transport } = answering({ body: new ReadableStream({}) });
    const late = new AbortController();
    const response = await page(origin, { transport }).fetch(api, { signal: late.signal });
    const text = response.text();
    late.abort(reason);
    await expect(text).rejects.toBe(reason);
  });
});

describe("a call that makes no sense", () => {
  const facts: readonly (readonly [string, string, RequestInit, string])[] = [
    ["a URL that is none", "https://", {}, "url-invalid"],
    ["a user name in the URL", "https://me@api.example.com/", {}, "url-credentials"],
    ["a method that is none", api, { method: "a b" }, "method-invalid"],
    ["a forbidden method", api, { method: "trace" }, "method-forbidden"],
    ["an unsafe method without CORS", api, { method: "PUT", mode: "no-cors" }, "method-no-cors"],
    ["a body on GET", api, { body: "x" }, "body-not-allowed"],
    ["a mode that is none", api, { mode: "all" as RequestMode }, "option-invalid"],
    ["a header that is none", api, { headers: { "a b": "c" } }, "header-invalid"],
    ["a cache that is empty", origin, { cache: "only-if-cached", mode: "same-origin" }, "not-cached"],
    [
      "a body too large to outlive the page",
      api,
      { method: "POST", body: "x".repeat(65_537), keepalive: true },
      "keepalive-too-large",
    ],
  ];
  test.each(facts)("%s", async (_why, url, init, reason) => {
    expect((await failure(openPage().fetch(url, init))).reason).toBe(reason);
  });

  test("a page that is at no origin", () => {
    expect(() => page(origin, { engine: "gecko" as "firefox" })).toThrow('engine: "gecko" is not one of');
    expect(() => page("app.example.com")).toThrow("Write scheme, host and port");
    expect(() => page(origin, { url: "https://other.example/" })).toThrow("is a page of https://other.example");
  });
});

describe("bad answers", () => {
  let raw: ReturnType<typeof createRawServer> | undefined;
  const sockets = new Set<Socket>();
  afterEach(() => {
    for (const socket of sockets) socket.destroy();
    raw?.close();
  });

  /** A server that writes these bytes to whoever connects. */
  async function serving(bytes: string): Promise<string> {
    const server = createRawServer((socket) => {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.once("data", () => socket.end(Buffer.from(bytes, "latin1")));
    });
    raw = server;
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  const star = "Access-Control-Allow-Origin: *\r\n";
  // biome-ignore format: one fact per line
  const facts: readonly (readonly [why: string, bytes: string, end: string | number])[] = [
    ["no HTTP at all",                     "hello\r\n\r\n",                                             "network"],
    ["nothing",                            "",                                                          "network"],
    ["half a head",                         "HTTP/1.1 200 OK\r\nAccess-Control",                         "acao-missing"],
    ["a head without its end",              `HTTP/1.1 200 OK\r\n${star}`,                                200],
    ["no status",                           `HTTP/1.1 OK\r\n${star}\r\n`,                             "network"],
    ["a line that is no header",            `HTTP/1.1 200 OK\r\nodd\r\n${star}\r\n`,               200],
    ["a folded line",                       "HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin:\r\n *\r\n\r\n", 200],
    ["a space before the colon",            "HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin : *\r\n\r\n", 200],
    ["one length twice",                    `HTTP/1.1 200 OK\r\n${star}Content-Length: 0\r\nContent-Length: 0\r\n\r\n`, 200],
    ["two lengths",                         `HTTP/1.1 200 OK\r\n${star}Content-Length: 0\r\nContent-Length: 1\r\n\r\n`, "network"],
    ["a head that is too long",             `HTTP/1.1 200 OK\r\nX: ${"x".repeat(300_000)}\r\n${star}\r\n`, "network"],
    ["an interim response and no other",   "HTTP/1.1 103 Early\r\n\r\n",                                "network"],
    ["an interim response, then another",  `HTTP/1.1 103 Early\r\n\r\nHTTP/1.1 200 OK\r\n${star}\r\n`,  200],
    ["a switch of protocols",              `HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n${star}\r\n`, "network"],
    ["status 999",                         `HTTP/1.1 999 Odd\r\n${star}\r\n`,                           999],
    ["status 000",                         `HTTP/1.1 000 Odd\r\n${star}\r\n`,                           0],
    ["a NUL byte in a header",             `HTTP/1.1 200 OK\r\n${star}X: a\0b\r\n\r\n`,                  "network"],
    ["control characters in a header",     `HTTP/1.1 200 OK\r\n${star}X: a\x01\x7fb\r\n\r\n`,            200],
    ["bytes above ASCII in a header",      `HTTP/1.1 200 OK\r\n${star}X: \xe9\xff\r\n\r\n`,              200],
    ["lines that end without CR",          "HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: *\n\n",        200],
    ["an empty header",                    "HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin:\r\n\r\n",    "acao-invalid"],
    ["a header twice",                     `HTTP/1.1 200 OK\r\n${star}${star}\r\n`,                      "acao-multiple"],
    ["a Location that does not parse",     `HTTP/1.1 302 Found\r\n${star}Location: http://\r\n\r\n`,     "redirect-location-invalid"],
    ["two Locations",                      `HTTP/1.1 302 Found\r\n${star}Location: /a\r\nLocation: /b\r\n\r\n`, "redirect-location-invalid"],
    ["a Location that is empty, forever",  `HTTP/1.1 302 Found\r\n${star}Location:\r\n\r\n`,             "redirect-loop"],
    ["a redirect without Location",        `HTTP/1.1 302 Found\r\n${star}\r\n`,                          302],
  ];
  test.each(facts)("%s", async (_why, bytes, end) => {
    const url = await serving(bytes);
    const ended = await page("http://localhost:1")
      .fetch(url)
      .then(
        ({ status }) => status,
        (error: unknown) => (error instanceof CorsError ? error.reason : String(error)),
      );
    expect(ended).toBe(end);
  });

  test("a body that breaks off is a TypeError where it is read", async () => {
    const url = await serving(`HTTP/1.1 200 OK\r\n${star}Content-Length: 10\r\n\r\nhalf`);
    const response = await page("http://localhost:1").fetch(url);
    await expect(response.text()).rejects.toBeInstanceOf(TypeError);
  });

  // biome-ignore format: one fact per line
  const bodies: readonly (readonly [why: string, bytes: string, text: string | null])[] = [
    ["in chunks",                   "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n", "abcde"],
    ["in chunks that break off",    "Transfer-Encoding: chunked\r\n\r\n3\r\nab",                               null],
    ["in chunks without a length",  "Transfer-Encoding: chunked\r\n\r\nx\r\nabc\r\n",                          null],
    ["to the end",                  "\r\nabc",                                                                  "abc"],
    ["shorter than what came",      "Content-Length: 2\r\n\r\nabc",                                            "ab"],
    ["of no length",                "Content-Length: x\r\n\r\nabc",                                            "abc"],
  ];
  test.each(bodies)("a body %s", async (_why, bytes, text) => {
    const response = await page("http://localhost:1").fetch(await serving(`HTTP/1.1 200 OK\r\n${star}${bytes}`));
    expect(await response.text().catch(() => null)).toBe(text);
  });

  const transports: readonly (readonly [string, Transport])[] = [
    [
      "throws",
      () => {
        throw new Error("down");
      },
    ],
    ["rejects", () => Promise.reject(new Error("down"))],
    ["rejects with no error", () => Promise.reject(undefined)],
    ["never answers", () => new Promise(() => {})],
    ["gives nothing", () => undefined as never],
    ["gives no headers", () => ({ status: 200 }) as never],
    ["gives no pairs", () => ({ status: 200, headers: ["a"] }) as never],
    ["gives no status", () => ({ status: 1.5, headers: [] })],
  ];
  test.each(transports)("a transport that %s", async (_what, transport) => {
    const error = await failure(page(origin, { transport, timeout: 50 }).fetch(api));
    expect([error.reason, error.step]).toEqual(["network", "HTTP-network fetch, step 8"]);
  });

  test("a server in this process that throws, or hangs up", async () => {
    const hangsUp = nodeListener((request) => request.socket.destroy());
    expect((await failure(page(origin, { transport: hangsUp }).fetch(api))).reason).toBe("network");
    const throws = fetchHandler(() => {
      throw new Error("a bug of the handler's");
    });
    const error = await failure(page(origin, { transport: throws }).fetch(api));
    expect(error.cause).toMatchObject({ message: "a bug of the handler's" });
  });
});

test("methods and header bytes go out as they are", async () => {
  let bytes = "";
  const server = createRawServer((socket) => {
    socket.once("data", (chunk) => {
      bytes = chunk.toString("latin1");
      socket.end("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await page(url).fetch("/x?y#z", {
    method: "chicken",
    headers: [
      ["X-A", "\x01\xff"],
      ["x-a", "b"],
    ],
  });
  expect(bytes).toMatch(/^chicken \/x\?y HTTP\/1\.1\r\n/);
  expect(bytes).toContain("\r\nX-A: \x01\xff, b\r\n");
  await new Promise((closed) => server.close(closed));
});

test("names below localhost are this machine, and large bodies come whole", async () => {
  const server = createServer((request, response) => {
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.write("x".repeat(3_000_000));
    response.end(request.headers.host);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const host = `api.localhost:${(server.address() as AddressInfo).port}`;
  const text = await (await page(origin).fetch(`http://${host}/`)).text();
  expect([text.length, text.slice(3_000_000)]).toEqual([3_000_000 + host.length, host]);
  await new Promise((closed) => server.close(closed));
});
