import { type PolicyDocument, parsePolicy } from "@crosscheck/cors";
import fc from "fast-check";
import type { PolicyCase } from "./policies.ts";
import { type MatrixRequest, requestMatrix } from "./request-matrix.ts";

/** A pattern, and an origin that it allows. */
const patterns = [
  ["https://app.example.com", "https://app.example.com"],
  ["https://partner.example", "https://partner.example"],
  ["https://app.example.com:8443", "https://app.example.com:8443"],
  ["https://app.example.com:*", "https://app.example.com:444"],
  ["https://*.example.com", "https://a.b.example.com"],
  ["https://*.example.com:8443", "https://a.b.example.com:8443"],
  ["https://*.customers.example.org:*", "https://x.customers.example.org:1"],
  ["https://pr-*-x.example.com", "https://pr-1-x.example.com"],
  ["http://localhost:*", "http://localhost:65535"],
  ["http://*.localhost", "http://a.localhost"],
  ["http://[::1]:8080", "http://[::1]:8080"],
  ["https://192.0.2.1", "https://192.0.2.1"],
  ["capacitor://localhost", "capacitor://localhost"],
  ["null", "null"],
] as const;

/** From the most particular to the widest, so that none hides the next. */
const paths = [
  "/api/data.json",
  "/api/secret/*",
  "/other/own/*",
  "/api/proxied/status/:code",
  "/api/:kind/x.txt",
  "/:place/data.json",
  "/API/*",
  "/api/*",
  "/other",
  "/other/*",
  "/*",
] as const;

const danger = (["insecure-origin", "shared-suffix", "null-origin", "local-origin"] as const).map((allow) => ({
  allow,
  reason: "a test",
  expires: "2999-12-31",
}));

const methods = ["PUT", "DELETE", "PATCH", "GET", "PROPFIND", "X'$a%b|"];
const names = ["Content-Type", "Authorization", "X-CSRF-Token", "X-$uri-%{Host}i".replace(/[{}]/g, ""), "X-'`|"];

const rule = fc.record({
  path: fc.nat(),
  origins: fc.oneof(
    { weight: 6, arbitrary: fc.subarray([...patterns], { minLength: 1 }) },
    { weight: 1, arbitrary: fc.constant("*" as const) },
    { weight: 1, arbitrary: fc.constant("none" as const) },
    { weight: 1, arbitrary: fc.constant("long" as const) },
  ),
  count: fc.integer({ min: 51, max: 400 }),
  allowCredentials: fc.boolean(),
  allowMethods: fc.subarray(methods),
  allowHeaders: fc.subarray(names),
  exposeHeaders: fc.subarray(["ETag", "X-Total-Count", "X-$request_uri", "X-100%"]),
  maxAge: fc.option(fc.constantFrom(0, 1, 600, 86_400)),
  refuseUnlisted: fc.constantFrom(true, false, false),
});

const policyCase = fc
  .record({
    chosen: fc.subarray([...paths], { minLength: 1, maxLength: 5 }),
    rules: fc.array(rule, { minLength: 5, maxLength: 5 }),
  })
  .map(({ chosen, rules }): PolicyCase | null => {
    const allowed = new Set<string>();
    const documents = chosen.map((path, index) => {
      const drawn = rules[index];
      if (drawn === undefined) throw new Error("There are as many rules as paths.");
      const { origins, count, allowCredentials, maxAge, refuseUnlisted } = drawn;
      const listed = origins === "long" ? longList(count) : typeof origins === "string" ? [] : origins;
      for (const [, origin] of origins === "long" ? [listed[0], listed.at(-1)].filter(isPair) : listed)
        allowed.add(origin);
      return {
        id: `${index}-${path.replace(/[^A-Za-z]+/g, "-")}rule`,
        path,
        allowOrigins: origins === "*" ? ("*" as const) : listed.map(([pattern]) => pattern),
        allowCredentials: allowCredentials && origins !== "*",
        allowMethods: drawn.allowMethods,
        allowHeaders: drawn.allowHeaders,
        exposeHeaders: drawn.exposeHeaders,
        ...(maxAge === null ? {} : { maxAge }),
        ...(refuseUnlisted ? { refuseUnlisted, selfOrigins: ["https://api.example.com"] } : {}),
        danger,
      };
    });
    // What the types tell apart, credentials and `*`, is drawn together.
    const document = { rules: documents } as PolicyDocument;
    if (parsePolicy(document).policy === null) return null;
    return {
      why: `rules ${documents.map(({ id }) => id).join(", ")}`,
      document,
      allowed: [...allowed, "https://api.example.com"],
    };
  });

function longList(count: number): readonly (readonly [string, string])[] {
  return Array.from({ length: count }, (_, index) => {
    const origin = `https://tenant-${index}.customers.example.org${index % 7 === 0 ? ":8443" : ""}`;
    return [origin, origin] as const;
  });
}

function isPair(pair: readonly [string, string] | undefined): pair is readonly [string, string] {
  return pair !== undefined;
}

/** As many policies as asked for; the same seed gives the same ones. */
export function seededPolicies(seed: number, count: number): readonly PolicyCase[] {
  const drawn = fc.sample(policyCase, { seed, numRuns: count * 2 }).filter((one) => one !== null);
  if (drawn.length < count)
    throw new Error(`Seed ${seed} gives ${drawn.length} policies of ${count * 2} that are valid.`);
  return drawn.slice(0, count).map((one, index) => ({ ...one, why: `seed ${seed}, policy ${index}: ${one.why}` }));
}

/** A part of a policy's matrix, every so many: which ones depends on the policy. */
export function someRequests({ why, allowed }: PolicyCase, count: number): readonly MatrixRequest[] {
  const matrix = requestMatrix(allowed);
  const start = [...why].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) % matrix.length, 7);
  const step = coprimeStep(Math.max(1, Math.floor(matrix.length / count)), matrix.length);
  return Array.from(
    { length: Math.min(count, matrix.length) },
    (_, index) => matrix[(start + index * step) % matrix.length],
  ).filter((request) => request !== undefined);
}

/** A step that comes by every place before it comes by one twice. */
function coprimeStep(least: number, length: number): number {
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
  let step = least;
  while (divisor(step, length) !== 1) step++;
  return step;
}
