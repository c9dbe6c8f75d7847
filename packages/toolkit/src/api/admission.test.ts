import { expect, test } from "vitest";
import { Admission, type AdmissionOptions, publicQuotas } from "./admission.ts";
import { type OptOutList, parseOptOutList } from "./opt-out-list.ts";

function listOf(text: string): OptOutList {
  const parsed = parseOptOutList(text);
  if (!parsed.ok) throw new Error("no list");
  return parsed.list;
}

function admission(quotas: Partial<typeof publicQuotas>, options: Partial<AdmissionOptions> = {}): Admission {
  const optOut = listOf("left-alone.example\n192.0.2.0/24\n");
  return new Admission({
    optOut: () => optOut,
    contact: "us@cors.example",
    ...options,
    quotas: { ...publicQuotas, ...quotas },
  });
}

// biome-ignore format: one fact per line
const optedOut = [
  ["left-alone.example"], ["https://www.LEFT-alone.example./deep?x"], ["http://192.0.2.7:8080/"], ["left-alone.example:8443"],
] as const;

test.each(optedOut)("%s is refused by its owner's wish, before anything is counted", (target) => {
  const one = admission({ requester: 1 });
  const refused = { code: "opted-out", detail: expect.stringContaining("write to us@cors.example") };
  expect(one.admit(target, "203.0.113.1", false)).toMatchObject(refused);
  expect(one.admit(target, "203.0.113.1", true)).toMatchObject(refused);
  expect(one.admit("another.example", "203.0.113.1", false)).toBeNull();
});

test("a requester's quota is theirs alone, and says when to come again", () => {
  const one = admission({ requester: 2 });
  expect(one.admit("a.example", "203.0.113.1", false)).toBeNull();
  expect(one.admit("b.example", "203.0.113.1", true)).toBeNull();
  const refused = one.admit("c.example", "203.0.113.1", true);
  expect(refused).toMatchObject({ code: "requester-quota", detail: expect.stringContaining("2 scans an hour") });
  expect(refused?.retryAfterSeconds).toBeGreaterThan(1_700);
  expect(one.admit("c.example", "203.0.113.2", false)).toBeNull();
});

test("a host's quota counts every name, port and path of it, and no stored result", () => {
  const one = admission({ host: 2 });
  expect(one.admit("shop.example", "203.0.113.1", false)).toBeNull();
  expect(one.admit("http://SHOP.example:8080/x", "203.0.113.2", false)).toBeNull();
  expect(one.admit("shop.example", "203.0.113.3", false)).toMatchObject({
    code: "host-quota",
    detail: expect.stringMatching(/^shop\.example is scanned 2 times an hour at most.*Try again in 30 minutes\.$/),
  });
  expect(one.admit("shop.example", "203.0.113.3", true)).toBeNull();
  expect(one.admit("www.shop.example", "203.0.113.3", false)).toBeNull();
});

test("this server's own sites are counted for the requester alone", () => {
  const one = admission({ host: 1 }, { ownSites: new Set(["127.0.0.1:8790"]) });
  for (let count = 0; count < 3; count++) expect(one.admit("http://127.0.0.1:8790/", "203.0.113.1", false)).toBeNull();
});

test("on the way: a host whose address is on the list is not connected to", () => {
  const gate = admission({}).gate("a.example");
  expect(gate.name("x.left-alone.example")).toMatchObject({ code: "opted-out" });
  expect(gate.name("a.example")).toBeNull();
  expect(gate.contact("a.example", ["203.0.113.9", "192.0.2.1"])).toMatchObject({
    code: "opted-out",
    why: expect.stringContaining("a.example (192.0.2.1) is not scanned here"),
  });
  expect(gate.contact("a.example", ["203.0.113.9"])).toBeNull();
});

test("on the way: a redirect's target is counted for its host, whoever redirects there", () => {
  const one = admission({ host: 1 });
  expect(one.admit("victim.example", "203.0.113.1", false)).toBeNull();
  expect(one.gate("victim.example").contact("victim.example", ["203.0.113.9"])).toBeNull();
  expect(one.gate("a.example").contact("victim.example", ["203.0.113.9"])).toMatchObject({ code: "quota" });
});

test("on the way: many names at one address share its quota, an IPv6 network is one address", () => {
  const one = admission({ address: 2 });
  expect(one.gate("a.example").contact("a.example", ["2001:db8:1:2::1"])).toBeNull();
  expect(one.gate("b.example").contact("b.example", ["2001:db8:1:2::2", "2001:db8:1:2::3"])).toBeNull();
  expect(one.gate("c.example").contact("c.example", ["203.0.113.7", "2001:db8:1:2:ffff::"])).toMatchObject({
    code: "quota",
    why: expect.stringContaining("2001:db8:1:2::/64, whose sites this service scans 2 times an hour at most"),
  });
  expect(one.gate("c.example").contact("c.example", ["203.0.113.7"])).toBeNull();
});

test("a text that took too long counts as thirty do", () => {
  const one = admission({ text: 31 });
  expect(one.admitText("203.0.113.1")).toBeNull();
  one.tookTooLong("203.0.113.1");
  expect(one.admitText("203.0.113.1")).toBeNull();
  expect(one.admitText("203.0.113.1")).toMatchObject({ code: "requester-quota" });
  expect(one.admitText("203.0.113.2")).toBeNull();
});
