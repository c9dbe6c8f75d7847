import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judgeAsync } from "../../packages/cors/src/browser/index.ts";
import type { HttpRequest } from "../../packages/cors/src/http/index.ts";
import { definePolicy, policyResponder } from "../../packages/cors/src/index.ts";
import { importOptions } from "../../packages/toolkit/src/policy-file/library-options/import-options.ts";
import { libraries } from "../../packages/toolkit/src/policy-file/library-options/libraries.ts";
import type { OldGrant } from "../../packages/toolkit/src/policy-file/library-options/old-grant.ts";
import { type Peer, peers } from "../peers/peer-servers.ts";
import { send } from "../raw-http.ts";

/**
 * What the importers say of a library's options is what a browser gets from the library itself, over HTTP; and the policy
 * never allows a page what the options did not.
 */
const site = "https://api.example.com";
const pages = [
  "https://app.example.com",
  "https://admin.example.com",
  "http://plain.example.com",
  "https://evilexample.com",
  "https://app.example.com.evil.example",
  "https://evil.example",
  "null",
];
const requests: readonly { readonly method: string; readonly headers: Readonly<Record<string, string>> }[] = [
  { method: "GET", headers: {} },
  { method: "PUT", headers: {} },
  { method: "POST", headers: { "X-Token": "1" } },
  { method: "GET", headers: { Authorization: "1" } },
];

const originEntry = fc.constantFrom<unknown>(
  "https://app.example.com",
  "https://admin.example.com",
  "http://plain.example.com",
  "https://app.example.com/",
  "https://*.example.com",
  "null",
  "*",
  /example\.com$/,
  /^https:\/\/(app|admin)\.example\.com$/,
  /^https:\/\/app.example.com/,
);
const anything = fc.constantFrom<unknown>(undefined, null, false, true, 0, 1, "", "*");
const origin = fc.oneof(
  { weight: 2, arbitrary: anything },
  { weight: 3, arbitrary: originEntry },
  { weight: 3, arbitrary: fc.array(originEntry, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>([], [true], ["*", "https://app.example.com"]) },
);
const names = (all: readonly string[]) =>
  fc.oneof(
    fc.subarray([...all]),
    fc.subarray([...all]).map((list) => list.join(",")),
    fc.constantFrom<unknown>(undefined, null, "", []),
  );
const methods = names(["GET", "PUT", "DELETE", "*"]);
const headers = names(["X-Token", "Content-Type", "Authorization", "*"]);
const credentials = fc.constantFrom<unknown>(true, true, false, undefined, 1, "true");
const maxAge = fc.constantFrom<unknown>(undefined, null, 0, 600, -1, "5", 1e6, "long");

/** Options by each library's own names; a key that is undefined is left out as often as not. */
type Other = Exclude<Peer["name"], "crosscheck">;
const options: Readonly<Record<Other, fc.Arbitrary<Record<string, unknown>>>> = {
  cors: fc.record(
    { origin, credentials, methods, allowedHeaders: headers, exposedHeaders: names(["ETag"]), maxAge },
    { requiredKeys: [] },
  ),
  "fastify-cors": fc.record(
    {
      origin,
      credentials,
      methods,
      allowedHeaders: headers,
      exposedHeaders: names(["ETag"]),
      maxAge,
      preflight: fc.boolean(),
    },
    { requiredKeys: [] },
  ),
  "hono-cors": fc.record(
    { origin, credentials, allowMethods: methods, allowHeaders: headers, exposeHeaders: names(["ETag"]), maxAge },
    { requiredKeys: [] },
  ),
  "koa-cors": fc.record(
    { origin, credentials, allowMethods: methods, allowHeaders: headers, exposeHeaders: names(["ETag"]), maxAge },
    { requiredKeys: [] },
  ),
};

describe.each(libraries)("$library", (library) => {
  const peer = peers.find(({ name }) => name === library.name);

  test("does what the importer says, and the policy no more", { timeout: 120_000 }, async () => {
    const outcomes = new Map<string, number>();
    const property = fc.asyncProperty(options[library.name as Other], async (given) => {
      const grant = library.read(given);
      const { document, open, allowed } = importOptions(library, given, new Date("2026-11-25T00:00:00Z"));
      expect(allowed.length).toBeGreaterThan(0);
      const policy = definePolicy(document as never);
      const ours = policyResponder(policy);
      // A middleware that throws when it is made serves nobody.
      const server = await peer?.start(given).catch(() => null);
      const theirs = async ({ method, url, headers: sent }: HttpRequest) => {
        if (!server) return { kind: "failed" as const, why: "the application does not start" };
        return send(server.port, `${method} ${new URL(url).pathname}`, sent);
      };
      try {
        for (const page of pages) {
          for (const mode of ["omit", "include"] as const) {
            for (const wanted of requests) {
              const request = { url: `${site}/x`, credentials: mode, ...wanted };
              const old = await judgeAsync({ page: { origin: page }, request, responder: theirs });
              const readable = old.type === "allowed";
              const why = JSON.stringify([page, mode, wanted, String(given.origin)]);
              expect(readable, why).toBe(claimed(grant, page, mode, wanted));

              const fresh = (await judgeAsync({ page: { origin: page }, request, responder: ours })).type === "allowed";
              if (open.length === 0) expect(fresh, why).toBe(readable);
              else if (fresh) expect(readable, why).toBe(true);
              const outcome = `${readable} ${mode}`;
              outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
            }
          }
        }
      } finally {
        await server?.close();
      }
    });
    await fc.assert(property, {
      numRuns: 25,
      examples: [[{ origin: "https://app.example.com", credentials: true }], [{}]],
    });
    for (const outcome of ["true omit", "true include", "false omit", "false include"]) {
      expect(outcomes.get(outcome) ?? 0, outcome).toBeGreaterThan(2);
    }
  });
});

/** What a grant says of one request. */
function claimed(grant: OldGrant, page: string, mode: "omit" | "include", request: (typeof requests)[number]): boolean {
  const { origins, preflights } = grant;
  if (origins.kind === "none" || origins.kind === "code") return false;
  if (mode === "include" && (grant.credentials !== true || origins.kind === "star")) return false;
  if (origins.kind === "listed") {
    const listed = origins.texts.includes(page) || origins.expressions.some((expression) => expression.test(page));
    if (!listed) return false;
  }
  const star = (list: readonly string[]) => mode === "omit" && list.includes("*");
  const asked = Object.keys(request.headers);
  if (request.method !== "PUT" && asked.length === 0) return true;
  if (!preflights || grant.methods === "code") return false;
  const method = request.method !== "PUT" || grant.methods.includes("PUT") || star(grant.methods);
  const { headers: sent } = grant;
  const headersAllowed =
    sent === "echoed" || asked.every((name) => sent.includes(name) || (star(sent) && name !== "Authorization"));
  return method && headersAllowed;
}
