import { describe, expect, test } from "vitest";
import { GuardedHeaders } from "./guarded-headers.ts";

describe("the guard of a request", () => {
  test("drops forbidden names, and forbidden methods under other names", () => {
    const headers = new GuardedHeaders("request");
    for (const name of ["Cookie", "Origin", "Host", "Sec-Fetch-Mode", "Proxy-X", "Access-Control-Request-Method"]) {
      headers.append(name, "x");
      headers.set(name, "x");
    }
    headers.set("X-HTTP-Method-Override", "TRACE");
    headers.append("X-Mine", "1");
    expect([...headers]).toEqual([["x-mine", "1"]]);
  });

  test("without CORS, keeps what a form could send", () => {
    const headers = new GuardedHeaders("request-no-cors");
    headers.append("X-Mine", "1");
    headers.append("Accept", "text/html");
    headers.append("Content-Type", "text/plain");
    headers.set("Content-Type", "application/json");
    headers.append("Accept-Language", "a".repeat(100));
    headers.append("Accept-Language", "a".repeat(100));
    expect([...headers]).toEqual([
      ["accept", "text/html"],
      ["accept-language", "a".repeat(100)],
      ["content-type", "text/plain"],
    ]);
    headers.delete("Accept");
    expect(headers.has("accept")).toBe(false);
  });
});

test("the guard of a response lets nothing through", () => {
  const headers = new GuardedHeaders("immutable", [["A", "1"]]);
  expect(() => headers.append("b", "2")).toThrow(TypeError);
  expect(() => headers.set("a", "2")).toThrow(TypeError);
  expect(() => headers.delete("a")).toThrow(TypeError);
  expect([...headers]).toEqual([["a", "1"]]);
});

describe("a header list", () => {
  test("is sorted, in lower case, combined; cookies apart", () => {
    const headers = new GuardedHeaders("immutable", [
      ["B", "1"],
      ["Set-Cookie", "x"],
      ["a", "2"],
      ["b", "3"],
      ["set-cookie", "y"],
    ]);
    expect([...headers]).toEqual([
      ["a", "2"],
      ["b", "1, 3"],
      ["set-cookie", "x"],
      ["set-cookie", "y"],
    ]);
    expect(headers.get("B")).toBe("1, 3");
    expect(headers.getSetCookie()).toEqual(["x", "y"]);
    expect([...headers.keys()]).toEqual(["a", "b", "set-cookie", "set-cookie"]);
    expect([...headers.values()]).toEqual(["2", "1, 3", "x", "y"]);
  });

  test("keeps the case of the first name on the wire, and its place", () => {
    const headers = new GuardedHeaders("request", [
      ["X-One", "1"],
      ["X-Two", "2"],
      ["x-one", "3"],
    ]);
    headers.set("x-ONE", "4");
    expect(GuardedHeaders.listOf(headers)).toEqual([
      ["X-One", "4"],
      ["X-Two", "2"],
    ]);
  });

  test("takes byte strings", () => {
    const headers = new GuardedHeaders("request");
    headers.append("X-A", " \tb\r\n");
    expect(headers.get("x-a")).toBe("b");
    for (const [name, value] of [
      ["a b", "c"],
      ["", "c"],
      ["a", "b\0"],
      ["a", "b\nc"],
      ["a", "☃"],
    ] as const) {
      expect(() => headers.append(name, value), JSON.stringify([name, value])).toThrow(TypeError);
      expect(() => headers.set(name, value)).toThrow(TypeError);
    }
    expect(() => headers.get("☃")).toThrow(TypeError);
  });
});
