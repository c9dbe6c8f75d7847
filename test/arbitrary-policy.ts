import fc from "fast-check";
import { definePolicy, type Policy, parsePolicy, type ServerRequest } from "../packages/cors/src/index.ts";

/** Patterns that overlap, and one of each kind. */
const patterns = [
  "https://app.example.com",
  "https://app.example.com:8443",
  "https://app.example.com:*",
  "https://*.example.com",
  "https://*.deep.example.com:*",
  "https://*.example.com:8443",
  "https://pr-*.example.com",
  "https://pr-*-x.example.com:*",
  "http://localhost:*",
  "http://*.localhost",
  "https://192.0.2.1",
  "http://[::1]:8080",
  "https://xn--bcher-kva.example",
  "capacitor://localhost",
  "null",
];

/** Origins that a pattern above covers, and their look-alikes. */
const origins = [
  "https://app.example.com",
  "https://app.example.com:8443",
  "https://app.example.com:443",
  "https://a.example.com",
  "https://a.b.deep.example.com:1",
  "https://deep.example.com",
  "https://a.example.com:8443",
  "https://pr-1.example.com",
  "https://pr-.example.com",
  "https://pr-1-x.example.com:65535",
  "https://pr--x.example.com",
  "https://pr-1_2.example.com",
  "http://localhost",
  "http://localhost:3000",
  "http://a.localhost",
  "https://192.0.2.1",
  "http://[::1]:8080",
  "https://xn--bcher-kva.example",
  "capacitor://localhost",
  "null",
  "https://example.com",
  "https://evil.example",
  "https://app.example.com.evil.example",
  "https://evilexample.com",
  "https://APP.example.com",
  "https://app.example.com/",
  "https://*.example.com",
  "https://app.example.com, https://app.example.com",
];

const methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"];
const headerNames = ["Content-Type", "Authorization", "X-CSRF-Token", "X-Request-Id", "ETag"];
const paths = ["/*", "/api/*", "/api/:id", "/api/private", "/Fonts/*", "/:any/x", "/", "/caf%C3%A9"];
const targets = [
  "/",
  "/api",
  "/api/",
  "/api/1",
  "/api/private",
  "/api/PRIVATE",
  "/api/private/x",
  "/fonts/a",
  "/Fonts/a",
  "/%61pi/1",
  "/a/x?b=//",
  "//api",
  "/api/../x",
  "/api%2Fx",
  "*",
  "http://host.example/api/1",
];

const danger = (["insecure-origin", "shared-suffix", "null-origin", "local-origin"] as const).map((allow) => ({
  allow,
  reason: "a test",
  expires: "2099-12-31",
}));

/** All of a list as often as a part of it, so that requests are allowed as often as not. */
const some = <T>(pool: readonly T[]): fc.Arbitrary<T[]> =>
  fc.oneof(fc.constant<T[]>([...pool]), fc.subarray<T>([...pool]));

/** The settings of a rule, credentials and `*` never together. */
const settings = fc.boolean().chain((allowCredentials) => {
  const star = allowCredentials ? [] : ["*"];
  return fc.record({
    allowCredentials: fc.constant(allowCredentials),
    allowOrigins: fc.oneof(
      { weight: 3, arbitrary: some(patterns) as fc.Arbitrary<string | string[]> },
      { weight: 1, arbitrary: fc.constant(allowCredentials ? [] : "*") as fc.Arbitrary<string | string[]> },
    ),
    allowMethods: some([...methods, ...star]),
    allowHeaders: some([...headerNames, ...star]),
    exposeHeaders: some([...headerNames, ...star]),
    maxAge: fc.option(fc.integer({ min: 0, max: 86_400 }), { nil: undefined }),
    refuseUnlisted: fc.boolean(),
    selfOrigins: fc.constant(["https://own.example"]),
    danger: fc.constant(danger),
  });
});

/** A policy of one to four rules. */
export const arbitraryPolicy: fc.Arbitrary<Policy> = fc
  .record({
    chosen: fc.shuffledSubarray(paths, { minLength: 1, maxLength: 4 }),
    rules: fc.array(settings, { minLength: 4, maxLength: 4 }),
  })
  .map(({ chosen, rules }) => {
    const documents = chosen.map((path, index) => ({ id: `rule-${index}`, path, ...rules[index] }));
    // A path that an earlier one hides is an error: the wider one goes last.
    const order = (path: string) => (path === "/*" ? 2 : path.includes(":") ? 1 : 0);
    documents.sort((a, b) => order(a.path) - order(b.path));
    const { policy } = parsePolicy({ rules: documents });
    return policy ?? parsePolicy({ rules: documents.slice(0, 1) }).policy ?? definePolicy({ rules: [] });
  });

export const arbitraryOrigin: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...origins) },
  { weight: 1, arbitrary: fc.string() },
);

/** A request to one of those policies, likely or hostile. */
export const arbitraryRequest: fc.Arbitrary<ServerRequest> = fc.record({
  method: fc.oneof(fc.constantFrom(...methods), fc.string()),
  target: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...targets) },
    { weight: 1, arbitrary: fc.webPath() },
    { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
  ),
  headers: fc
    .record({
      origin: fc.option(arbitraryOrigin, { nil: null }),
      asked: fc.option(fc.constantFrom(...methods, "", " "), { nil: null }),
      site: fc.option(fc.constantFrom("same-origin", "none", "cross-site"), { nil: null }),
      others: fc.array(fc.tuple(fc.constantFrom("origin", "Vary", "Host", "ORIGIN"), fc.string({ unit: "binary" })), {
        maxLength: 1,
      }),
    })
    .map(({ origin, asked, site, others }) => [
      ...(origin === null ? [] : [["Origin", origin] as const]),
      ...(asked === null ? [] : [["Access-Control-Request-Method", asked] as const]),
      ...(site === null ? [] : [["Sec-Fetch-Site", site] as const]),
      ...others,
    ]),
});
