import { expect, test } from "vitest";
import { OpenStreams } from "./open-streams.ts";

const refusal = (entered: ReturnType<OpenStreams["enter"]>): string | null =>
  typeof entered === "function" ? null : entered.code;

test("one requester follows so many scans at once, and others are not in the way", () => {
  const streams = new OpenStreams({ perRequester: 2, inAll: 10 });
  const first = streams.enter("192.0.2.1");
  expect([refusal(first), refusal(streams.enter("192.0.2.1"))]).toEqual([null, null]);
  expect(streams.enter("192.0.2.1")).toMatchObject({ code: "too-many-streams", retryAfterSeconds: 10 });
  expect(refusal(streams.enter("192.0.2.2"))).toBeNull();
  // Closed twice, once by its end and once by its reader, it gives one place back.
  if (typeof first === "function") {
    first();
    first();
  }
  expect(refusal(streams.enter("192.0.2.1"))).toBeNull();
  expect(refusal(streams.enter("192.0.2.1"))).toBe("too-many-streams");
});

test("all together have a limit, too", () => {
  const streams = new OpenStreams({ perRequester: 2, inAll: 2 });
  const first = streams.enter("192.0.2.1");
  streams.enter("192.0.2.2");
  expect(refusal(streams.enter("192.0.2.3"))).toBe("too-busy");
  if (typeof first === "function") first();
  expect(refusal(streams.enter("192.0.2.3"))).toBeNull();
});
