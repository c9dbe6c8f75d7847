import { describe, expect, test } from "vitest";
import { client, deadlineMs, serve } from "./farm.ts";
import { request, response, says, saysSlowly } from "./servers.ts";

const ok = response("A: 1");

describe("one connection", () => {
  test("it carries every request, one after the other", async () => {
    const server = await serve(says(ok));
    const asking = client({ allowPrivate: true });
    const answers = await Promise.all(["/1", "/2", "/3", "/4"].map((path) => asking.send(request(server, path))));
    expect(answers).toMatchObject(Array(4).fill({ status: 200 }));
    expect(server.heads.map((head) => head.split(" ")[1])).toEqual(["/1", "/2", "/3", "/4"]);
    expect(server.connections).toBe(1);
    expect(asking.requests).toBe(4);
  });

  test("it sends the headers as given, after its own", async () => {
    const server = await serve(says(ok));
    await client({ allowPrivate: true }).send({
      ...request(server, "/a?b"),
      headers: [
        ["Origin", "null"],
        ["x", "1"],
        ["X", "\xe9"],
        ["user-agent", "mine"],
      ],
    });
    const [line, ...headers] = server.heads[0]?.split("\r\n") ?? [];
    expect(line).toBe("GET /a?b HTTP/1.1");
    expect(headers).toEqual([
      `Host: 127.0.0.1:${server.port}`,
      "Accept-Encoding: identity",
      "Origin: null",
      "x: 1",
      "X: \xe9",
      "user-agent: mine",
      "Connection: keep-alive",
    ]);
  });

  test("it names itself", async () => {
    const server = await serve(says(ok));
    await client({ allowPrivate: true }).send(request(server));
    expect(server.heads[0]).toMatch(/\r\nUser-Agent: Crosscheck\/[\d.]+ \(CORS scanner\)\r\n/);
  });

  test("a server that closes it without a word is asked again", async () => {
    let answered = 0;
    const server = await serve({
      asked: (socket) => {
        answered++;
        if (answered === 2) socket.resetAndDestroy();
        else socket.write(ok);
      },
    });
    const asking = client({ allowPrivate: true });
    expect(await asking.send(request(server))).toMatchObject({ status: 200 });
    expect(await asking.send(request(server))).toMatchObject({ status: 200 });
    expect([server.connections, asking.requests]).toEqual([2, 3]);
  });

  test("but not for a request that changes something", async () => {
    let answered = 0;
    const server = await serve({ asked: (socket) => (++answered === 2 ? socket.resetAndDestroy() : socket.write(ok)) });
    const asking = client({ allowPrivate: true });
    await asking.send(request(server));
    expect(await asking.send({ ...request(server), method: "POST" })).toMatchObject({ code: "reset" });
    expect(server.heads[1]).toContain("\r\nContent-Length: 0");
  });

  test("a second response that was smuggled behind the first answers nothing", async () => {
    const server = await serve({
      asked: (socket, head) =>
        void socket.write(head.includes("/first") ? `${ok}${response("Evil: 1")}` : response("Good: 1")),
    });
    const asking = client({ allowPrivate: true });
    expect(await asking.send(request(server, "/first"))).toMatchObject({ status: 200 });
    expect(await asking.send(request(server, "/second"))).toMatchObject({
      headers: [
        ["Good", "1"],
        ["Content-Length", "2"],
      ],
    });
  });

  test("a length without a body, as HEAD has it, costs no connection", async () => {
    const server = await serve(says("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n"));
    const asking = client({ allowPrivate: true });
    await asking.send({ ...request(server), method: "HEAD" });
    expect(await asking.send({ ...request(server), method: "HEAD" })).toMatchObject({ status: 200 });
    expect(server.connections).toBe(1);
  });

  test("a body behind HEAD spoils no later answer", async () => {
    const server = await serve(says(ok));
    const asking = client({ allowPrivate: true });
    expect(await asking.send({ ...request(server), method: "HEAD" })).toMatchObject({ status: 200 });
    expect(await asking.send(request(server))).toMatchObject({
      status: 200,
      headers: [
        ["A", "1"],
        ["Content-Length", "2"],
      ],
    });
  });

  test("there are no more requests than allowed", async () => {
    const server = await serve(says(ok));
    const asking = client({ allowPrivate: true, maxRequests: 2 });
    await asking.send(request(server));
    await asking.send(request(server));
    expect(await asking.send(request(server))).toMatchObject({ code: "too-many-requests" });
    expect(server.heads.length).toBe(2);
  });

  test("one deadline holds for all of them", async () => {
    const server = await serve(saysSlowly(ok, 15));
    const asking = client({ allowPrivate: true });
    const began = performance.now();
    const answers = await Promise.all([1, 2, 3, 4].map(() => asking.send(request(server))));
    expect(performance.now() - began).toBeLessThan(deadlineMs + 500);
    expect(answers.at(-1)).toMatchObject({
      code: "timeout",
      why: expect.stringContaining("could not be asked within"),
    });
  });

  // biome-ignore format: one fact per line
  const unsendable = [
    ["a line break in a header",  "GET",      [["A", "1\r\nB: 2"]],  "cannot be sent: Invalid character in header content"],
    ["a character beyond a byte", "GET",      [["A", "\u0100"]],     "cannot be sent: Invalid character in header content"],
    ["a name with a space",       "GET",      [["A B", "1"]],        "cannot be sent: Header name must be a valid HTTP token"],
    ["a method with a space",     "GET /",    [],                    "\"GET /\" is not a method to send"],
    ["a tunnel",                  "CONNECT",  [],                    "\"CONNECT\" is not a method to send"],
  ] as const;

  test.each(unsendable)("nothing goes out with %s", async (_why, method, headers, fragment) => {
    const server = await serve(says(ok));
    const answer = await client({ allowPrivate: true }).send({ ...request(server), method, headers });
    expect(answer).toMatchObject({ code: "request-not-sendable" });
    expect("why" in answer && answer.why).toContain(fragment);
    expect(server.connections).toBe(0);
  });
});
