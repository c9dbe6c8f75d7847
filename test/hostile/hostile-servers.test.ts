import { describe, expect, test } from "vitest";
import { createHttpClient } from "../../packages/toolkit/src/scan/http-client.ts";
import { client, deadlineMs, serve } from "./farm.ts";
import {
  type Behaviour,
  request,
  response,
  says,
  saysAndEnds,
  saysForEver,
  saysSlowly,
  startServer,
  startSleeper,
} from "./servers.ts";

const ok = response("A: 1");
const random = Array.from({ length: 4096 }, (_, index) => String.fromCharCode((index * 7919 + 13) % 256)).join("");

describe("a server that gives no answer", () => {
  // biome-ignore format: one fact per line
  const facts: readonly (readonly [why: string, behaviour: Behaviour, code: string, fragment: string])[] = [
    ["it accepts and says nothing",              {},                                                           "timeout",   "accepted the connection and did not answer within the scan's 1 s"],
    ["it closes at once",                        { connected: (socket) => socket.end() },                      "reset",     "closed the connection without a complete answer"],
    ["it resets at once",                        { connected: (socket) => socket.resetAndDestroy() },          "reset",     "reset the connection"],
    ["it closes when asked",                     { asked: (socket) => socket.end() },                          "reset",     "closed the connection without a complete answer"],
    ["it resets when asked",                     { asked: (socket) => socket.resetAndDestroy() },              "reset",     "reset the connection"],
    ["it stops in the status line",              saysAndEnds("HTTP/1.1 20"),                                   "reset",     "without a complete answer"],
    ["it stops in the head",                     saysAndEnds("HTTP/1.1 200 OK\r\nA: 1\r\n"),                   "reset",     "without a complete answer"],
    ["it hangs in the head",                     says("HTTP/1.1 200 OK\r\nA: 1\r\n"),                          "timeout",   "did not answer"],
    ["it sends a byte every 50 ms",              saysSlowly(response(`A: ${"a".repeat(200)}`), 50),            "timeout",   "did not answer"],
    ["it is SSH",                                { connected: (socket) => socket.write("SSH-2.0-OpenSSH_9.6\r\n") }, "not-http", 'it sends "SSH-2.0-OpenSSH_9.6\\x0d\\x0a". Check the port.'],
    ["it is SMTP",                               { connected: (socket) => socket.write("220 mail ESMTP\r\n") }, "not-http", 'it sends "220 mail ESMTP'],
    ["it is HTTP/0.9",                           saysAndEnds("<html>hello</html>"),                            "not-http",  'does not answer in HTTP: it sends "<html>hello</html>"'],
    ["it is TLS",                                says("\x15\x03\x01\x00\x02\x02\x46"),                         "not-http",  "answers in TLS, not in plain HTTP. Try https."],
    ["it is HTTP/2 without asking",              says("\x00\x00\x06\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x64"), "not-http", "it sends \"\\x00\\x00\\x06\\x04"],
    ["it is noise",                              says(random),                                                 "not-http",  'it sends "\\x0d'],
    ["it colours the terminal",                  says("\x1b[2J\x1b]0;owned\x07"),                              "not-http",  'it sends "\\x1b[2J\\x1b]0;owned\\x07"'],
    ["its header never ends",                    saysForEver("HTTP/1.1 200 OK\r\nA: ", "a"),                   "headers-too-large", "more than 32 KiB of headers"],
    ["its header name never ends",               saysForEver("HTTP/1.1 200 OK\r\n", "a"),                      "headers-too-large", "more than 32 KiB of headers"],
    ["its headers never end",                    saysForEver("HTTP/1.1 200 OK\r\n", "A: b\r\n"),               "headers-too-large", "more than 32 KiB of headers"],
    ["its empty headers never end",              saysForEver("HTTP/1.1 200 OK\r\n", "a:\r\n"),                 "headers-too-large", "more than 32 KiB of headers"],
    ["its folded line never ends",               saysForEver("HTTP/1.1 200 OK\r\nA: b\r\n", " c\r\n"),         "headers-too-large", "more than 32 KiB of headers"],
    ["its reason phrase never ends",             saysForEver("HTTP/1.1 200 ", "OK"),                           "headers-too-large", "more than 32 KiB of headers"],
    ["its leading empty lines never end",        saysForEver("", "\r\n"),                                      "headers-too-large", "KiB without the head of a response"],
    ["it says 100 Continue for ever",            saysForEver("", "HTTP/1.1 100 Continue\r\n\r\n"),             "not-http",  "interim (1xx) responses and no final one"],
    ["it says 103 Early Hints for ever",         saysForEver("", "HTTP/1.1 103 Early Hints\r\nA: 1\r\n\r\n"),  "not-http",  "interim (1xx) responses and no final one"],
    ["it says 100 Continue and stops",           says("HTTP/1.1 100 Continue\r\n\r\n"),                        "timeout",   "did not answer"],
    ["its length is said twice",                 says(response("Content-Length: 2")),                          "not-http",  "Duplicate Content-Length"],
    ["its length is said twice, differently",    says(response("Content-Length: 20")),                         "not-http",  "Duplicate Content-Length"],
    ["its length is negative",                   says("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n"),        "not-http",  "Invalid character in Content-Length"],
    ["its length is no number at all",           says(`HTTP/1.1 200 OK\r\nContent-Length: ${"9".repeat(40)}\r\n\r\n`), "not-http", "Content-Length overflow"],
    ["a value has a NUL",                        says(response("A: 1\0 2")),                                   "not-http",  "a NUL byte in its A header"],
    ["a value has a bare CR",                    says(response("A: 1\rB: 2")),                                 "not-http",  "cannot be read: Missing expected LF after header value"],
    ["a name has a space",                       says(response("A B: 1")),                                     "not-http",  "Invalid header token"],
    ["a header has no colon",                    says(response("nonsense")),                                   "not-http",  "Invalid header token"],
    ["its status has two digits",                says("HTTP/1.1 99 Hm\r\nContent-Length: 0\r\n\r\n"),          "not-http",  "Invalid status code"],
    ["its status has four digits",               says("HTTP/1.1 2000 Hm\r\nContent-Length: 0\r\n\r\n"),        "not-http",  "Invalid response status"],
  ];

  test.each(facts)("%s", async (_why, behaviour, code, fragment) => {
    const server = await serve(behaviour);
    const began = performance.now();
    const answer = await client({ allowPrivate: true }).send(request(server));
    expect(answer).toMatchObject({ kind: "failed", code });
    expect("why" in answer && answer.why).toContain(fragment);
    expect("why" in answer && answer.why).toContain("127.0.0.1");
    expect(performance.now() - began).toBeLessThan(deadlineMs + 500);
    expect("why" in answer && answer.why).toMatch(/^[\x20-\x7e]*\.$/);
  });

  test("it accepts no connection", async () => {
    const asleep = await startSleeper();
    const answer = await client({ allowPrivate: true }).send(request(asleep));
    await asleep.close();
    expect(answer).toMatchObject({ kind: "failed", code: "timeout" });
    expect("why" in answer && answer.why).toContain(
      `127.0.0.1 port ${asleep.port} did not accept a connection in time`,
    );
  });

  test("it is not there", async () => {
    const server = await startServer({});
    await server.close();
    const answer = await client({ allowPrivate: true }).send(request(server));
    expect(answer).toMatchObject({ kind: "failed", code: "refused" });
    expect("why" in answer && answer.why).toContain(`127.0.0.1 port ${server.port} refuses connections`);
  });
});

describe("a server whose answer can be read all the same", () => {
  // biome-ignore format: one fact per line
  const facts: readonly (readonly [why: string, text: string, status: number, headers: readonly (readonly [string, string])[]])[] = [
    ["headers keep order, case and duplicates",  response("b: 1", "A: 2", "B: 3", "a: 2"),                     200, [["b", "1"], ["A", "2"], ["B", "3"], ["a", "2"], ["Content-Length", "2"]]],
    ["an empty value is a value",                response("A:", "B: "),                                        200, [["A", ""], ["B", ""], ["Content-Length", "2"]]],
    ["white space around a value goes",          response("A:\t 1 \t"),                                        200, [["A", "1"], ["Content-Length", "2"]]],
    ["Latin-1 is kept byte for byte",            response("A: \xe9\xff\x80"),                                  200, [["A", "\xe9\xff\x80"], ["Content-Length", "2"]]],
    ["so are bytes that are not UTF-8's",        response("A: \xc3\x28"),                                      200, [["A", "\xc3\x28"], ["Content-Length", "2"]]],
    ["lines may end without CR",                 "HTTP/1.1 200 OK\nA: 1\n\nok",                                200, [["A", "1"]]],
    ["a folded line is one line",                response("A: 1", " 2"),                                       200, [["A", "1 2"], ["Content-Length", "2"]]],
    ["a control character is kept",              response("A: 1\x012"),                                        200, [["A", "1\x012"], ["Content-Length", "2"]]],
    ["100 Continue, unasked for, is not it",     `HTTP/1.1 100 Continue\r\n\r\n${ok}`,                         200, [["A", "1"], ["Content-Length", "2"]]],
    ["103 Early Hints is not it",                `HTTP/1.1 103 Early Hints\r\nB: 9\r\n\r\n${ok}`,              200, [["A", "1"], ["Content-Length", "2"]]],
    ["101 nobody asked for is what it is",       "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nhm", 101, [["Upgrade", "x"], ["Connection", "upgrade"]]],
    ["chunks win over a length",                 "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 200, [["Content-Length", "9"], ["Transfer-Encoding", "chunked"]]],
    ["status 000 is 0",                          "HTTP/1.1 000 Hm\r\nContent-Length: 0\r\n\r\n",               0,   [["Content-Length", "0"]]],
    ["status 999 is 999",                        "HTTP/1.1 999 Hm\r\nContent-Length: 0\r\n\r\n",               999, [["Content-Length", "0"]]],
    ["no reason is needed",                      "HTTP/1.1 404\r\nContent-Length: 0\r\n\r\n",                  404, [["Content-Length", "0"]]],
    ["a redirect to a script is only a header",  "HTTP/1.1 302 Found\r\nLocation: javascript:alert(1)\r\nContent-Length: 0\r\n\r\n", 302, [["Location", "javascript:alert(1)"], ["Content-Length", "0"]]],
    ["markup in a value is only a value",        response("A: <script>alert(1)</script>"),                     200, [["A", "<script>alert(1)</script>"], ["Content-Length", "2"]]],
    ["the body may be shorter than promised",    "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nok",            200, [["Content-Length", "20"]]],
    ["the chunks may be nonsense",               "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 200, [["Transfer-Encoding", "chunked"]]],
  ];

  test.each(facts)("%s", async (_why, text, status, headers) => {
    const server = await serve(says(text));
    expect(await client({ allowPrivate: true }).send(request(server))).toEqual({ status, headers });
  });

  test("2,500 headers are all there", async () => {
    const server = await serve(
      says(response(...Array.from({ length: 2_500 }, (_, index) => `x${index % 10}: ${index}`))),
    );
    const answer = await client({ allowPrivate: true }).send(request(server));
    expect("headers" in answer && answer.headers.length).toBe(2_501);
    expect("headers" in answer && answer.headers[2_499]).toEqual(["x9", "2499"]);
  });
});

describe("a server whose body never ends", () => {
  const gzip = "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03";
  // biome-ignore format: one fact per line
  const facts: readonly (readonly [why: string, behaviour: Behaviour])[] = [
    ["without a length",             saysForEver("HTTP/1.1 200 OK\r\n\r\n", "a")],
    ["with a huge length",           saysForEver("HTTP/1.1 200 OK\r\nContent-Length: 9000000000000000\r\n\r\n", "a")],
    ["in chunks",                    saysForEver("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "5\r\nhello\r\n")],
    ["in one chunk's extension",     saysForEver("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;", "a")],
    ["in trailers",                  saysForEver("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", "A: b\r\n")],
    ["as a gzip bomb",               saysForEver(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n${gzip}`, "\0")],
  ];

  test.each(facts)("%s: the head is taken, the rest cut", async (_why, behaviour) => {
    const server = await serve(behaviour);
    const asking = client({ allowPrivate: true });
    expect(await asking.send(request(server))).toMatchObject({ status: 200 });
    expect(await asking.send(request(server))).toMatchObject({ status: 200 });
    await asking.close();
    expect(server.bytesSent).toBeLessThan(8 * 1024 * 1024); // Two connections' socket buffers on loopback hold 4.
    expect(server.connections).toBe(2);
  });

  test("a slow body does not hold up the next request", async () => {
    const server = await serve({
      asked: (socket) => {
        socket.write("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n");
        const timer = setInterval(() => socket.write("a"), 20);
        socket.once("close", () => clearInterval(timer));
      },
    });
    const asking = client({ allowPrivate: true, deadlineMs: 3_000 });
    const began = performance.now();
    expect(await asking.send(request(server))).toMatchObject({ status: 200 });
    expect(await asking.send(request(server))).toMatchObject({ status: 200 });
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(server.connections).toBe(2);
  });

  test("the process does not grow", async () => {
    const before = process.memoryUsage().rss;
    for (const [, behaviour] of [...facts, ...facts, ...facts]) {
      const server = await startServer(behaviour);
      const asking = createHttpClient({ allowPrivate: true, deadlineMs });
      await asking.send(request(server));
      await asking.close();
      await server.close();
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
  });
});
