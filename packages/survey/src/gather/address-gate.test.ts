import { expect, test } from "vitest";
import { addressGate } from "./address-gate.ts";

const polite = { connections: 2, startsPerSecond: 2, sparesLoopback: false };

test("two starts a second, and two connections at once", () => {
  const gate = addressGate(polite);
  const address = "192.0.2.1";
  expect(gate.waitFor(address, 0)).toBe(0);
  gate.enter(address, 0);
  expect(gate.waitFor(address, 100)).toBe(400);
  expect(gate.waitFor(address, 500)).toBe(0);
  gate.enter(address, 500);
  expect(gate.waitFor(address, 5_000)).toBe(Number.POSITIVE_INFINITY);
  gate.leave(address);
  expect(gate.waitFor(address, 5_000)).toBe(0);
});

test("another address does not wait", () => {
  const gate = addressGate(polite);
  gate.enter("192.0.2.1", 0);
  expect(gate.waitFor("192.0.2.2", 0)).toBe(0);
});

test("loopback is one's own, unless a limit was given for it", () => {
  const [free, spared] = [addressGate(polite), addressGate({ ...polite, sparesLoopback: true })];
  for (const gate of [free, spared]) gate.enter("127.0.0.1", 0);
  expect([free.waitFor("127.0.0.1", 0), spared.waitFor("127.0.0.1", 0)]).toEqual([0, 500]);
});
