import { once } from "node:events";
import { createSecureServer, type Http2SecureServer, type ServerHttp2Stream } from "node:http2";
import type { AddressInfo } from "node:net";
import type { HttpRequest } from "@crosscheck/cors/http";
import { afterEach, describe, expect, test } from "vitest";
import { createHttpClient } from "../../packages/toolkit/src/scan/http-client.ts";
import { makeCertificate } from "./certificate.ts";
import { client, deadlineMs, serve } from "./farm.ts";
import { type FrameBehaviour, field, forEver, frame, serveFrames, status200 } from "./http2-frames.ts";
import { response, says } from "./servers.ts";

const endStream = 1;
const endHeaders = 4;
const get = ({ port }: { readonly port: number }, path = "/"): HttpRequest => ({
  method: "GET",
  url: `https://127.0.0.1:${port}${path}`,
  headers: [],
});
const head = (stream: number, ...fields: Buffer[]): Buffer =>
  frame("headers", Buffer.concat([status200, ...fields]), { flags: endHeaders, stream });

describe("a server that speaks HTTP/2", () => {
  const certificate = makeCertificate({ name: "two.example", hosts: ["127.0.0.1"] });
  let server: Http2SecureServer | undefined;
  let sessions = 0;

  afterEach(() => server?.close());

  async function start(
    answer: (stream: ServerHttp2Stream, raw: readonly string[]) => void,
    allowHTTP1 = false,
  ): Promise<{ readonly port: number }> {
    sessions = 0;
    server = createSecureServer({ cert: certificate.cert, key: certificate.key, allowHTTP1 });
    server.on("session", () => sessions++);
    server.on("stream", (stream: ServerHttp2Stream, _headers: unknown, _flags: unknown, raw: unknown) =>
      answer(stream, raw as string[]),
    );
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return { port: (server.address() as AddressInfo).port };
  }

  const asking = () => client({ allowPrivate: true, insecure: true, deadlineMs: 3_000 });

  test("one session carries every request; headers keep order and duplicates, bytes stay bytes", async () => {
    const heads: (readonly string[])[] = [];
    const { port } = await start((stream, raw) => {
      heads.push(raw);
      stream.respond([":status", "200", "b", "1", "a", "2", "b", "\xe9"], { sendDate: false } as object);
      stream.end("hello");
    });
    const one = asking();
    for (const path of ["/1", "/2?x", "/3"]) {
      const answer = await one.send({ ...get({ port }, path), headers: [["Origin", "https://a.example"]] });
      expect(answer).toMatchObject({ status: 200 });
      const own = "headers" in answer ? answer.headers.filter(([name]) => name !== "date") : [];
      expect(own).toEqual([
        ["b", "1"],
        ["a", "2"],
        ["b", "\xe9"],
      ]);
    }
    expect(sessions).toBe(1);
    expect(one.requests).toBe(3);
    expect(heads[1]).toEqual([
      ...[":method", "GET", ":scheme", "https", ":authority", `127.0.0.1:${port}`, ":path", "/2?x"],
      ...["user-agent", heads[1]?.[9] ?? "", "accept-encoding", "identity", "origin", "https://a.example"],
    ]);
  });

  test("HEAD, OPTIONS and POST go over it too, without a body", async () => {
    const seen: string[] = [];
    const { port } = await start((stream, raw) => {
      seen.push(`${raw[1]} ${raw.includes("content-length") ? "0" : "-"} ${stream.endAfterHeaders}`);
      stream.respond({ ":status": 204 }, { endStream: true });
    });
    const one = asking();
    for (const method of ["HEAD", "OPTIONS", "POST"]) {
      expect(await one.send({ ...get({ port }), method })).toMatchObject({ status: 204 });
    }
    expect(seen).toEqual(["HEAD - true", "OPTIONS - true", "POST 0 true"]);
  });

  test("the text of a page is kept, an endless one is cut, and the session goes on", async () => {
    const { port } = await start((stream, raw) => {
      stream.on("error", () => {});
      stream.respond({ ":status": 200, "content-type": "text/html" });
      const page = raw[7] === "/long" ? "a".repeat(200_000) : "<a href=/api>";
      stream.end(page);
    });
    const one = asking();
    expect(await one.send(get({ port }), { keepsBody: true })).toMatchObject({ body: "<a href=/api>" });
    const long = await one.send(get({ port }, "/long"), { keepsBody: true });
    expect("body" in long && long.body?.length).toBe(64 * 1024);
    expect(await one.send(get({ port }, "/long"))).toMatchObject({ status: 200 });
    expect(await one.send(get({ port }))).toMatchObject({ status: 200 });
    expect(sessions).toBe(1);
  });

  test("a session that ends between two requests is begun anew", async () => {
    const { port } = await start((stream) => {
      stream.respond({ ":status": 200 }, { endStream: true });
      stream.session?.close();
    });
    const one = asking();
    for (let time = 0; time < 3; time++) expect(await one.send(get({ port }))).toMatchObject({ status: 200 });
    expect(sessions).toBe(3);
  });

  test("a server that wants HTTP/1.1 for it is asked by that", async () => {
    const { port } = await start((stream) => stream.close(13), true);
    server?.on("request", (request, answer) => {
      if (request.httpVersion === "1.1") answer.writeHead(200, { by: request.httpVersion }).end();
    });
    const answer = await asking().send(get({ port }));
    expect(answer).toMatchObject({ status: 200 });
    expect("headers" in answer && answer.headers.find(([name]) => name === "by")?.[1]).toBe("1.1");
  });

  test("a server that picks nothing is asked by HTTP/1.1, on the same connection", async () => {
    const plain = await serve(says(response("A: 1")), { cert: certificate.cert, key: certificate.key });
    const one = asking();
    expect(await one.send(get(plain))).toMatchObject({ status: 200 });
    expect(await one.send(get(plain))).toMatchObject({ status: 200 });
    expect(plain.connections).toBe(1);
  });
});

describe("a hostile server that speaks HTTP/2", () => {
  const settings = (count: number): Buffer =>
    Buffer.concat(Array.from({ length: count }, () => Buffer.from([0, 3, 0, 0, 0, 100])));
  const long = "a".repeat(4_000);
  /** Puts a long field into the table once, and names it again and again: one byte each. RFC 7541, section 7.3. */
  const bomb = Buffer.concat([
    status200,
    Buffer.from([0x40]),
    field("x", long).subarray(1),
    Buffer.alloc(12_000, 0xbe),
  ]);

  // biome-ignore format: one fact per line
  const facts: readonly (readonly [why: string, behaviour: FrameBehaviour, code: string])[] = [
    ["it says nothing",                          { begun: () => {} },                                                           "timeout"],
    ["it says its settings and nothing more",    {},                                                                            "timeout"],
    ["it answers in HTTP/1.1",                   { begun: (socket) => socket.write("HTTP/1.1 200 OK\r\n\r\n") },               "reset"],
    ["it answers in noise",                      { begun: (socket) => forEver(socket, Buffer.from("\0noise\xff", "latin1")) },  "reset"],
    ["it closes at once",                        { begun: (socket) => socket.end() },                                           "reset"],
    ["it goes away",                             { asked: (socket) => socket.write(frame("goaway", Buffer.alloc(8))) },         "reset"],
    ["it resets the stream",                     { asked: (socket, stream) => socket.write(frame("rstStream", Buffer.from([0, 0, 0, 2]), { stream })) }, "reset"],
    ["its continuations never end",              { asked: (socket, stream) => { socket.write(frame("headers", status200, { stream })); forEver(socket, frame("continuation", field("a", "b"), { stream })); } }, "reset"],
    ["its empty continuations never end",        { asked: (socket, stream) => { socket.write(frame("headers", status200, { stream })); forEver(socket, frame("continuation", undefined, { stream })); } }, "reset"],
    ["its settings are huge",                    { begun: (socket) => socket.write(frame("settings", settings(2_700))) },       "reset"],
    ["its settings never end",                   { begun: (socket) => forEver(socket, frame("settings", settings(1))) },        "reset headers-too-large"],
    ["its pings never end",                      { begun: (socket) => { socket.write(frame("settings")); forEver(socket, frame("ping", Buffer.alloc(8))); } }, "reset headers-too-large"],
    ["its window updates never end",             { begun: (socket) => { socket.write(frame("settings")); forEver(socket, frame("windowUpdate", Buffer.from([0, 0, 0, 1]))); } }, "reset headers-too-large"],
    ["its priorities never end",                 { begun: (socket) => { socket.write(frame("settings")); forEver(socket, frame("priority", Buffer.alloc(5), { stream: 3 })); } }, "reset headers-too-large"],
    ["frames that nobody knows never end",       { begun: (socket) => { socket.write(frame("settings")); forEver(socket, frame("unknown", Buffer.alloc(100))); } }, "reset headers-too-large"],
    ["its interim answers never end",            { asked: (socket, stream) => forEver(socket, frame("headers", Buffer.concat([Buffer.from([8, 3]), Buffer.from("103")]), { flags: endHeaders, stream })) }, "not-http"],
    ["its pushes never end",                     { asked: (socket, stream) => forEver(socket, frame("pushPromise", Buffer.concat([Buffer.from([0, 0, 0, 2]), status200]), { flags: endHeaders, stream })) }, "reset"],
    ["it hangs in the head",                     { asked: (socket, stream) => socket.write(head(stream, field("a", "b")).subarray(0, -2)) }, "timeout"],
    ["a few bytes make a head of 48 MB",         { asked: (socket, stream) => socket.write(frame("headers", bomb, { flags: endHeaders, stream })) }, "reset headers-too-large"],
    ["its head has 40 KiB",                      { asked: (socket, stream) => socket.write(Buffer.concat([frame("headers", Buffer.concat([status200, field("a", "a".repeat(14_000))]), { stream }), frame("continuation", field("b", "b".repeat(14_000)), { stream }), frame("continuation", field("c", "c".repeat(14_000)), { flags: endHeaders, stream })])) }, "headers-too-large"],
    ["its data comes before a head",             { asked: (socket, stream) => forEver(socket, frame("data", Buffer.alloc(1_000), { stream })) }, "reset"],
    ["its head has no status",                   { asked: (socket, stream) => socket.write(frame("headers", field("a", "b"), { flags: endHeaders | endStream, stream })) }, "reset"],
  ];

  test.each(facts)("%s", async (_why, behaviour, codes) => {
    const server = await serveFrames(behaviour);
    const answer = await client({ allowPrivate: true, insecure: true }).send(get(server));
    expect(answer).toMatchObject({ kind: "failed" });
    expect(codes.split(" ")).toContain("code" in answer ? answer.code : "");
    expect("why" in answer && answer.why).toMatch(/^[\x20-\x7e]*127\.0\.0\.1[\x20-\x7e]*\.$/);
  });

  // biome-ignore format: one fact per line
  const answered: readonly (readonly [why: string, behaviour: FrameBehaviour])[] = [
    ["its body never ends",              { asked: (socket, stream) => { socket.write(head(stream)); forEver(socket, frame("data", Buffer.alloc(8_000), { stream })); } }],
    ["its body is empty frames for ever", { asked: (socket, stream) => { socket.write(head(stream)); forEver(socket, frame("data", undefined, { stream })); } }],
    ["its body is padding for ever",     { asked: (socket, stream) => { socket.write(head(stream)); forEver(socket, frame("data", Buffer.concat([Buffer.from([250]), Buffer.alloc(250)]), { flags: 8, stream })); } }],
    ["its body never comes",             { asked: (socket, stream) => socket.write(head(stream)) }],
    ["it pings for ever after the head", { asked: (socket, stream) => { socket.write(head(stream)); forEver(socket, frame("ping", Buffer.alloc(8))); } }],
  ];

  test.each(answered)("%s: the head is taken", async (_why, behaviour) => {
    const server = await serveFrames(behaviour);
    const asking = client({ allowPrivate: true, insecure: true });
    expect(await asking.send(get(server))).toMatchObject({ status: 200 });
    await asking.close();
    expect(server.bytesSent).toBeLessThan(16 * 1024 * 1024);
  });

  test("the process does not grow", async () => {
    const before = process.memoryUsage().rss;
    for (const [, behaviour] of [...facts, ...answered]) {
      const server = await serveFrames(behaviour);
      const asking = createHttpClient({ allowPrivate: true, insecure: true, deadlineMs: deadlineMs / 4 });
      await asking.send(get(server));
      await asking.close();
      await server.close();
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
  });
});
