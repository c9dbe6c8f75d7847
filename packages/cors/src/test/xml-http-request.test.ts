import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Worker } from "node:worker_threads";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fetchHandler } from "./fetch-handler.ts";
import { page } from "./page.ts";

const api = "https://api.example.com/";
const open = { "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "x-a", "X-Hidden": "1" };

function openPage(asked: string[] = []): ReturnType<typeof page> {
  const handler = async (request: Request): Promise<Response> => {
    asked.push(`${request.method} ${await request.text()}`.trim());
    return new Response('{"a":"ü"}', { headers: { ...open, "Content-Type": "application/json" } });
  };
  return page("https://app.example.com/dir/", { servers: { [api]: fetchHandler(handler) } });
}

/** Sends, and gives the events that fired, in order. */
async function eventsOf(
  xhr: InstanceType<ReturnType<typeof page>["XMLHttpRequest"]>,
  body?: string,
): Promise<string[]> {
  const events: string[] = [];
  for (const type of ["loadstart", "progress", "load", "error", "abort", "timeout", "loadend", "readystatechange"]) {
    xhr.addEventListener(type, () => events.push(type === "readystatechange" ? `state ${xhr.readyState}` : type));
  }
  const ended = new Promise((resolve) => xhr.addEventListener("loadend", resolve));
  xhr.send(body);
  await ended;
  return events;
}

describe("XMLHttpRequest", () => {
  test("gets what a page may see", async () => {
    const xhr = new (openPage().XMLHttpRequest)();
    expect(xhr.readyState).toBe(0);
    xhr.open("get", api);
    const events = await eventsOf(xhr);
    expect(events.filter((type, index) => type !== events[index - 1])).toEqual([
      "loadstart",
      "state 2",
      "state 3",
      "progress",
      "state 4",
      "load",
      "loadend",
    ]);
    expect([xhr.status, xhr.statusText, xhr.responseURL]).toEqual([200, "", api]);
    expect(xhr.responseText).toBe('{"a":"ü"}');
    expect(xhr.getResponseHeader("X-Hidden")).toBeNull();
    expect(xhr.getAllResponseHeaders()).toBe("content-type: application/json\r\n");
  });

  test("tells nothing of a response that is blocked", async () => {
    const xhr = new (openPage().XMLHttpRequest)();
    xhr.open("PUT", api);
    expect(await eventsOf(xhr, "x")).toEqual(["loadstart", "state 4", "error", "loadend"]);
    expect([xhr.status, xhr.statusText, xhr.responseText, xhr.responseURL, xhr.getAllResponseHeaders()]).toEqual([
      0,
      "",
      "",
      "",
      "",
    ]);
  });

  test("makes a preflight for a listener on upload, if it was there in time", async () => {
    for (const [early, expected] of [
      [true, ["OPTIONS", "POST x"]],
      [false, ["POST x"]],
    ] as const) {
      const asked: string[] = [];
      const xhr = new (openPage(asked).XMLHttpRequest)();
      const heard: string[] = [];
      xhr.open("POST", api);
      if (early) xhr.upload.onload = () => heard.push("upload");
      const ended = eventsOf(xhr, "x");
      if (!early) xhr.upload.onload = () => heard.push("upload");
      await ended;
      expect(asked).toEqual(expected);
      expect(heard).toEqual(early ? ["upload"] : []);
    }
  });

  test("gives the response as the type that was asked for", async () => {
    const { XMLHttpRequest } = openPage();
    for (const [type, check] of [
      ["json", (value: unknown) => expect(value).toEqual({ a: "ü" })],
      ["arraybuffer", (value: unknown) => expect((value as ArrayBuffer).byteLength).toBe(10)],
      ["blob", (value: unknown) => expect((value as Blob).type).toBe("application/json")],
      ["text", (value: unknown) => expect(value).toBe('{"a":"ü"}')],
      ["document", (value: unknown) => expect(value).toBeNull()],
    ] as const) {
      const xhr = new XMLHttpRequest();
      xhr.open("GET", api);
      xhr.responseType = type;
      await eventsOf(xhr);
      check(xhr.response);
    }
  });

  test("can be aborted, and can run out of time", async () => {
    const never = page("https://app.example.com", { transport: () => new Promise(() => {}) });
    const aborted = new never.XMLHttpRequest();
    aborted.open("GET", api);
    const events = eventsOf(aborted);
    aborted.abort();
    expect(await events).toEqual(["loadstart", "state 4", "abort", "loadend"]);
    expect(aborted.readyState).toBe(0);

    const late = new never.XMLHttpRequest();
    late.open("GET", api);
    late.timeout = 5;
    expect(await eventsOf(late)).toEqual(["loadstart", "state 4", "timeout", "loadend"]);
  });

  // biome-ignore format: one fact per line
  const documents = [
    ["text/xml",               "<x>402</x>",                                    "x", "402"],
    ["image/svg+xml; a=b",     "<?xml version='1.0'?><!-- c --><s:svg a='b'/>", "svg", ""],
    ["text/xml",               "<x>",                                           null, null],
    ["text/html",              "<x></x>",                                       null, null],
  ] as const;
  test.each(documents)("knows the root element of XML: %s %s", async (type, text, localName, content) => {
    const handler = (): Response => new Response(text, { headers: { ...open, "Content-Type": type } });
    const xhr = new (page("https://app.example.com", { transport: fetchHandler(handler) }).XMLHttpRequest)();
    xhr.open("GET", api);
    await eventsOf(xhr);
    const root = xhr.responseXML?.documentElement ?? null;
    expect([root?.localName ?? null, root?.textContent ?? null]).toEqual([localName, content]);
  });

  test("refuses what makes no sense, by name", () => {
    const { XMLHttpRequest } = openPage();
    const xhr = new XMLHttpRequest();
    expect(() => xhr.open("a b", api)).toThrow(expect.objectContaining({ name: "SyntaxError" }));
    expect(() => xhr.open("TRACE", api)).toThrow(expect.objectContaining({ name: "SecurityError" }));
    expect(() => xhr.open("GET", "http://")).toThrow(expect.objectContaining({ name: "SyntaxError" }));
    expect(() => xhr.send()).toThrow(expect.objectContaining({ name: "InvalidStateError" }));
    expect(() => xhr.setRequestHeader("a", "b")).toThrow(expect.objectContaining({ name: "InvalidStateError" }));
    xhr.open("GET", api);
    expect(() => xhr.setRequestHeader("a b", "c")).toThrow(expect.objectContaining({ name: "SyntaxError" }));
  });
});

describe("synchronous", () => {
  let worker: Worker;
  let port: number;

  // A server in this thread could not answer while it is blocked.
  beforeAll(async () => {
    const program = `const { parentPort } = require("node:worker_threads");
      const server = require("node:http").createServer((request, response) => {
        response.setHeader("Access-Control-Allow-Origin", "*");
        request.on("data", () => {}).on("end", () => response.end(request.method + " " + request.url));
      });
      server.listen(0, "127.0.0.1", () => parentPort.postMessage(server.address().port));`;
    worker = new Worker(program, { eval: true });
    port = await new Promise<number>((resolve) => worker.once("message", resolve));
  });
  afterAll(() => worker.terminate());

  test("has its answer when send() returns", () => {
    const xhr = new (page("http://app.localhost").XMLHttpRequest)();
    xhr.open("POST", `http://127.0.0.1:${port}/there`, false);
    xhr.send("x");
    expect([xhr.readyState, xhr.status, xhr.responseText]).toEqual([4, 200, "POST /there"]);
  });

  test("throws a NetworkError when it is blocked, or nobody answers", () => {
    const { XMLHttpRequest } = page("http://app.localhost");
    for (const url of [`http://127.0.0.1:${port}/`, "http://127.0.0.1:1/"]) {
      const xhr = new XMLHttpRequest();
      xhr.open("PUT", url, false);
      expect(() => xhr.send()).toThrow(expect.objectContaining({ name: "NetworkError" }));
      expect([xhr.readyState, xhr.status]).toEqual([4, 0]);
    }
  });

  test("says that a server in its own thread cannot answer", async () => {
    const server = createServer(() => {});
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const xhr = new (page("http://app.localhost", { timeout: 100 }).XMLHttpRequest)();
    xhr.open("GET", `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, false);
    expect(() => xhr.send()).toThrow("no answer within 0.1 s");
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));

    const inProcess = new (openPage().XMLHttpRequest)();
    inProcess.open("GET", api, false);
    expect(() => inProcess.send()).toThrow("cannot answer a synchronous request");
  });
});
