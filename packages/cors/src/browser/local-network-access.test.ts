import { expect, test } from "vitest";
import { judge } from "./judge.ts";
import type { AddressSpace } from "./local-network-access.ts";
import type { PageRequest } from "./page-request.ts";

const app = "https://app.example";
const router = "https://router.example/";

// biome-ignore format: one fact per line
const facts: readonly (readonly [why: string, page: AddressSpace | undefined, target: AddressSpace | null, init: Partial<PageRequest>, notes: number])[] = [
  ["a page from everywhere asks for this machine",  undefined,  "loopback", {},                     1],
  ["and for the local network",                     "public",   "local",    {},                     1],
  ["once, with a preflight",                        "public",   "local",    { method: "PUT" },      1],
  ["in mode no-cors, too",                          "public",   "local",    { mode: "no-cors" },    1],
  ["a public page asks for a public one",           "public",   "public",   {},                     0],
  ["a local page asks for this machine",            "local",    "loopback", {},                     1],
  ["a local page asks for a local one",             "local",    "local",    {},                     0],
  ["a page of this machine asks for a local one",   "loopback", "local",    {},                     0],
  ["the page's own origin",                         "public",   "local",    { url: `${app}/` },     0],
  ["nobody knows where it is",                      "public",   null,       {},                     0],
];

test.each(facts)("%s", (_why, addressSpace, target, init, notes) => {
  const input = {
    page: { origin: app, ...(addressSpace === undefined ? {} : { addressSpace }) },
    request: { url: router, ...init },
    responder: () => ({
      status: 200,
      headers: [
        ["Access-Control-Allow-Origin", app],
        ["Access-Control-Allow-Methods", "PUT"],
      ] as const,
    }),
  };
  const verdict = judge({ ...input, addressSpace: () => target });
  expect(verdict.notes).toEqual(
    notes === 0 ? [] : [{ note: "local-network-access", hop: 0, url: router, addressSpace: target }],
  );
  // It never changes what comes of it.
  expect({ ...verdict, notes: [] }).toEqual(judge(input));
});

test("a redirect into the local network is noted at its hop", () => {
  const verdict = judge({
    page: { origin: app },
    request: { url: "https://api.example/" },
    addressSpace: (url) => (url === router ? "local" : "public"),
    responder: ({ url }) =>
      url === router
        ? { status: 200, headers: [] }
        : {
            status: 302,
            headers: [
              ["Access-Control-Allow-Origin", "*"],
              ["Location", router],
            ],
          },
  });
  expect(verdict).toMatchObject({
    reason: "acao-missing",
    hop: 1,
    notes: [{ note: "local-network-access", hop: 1, url: router }],
  });
});
