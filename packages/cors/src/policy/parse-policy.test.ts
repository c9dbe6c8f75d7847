import { expect, describe as group, test } from "vitest";
import { growth } from "../../../../test/growth.ts";
import { describe } from "./describe.ts";
import { describePath } from "./describe-path.ts";
import { type ParseOptions, parsePolicy } from "./parse-policy.ts";
import type { DocumentPath } from "./problem.ts";
import { errorCodes, warningCodes } from "./problem-codes.ts";

const a = "https://a.example";
/** A lone rule. */
const origins = (...allowOrigins: readonly unknown[]) => ({ allowOrigins });
const signedIn = (...allowOrigins: readonly unknown[]) => ({ allowOrigins, allowCredentials: true });
const rule = (id: string, path: string) => ({ id, path, allowOrigins: [a] });
const danger = (allow: string, more: object = {}) => [{ allow, reason: "OPS-12", expires: "2027-03-31", ...more }];
const inEnvironment = (environment: object, document: object = signedIn("http://localhost:3000")) => ({
  ...document,
  environments: { e: environment },
});
const chosen: ParseOptions = { environment: "e" };
const hostile = Object.defineProperty({}, "allowOrigins", {
  enumerable: true,
  get: () => {
    throw new Error("no");
  },
});
const revoked = () => {
  const { proxy, revoke } = Proxy.revocable([], {});
  revoke();
  return proxy;
};
const cyclic: Record<string, unknown> = { allowOrigins: [a] };
cyclic.id = cyclic;

type Fact = readonly [
  why: string,
  document: unknown,
  code: string,
  path: DocumentPath,
  suggestion: unknown,
  options?: ParseOptions,
];

// biome-ignore format: one fact per line
const facts: readonly Fact[] = [
  // The document.
  ["null is no policy",                        null,                                                    "policy-missing",                [],                           undefined],
  ["nor a list",                               [rule("a", "/")],                                        "wrong-type",                    [],                           undefined],
  ["nor a text",                               "rules",                                                 "wrong-type",                    [],                           undefined],
  ["nor nothing",                              undefined,                                               "policy-missing",                [],                           undefined],
  ["an empty mapping is a rule alone",         {},                                                      "missing-key",                   ["allowOrigins"],             undefined],
  ["a version alone lacks its rules",          { version: 1 },                                          "missing-key",                   ["rules"],                    undefined],
  ["origins from a variable that is not set",  { allowOrigins: undefined },                             "missing-key",                   ["allowOrigins"],             undefined],
  ["rules from a variable that is not set",    { rules: undefined },                                    "missing-key",                   ["rules"],                    undefined],
  ["rules are a list",                         { rules: rule("a", "/") },                               "wrong-type",                    ["rules"],                    undefined],
  ["a rule is a mapping",                      { rules: [null] },                                       "wrong-type",                    ["rules", 0],                 undefined],
  ["a getter that throws cannot be read",      hostile,                                                 "unreadable",                    [],                           undefined],
  ["a revoked proxy cannot be read",           revoked(),                                               "wrong-type",                    [],                           undefined],
  ["nor can one in a list",                    origins(revoked()),                                      "unreadable",                    [],                           undefined],
  ["a cycle is only where a text belongs",     cyclic,                                                  "wrong-type",                    ["id"],                       undefined],
  ["a list has its limit",                     { allowOrigins: new Array(1_000_001) },                  "list-too-long",                 ["allowOrigins"],             undefined],
  ["a hole in a list",                         { allowOrigins: Object.assign(new Array(2), [a]) },                         "wrong-type",                    ["allowOrigins", 1],          undefined],
  ["a version from the future",                { version: 2, rules: [rule("a", "/")] },                 "unsupported-version",           ["version"],                  1],
  ["a version as a text",                      { version: "1", ...origins(a) },                         "unsupported-version",           ["version"],                  1],
  ["a policy without rules",                   { rules: [] },                                           "no-rules",                      ["rules"],                    undefined],

  // Keys.
  ["a key in another case",                    { ...origins(a), maxage: 5 },                            "unknown-key",                   ["maxage"],                   "maxAge"],
  ["a key of a rule of a file",                { rules: [{ ...rule("a", "/"), alowMethods: [] }] },     "unknown-key",                   ["rules", 0, "alowMethods"],  "allowMethods"],
  ["a header's name",                          { ...origins(a), "Access-Control-Max-Age": 5 },          "unknown-key",                   ["Access-Control-Max-Age"],   "maxAge"],
  ["a name from another library",              { ...origins(a), credentials: true },                    "unknown-key",                   ["credentials"],              "allowCredentials"],
  ["another library's origin",                 { origin: [a] },                                         "unknown-key",                   ["origin"],                   "allowOrigins"],
  ["origins",                                  { origins: [a] },                                        "unknown-key",                   ["origins"],                  "allowOrigins"],
  ["allowOrigin",                              { allowOrigin: [a] },                                    "unknown-key",                   ["allowOrigin"],              "allowOrigins"],
  ["allowedOrigins",                           { allowedOrigins: [a] },                                 "unknown-key",                   ["allowedOrigins"],           "allowOrigins"],
  ["methods",                                  { ...origins(a), methods: ["PUT"] },                     "unknown-key",                   ["methods"],                  "allowMethods"],
  ["allowedMethods",                           { ...origins(a), allowedMethods: ["PUT"] },              "unknown-key",                   ["allowedMethods"],           "allowMethods"],
  ["headers",                                  { ...origins(a), headers: ["X-A"] },                     "unknown-key",                   ["headers"],                  "allowHeaders"],
  ["allowedHeaders",                           { ...origins(a), allowedHeaders: ["X-A"] },              "unknown-key",                   ["allowedHeaders"],           "allowHeaders"],
  ["exposedHeaders",                           { ...origins(a), exposedHeaders: ["ETag"] },             "unknown-key",                   ["exposedHeaders"],           "exposeHeaders"],
  ["exposedHeader",                            { ...origins(a), exposedHeader: ["ETag"] },              "unknown-key",                   ["exposedHeader"],            "exposeHeaders"],
  ["rules, misspelt",                          { rule: [rule("a", "/")] },                              "unknown-key",                   ["rule"],                     "rules"],
  ["snake case",                               { ...origins(a), expose_headers: [] },                   "unknown-key",                   ["expose_headers"],           "exposeHeaders"],
  ["a key that is near none",                  { ...origins(a), wormhole: 1 },                          "unknown-key",                   ["wormhole"],                 undefined],
  ["a key of Object's prototype",              { ...origins(a), constructor: 1 },                       "unknown-key",                   ["constructor"],              undefined],
  ["__proto__ from JSON is a key",             JSON.parse('{"allowOrigins":[],"__proto__":{"x":1}}'),   "unknown-key",                   ["__proto__"],                undefined],
  ["a rule's key beside the rules",            { rules: [rule("a", "/")], maxAge: 5 },                  "unknown-key",                   ["maxAge"],                   undefined],
  ["a key of an environment",                  inEnvironment({ development: true, rules: [] }),         "unknown-key",                   ["environments", "e", "rules"], undefined],
  ["a key of a danger entry",                  { ...origins("null"), danger: danger("null-origin", { expiry: 1 }) }, "unknown-key",      ["danger", 0, "expiry"],      "expires"],
  ["a rule without an id",                     { rules: [{ path: "/", allowOrigins: [] }] },            "missing-key",                   ["rules", 0, "id"],           undefined],
  ["a rule without a path",                    { rules: [{ id: "a", allowOrigins: [] }] },              "missing-key",                   ["rules", 0, "path"],         undefined],
  ["a rule without origins",                   { rules: [{ id: "a", path: "/" }] },                     "missing-key",                   ["rules", 0, "allowOrigins"], undefined],
  ["a lone rule without origins",              { allowCredentials: true },                              "missing-key",                   ["allowOrigins"],             undefined],
  ["true as a text",                           { ...origins(a), allowCredentials: "yes" },              "wrong-type",                    ["allowCredentials"],         true],
  ["false as a text",                          { ...origins(a), refuseUnlisted: "False" },              "wrong-type",                    ["refuseUnlisted"],           false],
  ["a number for a boolean",                   { ...origins(a), allowCredentials: 1 },                  "wrong-type",                    ["allowCredentials"],         undefined],
  ["one method as a text",                     { ...origins(a), allowMethods: "PUT, DELETE" },          "wrong-type",                    ["allowMethods"],             ["PUT", "DELETE"]],
  ["one origin as a text",                     { allowOrigins: a },                                     "wrong-type",                    ["allowOrigins"],             [a]],
  ["a number for an origin",                   origins(5),                                              "wrong-type",                    ["allowOrigins", 0],          undefined],
  ["YAML's null for an origin",                { ...origins(null), danger: danger("null-origin") },     "origin-null-unquoted",          ["allowOrigins", 0],          undefined],
  ["an empty entry of a set",                  { originSets: { s: [a, null] }, ...origins("$s"), danger: danger("null-origin") }, "origin-null-unquoted", ["originSets", "s", 1], undefined],
  ["origins are not null",                     { allowOrigins: null },                                  "wrong-type",                    ["allowOrigins"],             undefined],

  // Names.
  ["an id with a space",                       { rules: [rule("a b", "/")] },                           "rule-id-invalid",               ["rules", 0, "id"],           undefined],
  ["an empty id",                              { rules: [rule("", "/")] },                              "rule-id-invalid",               ["rules", 0, "id"],           undefined],
  ["an id with a line end",                    { rules: [rule("a\nb", "/")] },                          "rule-id-invalid",               ["rules", 0, "id"],           undefined],
  ["the same id twice",                        { rules: [rule("a", "/x"), rule("a", "/y")] },           "rule-id-duplicate",             ["rules", 1, "id"],           undefined],
  ["a set's name",                             { originSets: { "a b": [a] }, ...origins("$a b") },      "name-invalid",                  ["originSets", "a b"],        undefined],

  // Sets and environments.
  ["an unknown set",                           { originSets: { apps: [a] }, ...origins("$aps", "$apps") }, "origin-set-unknown",         ["allowOrigins", 0],          "$apps"],
  ["no sets at all",                           origins("$apps"),                                        "origin-set-unknown",            ["allowOrigins", 0],          undefined],
  ["a prototype's name is no set",             { originSets: {}, ...origins("$constructor") },          "origin-set-unknown",            ["allowOrigins", 0],          undefined],
  ["an environment's unknown set",             inEnvironment({ development: true, originSets: { aps: { add: [a] } } }, { originSets: { apps: [a] }, ...origins("$apps") }), "origin-set-unknown", ["environments", "e", "originSets", "aps"], "apps"],
  ["a set in a set",                           { originSets: { x: ["$y"], y: [a] }, ...origins("$x", "$y") }, "origin-set-nested",       ["originSets", "x", 0],       undefined],
  ["a set nobody uses",                        { originSets: { apps: [a] }, ...origins(a) },            "origin-set-unused",             ["originSets", "apps"],       undefined],
  ["a mistake in a set",                       { originSets: { apps: [`${a}/`] }, ...origins("$apps") }, "origin-pattern-has-path",      ["originSets", "apps", 0],    a],
  ["a mistake in an environment not chosen",   inEnvironment({ originSets: { x: { add: [`${a}/`] } } }, { originSets: { x: [] }, ...origins("$x") }), "origin-pattern-has-path", ["environments", "e", "originSets", "x", "add", 0], a],
  ["neither add nor replace",                  inEnvironment({ originSets: { x: {} } }, { originSets: { x: [] }, ...origins("$x") }), "missing-key", ["environments", "e", "originSets", "x", "add"], undefined],
  ["a list for add or replace",                inEnvironment({ originSets: { x: [a] } }, { originSets: { x: [] }, ...origins("$x") }), "wrong-type", ["environments", "e", "originSets", "x"], undefined],
  ["an environment that is not there",         inEnvironment({}, origins(a)),                           "unknown-environment",           ["environments"],             "e", { environment: "E" }],
  ["no environments at all",                   origins(a),                                              "unknown-environment",           ["environments"],             undefined, chosen],

  // Paths.
  ["a path without a slash",                   { rules: [rule("a", "api/*")] },                         "path-not-absolute",             ["rules", 0, "path"],         "/api/*"],
  ["a star alone",                             { rules: [rule("a", "*")] },                             "path-not-absolute",             ["rules", 0, "path"],         "/*"],
  ["an empty path",                            { rules: [rule("a", "")] },                              "path-not-absolute",             ["rules", 0, "path"],         "/*"],
  ["a URL",                                    { rules: [rule("a", `${a}/api/*`)] },                    "path-is-url",                   ["rules", 0, "path"],         "/api/*"],
  ["a query",                                  { rules: [rule("a", "/api?x=*")] },                      "path-has-query",                ["rules", 0, "path"],         "/api"],
  ["a fragment",                               { rules: [rule("a", "/api#x")] },                        "path-has-query",                ["rules", 0, "path"],         "/api"],
  ["a star that ends no segment",              { rules: [rule("a", "/api*")] },                         "path-wildcard-misplaced",       ["rules", 0, "path"],         "/api/*"],
  ["a star in the middle",                     { rules: [rule("a", "/a/*/b")] },                        "path-wildcard-misplaced",       ["rules", 0, "path"],         undefined],
  ["two stars",                                { rules: [rule("a", "/a/**")] },                         "path-wildcard-misplaced",       ["rules", 0, "path"],         undefined],
  ["a file name's star",                       { rules: [rule("a", "/*.json")] },                       "path-wildcard-misplaced",       ["rules", 0, "path"],         undefined],
  ["a name that is none",                      { rules: [rule("a", "/:1")] },                           "path-name-invalid",             ["rules", 0, "path"],         undefined],
  ["a name and more in a segment",             { rules: [rule("a", "/:id.json")] },                     "path-name-invalid",             ["rules", 0, "path"],         undefined],
  ["a name twice",                             { rules: [rule("a", "/:x/:x")] },                        "path-name-duplicate",           ["rules", 0, "path"],         undefined],
  ["a group",                                  { rules: [rule("a", "/(a|b)")] },                        "path-syntax-unsupported",       ["rules", 0, "path"],         undefined],
  ["a colon inside a segment",                 { rules: [rule("a", "/a:b")] },                          "path-syntax-unsupported",       ["rules", 0, "path"],         undefined],
  ["two slashes",                              { rules: [rule("a", "//a//b")] },                        "path-ambiguous",                ["rules", 0, "path"],         "/a/b"],
  ["a dot segment",                            { rules: [rule("a", "/a/../b")] },                       "path-ambiguous",                ["rules", 0, "path"],         undefined],
  ["an encoded slash",                         { rules: [rule("a", "/a%2Fb")] },                        "path-ambiguous",                ["rules", 0, "path"],         undefined],
  ["a percent sign that encodes nothing",      { rules: [rule("a", "/a%4%41")] },                        "path-syntax-unsupported",       ["rules", 0, "path"],         undefined],
  ["a long path",                              { rules: [rule("a", `/${"a".repeat(2000)}`)] },          "path-too-long",                 ["rules", 0, "path"],         undefined],
  ["a letter beyond ASCII",                    { rules: [rule("a", "/café")] },                         "path-normalised",               ["rules", 0, "path"],         "/caf%C3%A9"],
  ["an encoded letter",                        { rules: [rule("a", "/%61pi/*")] },                      "path-normalised",               ["rules", 0, "path"],         "/api/*"],
  ["a character with two spellings",           { rules: [rule("a", "/@scope/*")] },                     "path-two-spellings",            ["rules", 0, "path"],         undefined],
  ["hidden by everything",                     { rules: [rule("a", "/*"), rule("b", "/b")] },           "rule-hidden",                   ["rules", 1, "path"],         undefined],
  ["hidden by the same path",                  { rules: [rule("a", "/x"), rule("b", "/x/")] },          "rule-hidden",                   ["rules", 1, "path"],         undefined],
  ["hidden by a star over itself",             { rules: [rule("a", "/x/*"), rule("b", "/x")] },         "rule-hidden",                   ["rules", 1, "path"],         undefined],
  ["hidden by a name",                         { rules: [rule("a", "/:any"), rule("b", "/b")] },        "rule-hidden",                   ["rules", 1, "path"],         undefined],
  ["hidden by a name and a star",              { rules: [rule("a", "/:any/*"), rule("b", "/b/c/*")] },  "rule-hidden",                   ["rules", 1, "path"],         undefined],
  ["hidden by another case, being ambiguous",  { rules: [rule("a", "/Api/*"), rule("b", "/api/x")] },   "rule-hidden",                   ["rules", 1, "path"],         undefined],

  // Origins.
  ["a function in a list",                     { allowOrigins: [() => true] },                          "allow-origins-function",        ["allowOrigins", 0],          undefined],
  ["a star in a list",                         origins("*"),                                            "any-origin-in-list",            ["allowOrigins", 0],          undefined],
  ["a trailing slash",                         origins(a, `${a}/`),                                     "origin-pattern-has-path",       ["allowOrigins", 1],          a],
  ["a path",                                   origins(`${a}:8443/x`),                                  "origin-pattern-has-path",       ["allowOrigins", 0],          `${a}:8443`],
  ["a path's star",                            origins(`${a}/*`),                                       "origin-pattern-has-path",       ["allowOrigins", 0],          a],
  ["a query",                                  origins(`${a}?x`),                                       "origin-pattern-has-path",       ["allowOrigins", 0],          a],
  ["a fragment",                               origins(`${a}#x`),                                       "origin-pattern-has-path",       ["allowOrigins", 0],          a],
  ["a backslash",                              origins(`${a}\\`),                                       "origin-pattern-has-path",       ["allowOrigins", 0],          a],
  ["nothing",                                  origins(""),                                             "origin-pattern-empty",          ["allowOrigins", 0],          undefined],
  ["white space",                              origins(" "),                                            "origin-pattern-empty",          ["allowOrigins", 0],          undefined],
  ["a megabyte",                               origins(`https://${"a".repeat(1_000_000)}`),             "origin-pattern-too-long",       ["allowOrigins", 0],          undefined],
  ["a regular expression",                     origins(/^https:\/\/a\.example$/),                       "origin-pattern-is-regexp",      ["allowOrigins", 0],          undefined],
  ["a regular expression for a list",          { allowOrigins: /^https:\/\/a\.example$/ },              "origin-pattern-is-regexp",      ["allowOrigins"],             undefined],
  ["a regular expression for a set",           { originSets: { s: /a/ }, ...origins("$s") },            "origin-pattern-is-regexp",      ["originSets", "s"],          undefined],
  ["a regular expression as a text",           origins("^https://.*\\.example\\.com$"),                 "origin-pattern-is-regexp",      ["allowOrigins", 0],          undefined],
  ["a regular expression between slashes",     origins("/example\\.com$/"),                             "origin-pattern-is-regexp",      ["allowOrigins", 0],          undefined],
  ["an optional letter in a scheme",           origins("https?://a.example"),                           "origin-pattern-scheme-wildcard", ["allowOrigins", 0],         a],
  ["any scheme",                               origins("*://a.example"),                                "origin-pattern-scheme-wildcard", ["allowOrigins", 0],         a],
  ["two origins in one text",                  origins("https://a.example, https://b.example"),         "origin-pattern-is-list",        ["allowOrigins", 0],          undefined],
  ["two origins by a space",                   origins("https://a.example https://b.example"),          "origin-pattern-is-list",        ["allowOrigins", 0],          undefined],
  ["a space before it",                        origins(` ${a}`),                                        "origin-pattern-has-space",      ["allowOrigins", 0],          a],
  ["a line end after it",                      origins(`${a}\n`),                                       "origin-pattern-has-space",      ["allowOrigins", 0],          a],
  ["a space inside",                           origins("https://a .example"),                           "origin-pattern-has-space",      ["allowOrigins", 0],          undefined],
  ["a NUL inside",                             origins("https://a\0.example"),                          "origin-pattern-has-space",      ["allowOrigins", 0],          undefined],
  ["no scheme",                                origins("a.example"),                                    "origin-pattern-has-no-scheme",  ["allowOrigins", 0],          a],
  ["no scheme, a pattern",                     origins("*.a.example"),                                  "origin-pattern-has-no-scheme",  ["allowOrigins", 0],          "https://*.a.example"],
  ["no scheme, two slashes",                   origins("//a.example"),                                  "origin-pattern-has-no-scheme",  ["allowOrigins", 0],          a],
  ["no scheme, a local host and port",         origins("localhost:3000"),                               "origin-pattern-has-no-scheme",  ["allowOrigins", 0],          "http://localhost:3000"],
  ["no slashes",                               origins("https:a.example"),                              "origin-pattern-has-no-scheme",  ["allowOrigins", 0],          a],
  ["one slash",                                origins("http:/a.example"),                              "origin-pattern-has-no-scheme",  ["allowOrigins", 0],          "http://a.example"],
  ["an upper-case scheme",                     origins("HTTPS://a.example"),                            "origin-pattern-scheme-upper-case", ["allowOrigins", 0],       a],
  ["several mistakes, all corrected",          origins(" HTTPS://u@A.example.:443/x"),                  "origin-pattern-has-space",      ["allowOrigins", 0],          a],
  ["file:",                                    origins("file:///index.html"),                           "origin-pattern-scheme-never-sent", ["allowOrigins", 0],       undefined],
  ["data:",                                    origins("data:text/html,x"),                             "origin-pattern-scheme-never-sent", ["allowOrigins", 0],       undefined],
  ["a WebSocket's address",                    origins("wss://a.example"),                              "origin-pattern-scheme-never-sent", ["allowOrigins", 0],       a],
  ["a pattern of an app's scheme",             origins("chrome-extension://*.a"),                       "origin-pattern-scheme-exact-only", ["allowOrigins", 0],       undefined],
  ["any port of an app's scheme",              origins("capacitor://localhost:*"),                      "origin-pattern-scheme-exact-only", ["allowOrigins", 0],       undefined],
  ["userinfo",                                 origins("https://user:pass@a.example"),                  "origin-pattern-has-userinfo",   ["allowOrigins", 0],          a],
  ["a trailing dot",                           origins("https://a.example."),                           "origin-pattern-has-trailing-dot", ["allowOrigins", 0],        a],
  ["a label of 64",                            origins(`https://${"a".repeat(64)}.example`),            "origin-pattern-host-invalid",   ["allowOrigins", 0],          undefined],
  ["a domain over 253",                        origins(`https://${"a.".repeat(127)}example`),           "origin-pattern-host-invalid",   ["allowOrigins", 0],          undefined],
  ["a domain too long for a subdomain",        origins(`https://*.${"a.".repeat(125)}aa`),              "origin-pattern-host-invalid",   ["allowOrigins", 0],          undefined],
  ["no host",                                  origins("https://"),                                     "origin-pattern-host-invalid",   ["allowOrigins", 0],          undefined],
  ["an empty label",                           origins("https://a..example"),                           "origin-pattern-host-invalid",   ["allowOrigins", 0],          undefined],
  ["all subdomains as others write it",        origins("https://.a.example"),                           "origin-pattern-host-invalid",   ["allowOrigins", 0],          "https://*.a.example"],
  ["a percent sign",                           origins("https://%61.example"),                          "origin-pattern-host-invalid",   ["allowOrigins", 0],          a],
  ["an odd character",                         origins("https://a$b.example"),                          "origin-pattern-host-invalid",   ["allowOrigins", 0],          undefined],
  ["an IPv4 address out of range",             origins("https://192.0.2.256"),                          "origin-pattern-host-invalid",   ["allowOrigins", 0],          undefined],
  ["an IPv4 address in another form",          origins("http://0x7f.1"),                                "origin-pattern-host-invalid",   ["allowOrigins", 0],          "http://127.0.0.1"],
  ["an IPv6 address in another form",          origins("http://[0::1]"),                                "origin-pattern-host-invalid",   ["allowOrigins", 0],          "http://[::1]"],
  ["an IPv6 address without brackets",         origins("http://::1"),                                   "origin-pattern-port-invalid",   ["allowOrigins", 0],          undefined],
  ["a port past the end",                      origins(`${a}:65536`),                                   "origin-pattern-port-invalid",   ["allowOrigins", 0],          undefined],
  ["a port that is a word",                    origins(`${a}:http`),                                    "origin-pattern-port-invalid",   ["allowOrigins", 0],          undefined],
  ["a part of a port",                         origins(`${a}:80*`),                                     "origin-pattern-port-invalid",   ["allowOrigins", 0],          undefined],
  ["a leading zero",                           origins(`${a}:08443`),                                   "origin-pattern-port-invalid",   ["allowOrigins", 0],          `${a}:8443`],
  ["no port after the colon",                  origins(`${a}:`),                                        "origin-pattern-port-invalid",   ["allowOrigins", 0],          a],
  ["a star for a host",                        origins("https://*"),                                    "origin-pattern-wildcard-misplaced", ["allowOrigins", 0],      undefined],
  ["a star in the middle",                     origins("https://a.*.example"),                          "origin-pattern-wildcard-misplaced", ["allowOrigins", 0],      undefined],
  ["a star at the end",                        origins("https://a.example.*"),                          "origin-pattern-wildcard-misplaced", ["allowOrigins", 0],      undefined],
  ["two patterns in one",                      origins("https://*.a.example://*.b.example"),            "origin-pattern-has-path",       ["allowOrigins", 0],          "https://*.a.example"],
  ["two stars in a label",                     origins("https://a-*-*.b.example"),                      "origin-pattern-wildcard-misplaced", ["allowOrigins", 0],      undefined],
  ["two leading stars",                        origins("https://*.*.a.example"),                        "origin-pattern-wildcard-misplaced", ["allowOrigins", 0],      "https://*.a.example"],
  ["a double star",                            origins("https://**.a.example"),                         "origin-pattern-wildcard-misplaced", ["allowOrigins", 0],      "https://*.a.example"],
  ["a star over an IPv4 address",              origins("http://*.127.0.0.1"),                           "origin-pattern-wildcard-over-address", ["allowOrigins", 0],   "http://127.0.0.1"],
  ["a star without its dot",                   origins("https://*example.com"),                         "origin-pattern-wildcard-over-registry", ["allowOrigins", 0],  "https://*.example.com"],
  ["a star in a registrable name",             origins("https://my-*.co.uk"),                           "origin-pattern-wildcard-over-registry", ["allowOrigins", 0],  undefined],
  ["a letter beyond ASCII",                    origins("https://bücher.example"),                       "origin-pattern-normalised",     ["allowOrigins", 0],          "https://xn--bcher-kva.example"],
  ["below a star, too",                        origins("https://*.bücher.example:*"),                   "origin-pattern-normalised",     ["allowOrigins", 0],          "https://*.xn--bcher-kva.example:*"],
  ["an upper-case host",                       origins("https://A.Example"),                            "origin-pattern-normalised",     ["allowOrigins", 0],          a],
  ["https's default port",                     origins(`${a}:443`),                                     "origin-pattern-normalised",     ["allowOrigins", 0],          a],
  ["http's default port",                      origins("http://a.example:80"),                          "origin-pattern-normalised",     ["allowOrigins", 0],          "http://a.example"],
  ["an upper-case IPv6 address",               origins("http://[2001:DB8::1]"),                         "origin-pattern-normalised",     ["allowOrigins", 0],          "http://[2001:db8::1]"],
  ["the same origin twice",                    origins(a, a),                                           "origin-pattern-duplicate",      ["allowOrigins", 1],          undefined],
  ["the same origin in two forms",             origins(a, `${a}:443`),                                  "origin-pattern-duplicate",      ["allowOrigins", 1],          undefined],

  // Star and credentials.
  ["any origin with credentials",              { allowOrigins: "*", allowCredentials: true },           "any-origin-with-credentials",   ["allowOrigins"],             undefined],
  ["any method with credentials",              { ...signedIn(a), allowMethods: ["PUT", "*"] },          "any-method-with-credentials",   ["allowMethods", 1],          undefined],
  ["any method as a text",                     { ...signedIn(a), allowMethods: "*" },                   "any-method-with-credentials",   ["allowMethods"],             undefined],
  ["any header with credentials",              { ...signedIn(a), allowHeaders: ["*"] },                 "any-header-with-credentials",   ["allowHeaders", 0],          undefined],
  ["any exposed header with credentials",      { ...signedIn(a), exposeHeaders: ["*"] },                "any-exposed-header-with-credentials", ["exposeHeaders", 0],   undefined],

  // Dangers.
  ["http with credentials",                    signedIn("http://a.example"),                            "insecure-origin",               ["allowOrigins", 0],          undefined],
  ["http subdomains with credentials",         signedIn(a, "http://*.a.example"),                       "insecure-origin",               ["allowOrigins", 1],          undefined],
  ["another scheme with credentials",          signedIn("capacitor://localhost"),                       "insecure-origin",               ["allowOrigins", 0],          undefined],
  ["an insecure origin of a set",              { originSets: { x: [a, "http://a.example"] }, ...signedIn(a, "$x") }, "insecure-origin",  ["allowOrigins", 1],          undefined],
  ["below a registry's suffix",                signedIn("https://*.co.uk"),                             "shared-suffix",                 ["allowOrigins", 0],          undefined],
  ["below a top-level domain",                 signedIn("https://*.com"),                               "shared-suffix",                 ["allowOrigins", 0],          undefined],
  ["below a hosting platform",                 signedIn("https://*.github.io:*"),                       "shared-suffix",                 ["allowOrigins", 0],          undefined],
  ["above one",                                signedIn("https://*.amazonaws.com"),                     "shared-suffix",                 ["allowOrigins", 0],          undefined],
  ["below a suffix that was listed lately",    signedIn("https://*.emergent.cloud"),                    "shared-suffix-new",             ["allowOrigins", 0],          undefined, { now: new Date("2026-11-25") }],
  ["a star in a label of our own",             signedIn("https://pr-*.a.example"),                      "shared-suffix",                 ["allowOrigins", 0],          undefined],
  ["null",                                     origins("null"),                                         "null-origin",                   ["allowOrigins", 0],          undefined],
  ["null with credentials",                    signedIn("null"),                                        "null-origin",                   ["allowOrigins", 0],          undefined],
  ["loopback with credentials",                signedIn("http://localhost:3000"),                       "local-origin",                  ["allowOrigins", 0],          undefined],
  ["a loopback address",                       signedIn("http://127.1.2.3"),                            "local-origin",                  ["allowOrigins", 0],          undefined],
  ["loopback's IPv6 address",                  signedIn("http://[::1]:3000"),                           "local-origin",                  ["allowOrigins", 0],          undefined],
  ["a name below localhost",                   signedIn("http://*.localhost"),                          "local-origin",                  ["allowOrigins", 0],          undefined],
  ["a private address",                        signedIn("https://192.168.1.5"),                         "local-origin",                  ["allowOrigins", 0],          undefined],
  ["a private IPv6 address",                   signedIn("https://[fd00::1]"),                           "local-origin",                  ["allowOrigins", 0],          undefined],
  ["loopback in an environment",               inEnvironment({}),                                       "local-origin",                  ["allowOrigins", 0],          undefined, chosen],
  ["loopback in development",                  inEnvironment({ development: true }),                    "local-origin",                  ["allowOrigins", 0],          undefined, chosen],
  ["an unknown danger",                        { ...origins("null"), danger: [...danger("null"), ...danger("null-origin")] }, "danger-unknown", ["danger", 0, "allow"], undefined],
  ["a misspelt one",                           { ...origins("null"), danger: [...danger("nul-origin"), ...danger("null-origin")] }, "danger-unknown", ["danger", 0, "allow"], "null-origin"],
  ["no reason",                                { ...origins("null"), danger: danger("null-origin", { reason: undefined }) }, "danger-reason-missing", ["danger", 0, "reason"], undefined],
  ["a blank reason",                           { ...origins("null"), danger: danger("null-origin", { reason: " " }) }, "danger-reason-missing", ["danger", 0, "reason"], undefined],
  ["no expiry",                                { ...origins("null"), danger: danger("null-origin", { expires: undefined }) }, "danger-expires-invalid", ["danger", 0, "expires"], undefined],
  ["no such day",                              { ...origins("null"), danger: danger("null-origin", { expires: "2027-02-30" }) }, "danger-expires-invalid", ["danger", 0, "expires"], undefined],
  ["an expiry of never",                       { ...origins("null"), danger: danger("null-origin", { expires: "never" }) }, "danger-expires-invalid", ["danger", 0, "expires"], undefined],
  ["the day after",                            { ...origins("null"), danger: danger("null-origin") },   "danger-expired",                ["danger", 0, "expires"],     undefined, { now: new Date("2027-04-01T00:00:00Z") }],
  ["a danger nobody needs",                    { ...origins(a), danger: danger("null-origin") },        "danger-unused",                 ["danger", 0],                undefined],
  ["one that an anonymous rule needs not",     { ...origins("http://a.example"), danger: danger("insecure-origin") }, "danger-unused",   ["danger", 0],                undefined],

  // Methods and headers.
  ["a method that is no token",                { ...origins(a), allowMethods: ["PUT DELETE"] },         "method-not-token",              ["allowMethods", 0],          undefined],
  ["an empty method",                          { ...origins(a), allowMethods: [""] },                   "method-not-token",              ["allowMethods", 0],          undefined],
  ["a method with a line end",                 { ...origins(a), allowMethods: ["PUT\r\nX: 1"] },        "method-not-token",              ["allowMethods", 0],          undefined],
  ["a forbidden method",                       { ...origins(a), allowMethods: ["PUT", "TRACE"] },       "method-forbidden",              ["allowMethods", 1],          undefined],
  ["in any case",                              { ...origins(a), allowMethods: ["connect"] },            "method-forbidden",              ["allowMethods", 0],          undefined],
  ["a method that browsers write otherwise",   { ...origins(a), allowMethods: ["put"] },                "method-never-matches",          ["allowMethods", 0],          "PUT"],
  ["a method whose case is doubtful",          { ...origins(a), allowMethods: ["patch"] },              "method-case",                   ["allowMethods", 0],          "PATCH"],
  ["a method twice",                           { ...origins(a), allowMethods: ["PUT", "PUT"] },         "list-duplicate",                ["allowMethods", 1],          undefined],
  ["a header twice in two cases",              { ...origins(a), allowHeaders: ["X-A", "x-a"] },         "list-duplicate",                ["allowHeaders", 1],          undefined],
  ["a header that is no token",                { ...origins(a), allowHeaders: ["X-A: 1"] },             "header-not-token",              ["allowHeaders", 0],          undefined],
  ["an exposed header that is no token",       { ...origins(a), exposeHeaders: ["é"] },                 "header-not-token",              ["exposeHeaders", 0],         undefined],
  ["a forbidden request header",               { ...origins(a), allowHeaders: ["Cookie"] },             "header-forbidden",              ["allowHeaders", 0],          undefined],
  ["one of a forbidden family",                { ...origins(a), allowHeaders: ["sec-fetch-site"] },     "header-forbidden",              ["allowHeaders", 0],          undefined],
  ["Origin",                                   { ...origins(a), allowHeaders: ["Origin"] },             "header-forbidden",              ["allowHeaders", 0],          undefined],
  ["a response header to allow",               { ...origins(a), allowHeaders: ["Access-Control-Allow-Origin"] }, "header-response-only", ["allowHeaders", 0],          undefined],
  ["another",                                  { ...origins(a), allowHeaders: ["access-control-max-age"] }, "header-response-only",      ["allowHeaders", 0],          undefined],
  ["a forbidden response header",              { ...origins(a), exposeHeaders: ["Set-Cookie"] },        "exposed-header-forbidden",      ["exposeHeaders", 0],         undefined],
  ["a request header to expose",               { ...origins(a), exposeHeaders: ["Access-Control-Request-Method"] }, "exposed-header-request-only", ["exposeHeaders", 0], undefined],
  ["Origin to expose",                         { ...origins(a), exposeHeaders: ["Origin"] },            "exposed-header-request-only",   ["exposeHeaders", 0],         undefined],
  ["a preflight's header to expose",           { ...origins(a), exposeHeaders: ["Access-Control-Max-Age"] }, "exposed-header-preflight-only", ["exposeHeaders", 0],    undefined],

  // maxAge and refusal.
  ["a word",                                   { ...origins(a), maxAge: "long" },                       "max-age-invalid",               ["maxAge"],                   undefined],
  ["a number as a text",                       { ...origins(a), maxAge: "600" },                        "max-age-invalid",               ["maxAge"],                   600],
  ["a unit with a space",                      { ...origins(a), maxAge: "2 hours" },                    "max-age-invalid",               ["maxAge"],                   "2h"],
  ["null",                                     { ...origins(a), maxAge: null },                         "max-age-invalid",               ["maxAge"],                   undefined],
  ["not a number",                             { ...origins(a), maxAge: Number.NaN },                   "max-age-invalid",               ["maxAge"],                   undefined],
  ["a fraction",                               { ...origins(a), maxAge: 1.5 },                          "max-age-fractional",            ["maxAge"],                   2],
  ["less than nothing",                        { ...origins(a), maxAge: -1 },                           "max-age-negative",              ["maxAge"],                   0],
  ["less than nothing, with a unit",           { ...origins(a), maxAge: "-1s" },                        "max-age-negative",              ["maxAge"],                   0],
  ["more than a day",                          { ...origins(a), maxAge: 86_401 },                       "max-age-too-long",              ["maxAge"],                   86_400],
  ["two days",                                 { ...origins(a), maxAge: "2d" },                         "max-age-too-long",              ["maxAge"],                   86_400],
  ["for ever",                                 { ...origins(a), maxAge: Number.POSITIVE_INFINITY },     "max-age-too-long",              ["maxAge"],                   86_400],
  ["an environment's maxAge",                  inEnvironment({ maxAge: -1 }, origins(a)),               "max-age-negative",              ["environments", "e", "maxAge"], 0],
  ["refusal without our own origins",          { ...origins(a), refuseUnlisted: true },                 "self-origins-missing",          ["selfOrigins"],              undefined],
  ["an empty list of our own origins",         { ...origins(a), refuseUnlisted: true, selfOrigins: [] }, "self-origins-missing",         ["selfOrigins"],              undefined],
  ["our own origins without refusal",          { ...origins(a), selfOrigins: [a] },                     "self-origins-unused",           ["selfOrigins"],              undefined],
  ["our own origins as a pattern",             { ...origins(a), refuseUnlisted: true, selfOrigins: [a, "https://*.b.example"] }, "self-origin-not-exact", ["selfOrigins", 1], undefined],
  ["our own origin as null",                   { ...origins(a), refuseUnlisted: true, selfOrigins: [a, "null"] }, "self-origin-not-exact", ["selfOrigins", 1],         undefined],
  ["our own origin with a slash",              { ...origins(a), refuseUnlisted: true, selfOrigins: [a, "https://b.example/"] }, "origin-pattern-has-path", ["selfOrigins", 1], "https://b.example"],
  ["refusal where nothing is refused",         { allowOrigins: "*", refuseUnlisted: true },             "refuse-unlisted-unused",        ["refuseUnlisted"],           undefined],
];

/** Rows as the runner takes them when they are of different lengths. */
function named<Row extends readonly [why: string, ...rest: unknown[]]>(
  rows: readonly Row[],
): { why: string; fact: Row }[] {
  return rows.map((fact) => ({ why: fact[0], fact }));
}

const warnings: ReadonlySet<string> = new Set([
  "no-rules",
  "origin-pattern-normalised",
  "origin-pattern-duplicate",
  "origin-set-unused",
  "danger-unused",
  "path-normalised",
  "path-two-spellings",
  "method-case",
  "list-duplicate",
  "refuse-unlisted-unused",
  "self-origins-unused",
]);

group("a document's problem", () => {
  test.each(named(facts))("$why", ({ fact: [, document, code, path, suggestion, options] }) => {
    const { policy, problems } = parsePolicy(document, options);
    const problem = problems.find((candidate) => candidate.code === code);
    expect(problems.map((candidate) => candidate.code)).toContain(code);
    expect(problem).toMatchObject({ code, path });
    expect(problem?.suggestion).toEqual(suggestion);
    if (code !== "local-origin") expect(problem?.severity).toBe(warnings.has(code) ? "warning" : "error");
    expect(policy === null).toBe(problems.some((candidate) => candidate.severity === "error"));
  });

  test.each(named(facts))("$why: alone, and in words", ({ fact: [, document, code, , , options] }) => {
    const { problems } = parsePolicy(document, options);
    const others = problems.filter((problem) => problem.code !== code && problem.severity === "error");
    expect(others.map((problem) => problem.code)).toEqual([]);
    for (const problem of problems) {
      const words = describe(problem);
      expect(words.split("\n").length).toBeGreaterThanOrEqual(2);
      expect(words).not.toMatch(/(?<!it is )undefined|\[object|invalid input|!$|\n\n/m);
      expect(words.length).toBeLessThan(1500);
    }
  });

  test.each(named(facts).filter(({ fact }) => fact[4] !== undefined))(
    "$why: what is suggested is right",
    ({ fact: [, document, code, path, suggestion, options] }) => {
      const corrected = structuredClone(document) as Record<string, unknown>;
      const place = path.slice(0, -1).reduce((value, step) => value[step] as typeof value, corrected);
      const key = path.at(-1) ?? "";
      const value = place[key];
      if (code === "unknown-environment") {
        expect(Object.keys(value as object)).toContain(suggestion);
        return;
      }
      if (code === "unknown-key" || (code === "origin-set-unknown" && path.length > 2)) {
        delete place[key];
        place[String(suggestion)] = value;
      } else {
        place[key] = suggestion;
      }
      expect(parsePolicy(corrected, options).problems.map((problem) => problem.code)).not.toContain(code);
    },
  );

  test("every code has its fact", () => {
    const covered = new Set<string>(facts.map(([, , code]) => code));
    expect([...errorCodes, ...warningCodes].filter((code) => !covered.has(code))).toEqual([]);
  });
});

test("a suffix that was listed lately keeps no server from starting, and no check from failing", () => {
  const document = signedIn("https://*.emergent.cloud");
  const running = parsePolicy(document);
  expect(running.problems.map(({ severity }) => severity)).toEqual(["warning"]);
  expect(running.policy).not.toBeNull();
  const checking = parsePolicy(document, { now: new Date("2026-11-25") });
  expect(checking.problems.map(({ severity }) => severity)).toEqual(["error"]);
  expect(
    parsePolicy({ ...document, danger: danger("shared-suffix") }, { now: new Date("2026-11-25") }).problems,
  ).toEqual([]);
});

test("null without quotes is judged as the origin that may be meant, too", () => {
  const { problems } = parsePolicy(origins(null));
  expect(problems.map(({ code, path }) => [code, describePath(path)])).toEqual([
    ["origin-null-unquoted", "allowOrigins[0]"],
    ["null-origin", "allowOrigins[0]"],
  ]);
});

group("what is under a misspelt key", () => {
  // biome-ignore format: one fact per line
  const misspelt: readonly (readonly [why: string, document: unknown, problems: readonly (readonly [code: string, path: string])[]])[] = [
    ["is not missing as well",              { origin: [a], credentials: true, methods: ["PUT"] },  [["unknown-key", "origin"], ["unknown-key", "credentials"], ["unknown-key", "methods"]]],
    ["is examined, where it is written",    { origin: [`${a}/`], methods: ["put"] },               [["unknown-key", "origin"], ["unknown-key", "methods"], ["origin-pattern-has-path", "origin[0]"], ["method-never-matches", "methods[0]"]]],
    ["says what goes together",             { origin: "*", credentials: true },                    [["unknown-key", "origin"], ["unknown-key", "credentials"], ["any-origin-with-credentials", "origin"]]],
    ["is not taken over what is right",     { ...origins(a), origin: [`${a}/`] },                  [["unknown-key", "origin"]]],
    ["is taken once",                       { origin: [a], origins: [`${a}/`] },                   [["unknown-key", "origin"], ["unknown-key", "origins"]]],
    ["is taken for what is undefined",      { allowOrigins: undefined, origin: [a] },              [["unknown-key", "origin"]]],
    ["is examined in a rule of rules",      { ruls: [{ id: "x", pth: "x", allowOrigins: [] }] },   [["unknown-key", "ruls"], ["unknown-key", "ruls[0].pth"], ["path-not-absolute", "ruls[0].pth"]]],
    ["is examined in an environment",       inEnvironment({ maxage: -1 }, origins(a)),             [["unknown-key", "environments.e.maxage"], ["max-age-negative", "environments.e.maxage"]]],
    ["is examined in a danger entry",       { ...origins("null"), danger: [{ allow: "null-origin", because: "", until: "2027-03-31" }] }, [["unknown-key", "danger[0].because"], ["unknown-key", "danger[0].until"], ["danger-reason-missing", "danger[0].because"]]],
    ["is not a rule's key beside rules",    { rules: [rule("a", "/")], origin: [a] },              [["unknown-key", "origin"]]],
  ];

  test.each(misspelt)("%s", (_why, document, expected) => {
    const { policy, problems } = parsePolicy(document);
    expect(problems.map(({ code, path }) => [code, describePath(path)])).toEqual(expected);
    expect(policy).toBeNull();
  });
});

type Accepted = readonly [why: string, document: unknown, rule: object, options?: ParseOptions];

group("what is accepted", () => {
  // biome-ignore format: one fact per line
  const accepted: readonly Accepted[] = [
    ["a lone rule, for everything",             origins(a),                                   { id: "default", path: { text: "/*", segments: [], everythingBelow: true } }],
    ["a lone rule with a name and a path",      { id: "x", path: "/x/*", ...origins(a) },     { id: "x", path: { text: "/x/*", segments: [{ literal: "x" }], everythingBelow: true } }],
    ["a lone rule with a version and sets",     { version: 1, originSets: { s: [a] }, ...origins("$s") }, { allowOrigins: [{ text: a, scheme: "https", host: "a.example", wildcard: "none", port: null }] }],
    ["what is undefined is absent",             { ...origins(a), maxAge: undefined, danger: undefined }, { maxAge: null, danger: [] }],
    ["rules that are undefined are absent",     { rules: undefined, ...origins(a) },          { id: "default" }],
    ["any origin",                              { allowOrigins: "*" },                        { allowOrigins: "*", allowCredentials: false }],
    ["no origin",                               origins(),                                    { allowOrigins: [] }],
    ["everything has a default",                origins(a),                                   { allowCredentials: false, allowMethods: [], allowHeaders: [], exposeHeaders: [], maxAge: null, refuseUnlisted: false, selfOrigins: [], danger: [] }],
    ["subdomains and any port",                 origins("https://*.a.example:*"),             { allowOrigins: [{ text: "https://*.a.example:*", scheme: "https", host: "a.example", wildcard: "subdomains", port: "*" }] }],
    ["a part of a label, anonymously",          origins("https://a-*.b.example"),             { allowOrigins: [{ text: "https://a-*.b.example", scheme: "https", host: "a-*.b.example", wildcard: "in-label", port: null }] }],
    ["an app's scheme and port",                origins("x-app.1+2://host:81"),               { allowOrigins: [{ text: "x-app.1+2://host:81", scheme: "x-app.1+2", host: "host", wildcard: "none", port: 81 }] }],
    ["http and anything below, anonymously",    origins("http://*.com"),                      { allowOrigins: [{ text: "http://*.com", scheme: "http", host: "com", wildcard: "subdomains", port: null }] }],
    ["an unknown single label is no suffix",    signedIn("https://*.internal"),               { allowOrigins: [expect.objectContaining({ text: "https://*.internal" })] }],
    ["star, anonymously, in every list",        { allowOrigins: "*", allowMethods: "*", allowHeaders: ["*", "Authorization"], exposeHeaders: ["*"] }, { allowMethods: ["*"], allowHeaders: ["*", "Authorization"], exposeHeaders: ["*"] }],
    ["safelisted methods are harmless",         { ...origins(a), allowMethods: ["GET", "HEAD", "POST", "OPTIONS", "PROPFIND"] }, { allowMethods: ["GET", "HEAD", "POST", "OPTIONS", "PROPFIND"] }],
    ["names keep their case",                   { ...origins(a), allowHeaders: ["X-CSRF-Token", "x-b"] }, { allowHeaders: ["X-CSRF-Token", "x-b"] }],
    ["headers of the protocol that pages see",  { ...origins(a), exposeHeaders: ["Access-Control-Allow-Origin"] }, { exposeHeaders: ["Access-Control-Allow-Origin"] }],
    ["seconds",                                 { ...origins(a), maxAge: 600 },               { maxAge: 600 }],
    ["no time at all",                          { ...origins(a), maxAge: 0 },                 { maxAge: 0 }],
    ["a whole day",                             { ...origins(a), maxAge: 86_400 },            { maxAge: 86_400 }],
    ["90s",                                     { ...origins(a), maxAge: "90s" },             { maxAge: 90 }],
    ["10m",                                     { ...origins(a), maxAge: "10m" },             { maxAge: 600 }],
    ["2h",                                      { ...origins(a), maxAge: "2h" },              { maxAge: 7200 }],
    ["1d",                                      { ...origins(a), maxAge: "1d" },              { maxAge: 86_400 }],
    ["names of segments",                       { path: "/u/:id/p/*", ...origins(a) },        { path: { text: "/u/:id/p/*", segments: [{ literal: "u" }, { name: "id" }, { literal: "p" }], everythingBelow: true } }],
    ["a trailing slash is no segment",          { path: "/u/", ...origins(a) },               { path: { text: "/u/", segments: [{ literal: "u" }], everythingBelow: false } }],
    ["the root",                                { path: "/", ...origins(a) },                 { path: { text: "/", segments: [], everythingBelow: false } }],
    ["refusal",                                 { ...origins(a), refuseUnlisted: true, selfOrigins: ["https://b.example"] }, { refuseUnlisted: true, selfOrigins: ["https://b.example"] }],
    ["a danger with its entry",                 { ...signedIn("http://a.example"), danger: danger("insecure-origin") }, { danger: danger("insecure-origin") }],
    ["a shared suffix with its entry",          { ...signedIn("https://*.vercel.app"), danger: danger("shared-suffix") }, { allowCredentials: true }],
    ["a preview host with its entry",           { ...signedIn("https://app-*-team.vercel.app"), danger: danger("shared-suffix") }, { allowCredentials: true }],
    ["null with its entry",                     { ...origins("null"), danger: danger("null-origin") }, { allowOrigins: [{ text: "null", scheme: "", host: "", wildcard: "null", port: null }] }],
    ["loopback with its entry",                 inEnvironment({}, { ...signedIn("http://localhost"), danger: danger("local-origin") }), { allowCredentials: true }, chosen],
    ["loopback without credentials",            inEnvironment({}, origins("http://localhost", "http://10.0.0.1")), { allowCredentials: false }, chosen],
    ["a danger on its last day",                { ...origins("null"), danger: danger("null-origin") }, {}, { now: new Date("2027-03-31T23:59:59.999Z") }],
    ["an expired danger without a clock",       { ...origins("null"), danger: danger("null-origin", { expires: "2020-01-01" }) }, {}],
    ["a danger for another environment",        inEnvironment({ originSets: { s: { add: ["http://a.example"] } } }, { originSets: { s: [a] }, ...signedIn("$s"), danger: danger("insecure-origin") }), {}],
    ["a set and the same origin beside it",     { originSets: { s: [a] }, ...origins(a, "$s") }, { allowOrigins: [expect.objectContaining({ text: a })] }],
    ["an environment adds to a set",            inEnvironment({ originSets: { s: { add: ["https://b.example", a] } } }, { originSets: { s: [a] }, ...origins("$s") }), { allowOrigins: [a, "https://b.example"].map((text) => expect.objectContaining({ text })) }, chosen],
    ["an environment replaces a set",           inEnvironment({ originSets: { s: { replace: ["https://b.example"] } } }, { originSets: { s: [a] }, ...origins("$s") }), { allowOrigins: [expect.objectContaining({ text: "https://b.example" })] }, chosen],
    ["replaces, then adds",                     inEnvironment({ originSets: { s: { add: [a], replace: [] } } }, { originSets: { s: ["https://b.example"] }, ...origins("$s") }), { allowOrigins: [expect.objectContaining({ text: a })] }, chosen],
    ["an environment that is not chosen",       inEnvironment({ maxAge: 5, originSets: { s: { replace: [] } } }, { originSets: { s: [a] }, ...origins("$s") }), { maxAge: null, allowOrigins: [expect.objectContaining({ text: a })] }],
    ["an environment's maxAge",                 inEnvironment({ maxAge: "0s" }, { ...origins(a), maxAge: "1d" }), { maxAge: 0 }, chosen],
  ];

  test.each(named(accepted))("$why", ({ fact: [, document, expected, options] }) => {
    const { policy, problems } = parsePolicy(document, options);
    expect(problems).toEqual([]);
    expect(policy?.rules[0]).toMatchObject(expected);
  });

  // biome-ignore format: one fact per line
  const orders = [
    ["an exception above a wider rule",    ["/private/*", "/*"]],
    ["a path above its own star",          ["/x", "/x/*"]],
    ["a literal above a name",             ["/users/me", "/users/:id"]],
    ["a name above a literal one deeper",  ["/users/:id", "/users/me/x"]],
    ["the root above everything",          ["/", "/*"]],
  ] as const;

  test.each(orders)("%s hides nothing", (_why, paths) => {
    const rules = paths.map((path, index) => rule(`r${index}`, path));
    expect(parsePolicy({ rules }).problems).toEqual([]);
  });
});

group("a policy", () => {
  const document = { rules: [{ ...rule("a", "/a/*"), allowMethods: ["PUT"], danger: [] }] };

  test("is frozen all the way down", () => {
    const { policy } = parsePolicy({ ...signedIn("http://a.example"), danger: danger("insecure-origin") });
    const thawed: unknown[] = [];
    (function visit(value: unknown): void {
      if (typeof value !== "object" || value === null) return;
      if (!Object.isFrozen(value)) thawed.push(value);
      Object.values(value).forEach(visit);
    })(policy);
    expect(thawed).toEqual([]);
  });

  test("does not change with the document it was made from", () => {
    const mutable = structuredClone(document);
    const { policy } = parsePolicy(mutable);
    const before = JSON.stringify(policy);
    mutable.rules[0]?.allowOrigins.push("https://evil.example");
    mutable.rules[0]?.allowMethods.push("DELETE");
    mutable.rules.length = 0;
    expect(JSON.stringify(policy)).toBe(before);
  });

  test("is taken as a document again", () => {
    const { policy } = parsePolicy(document);
    expect(parsePolicy(policy)).toEqual({ policy, problems: [] });
  });

  test("of 100,000 origins, or of 20,000 rules, is made with work that grows as their number does", {
    timeout: 180_000,
  }, () => {
    const origins = growth(12_500, (length) => {
      const many = Array.from({ length }, (_, index) => `https://tenant-${index}.customers.example`);
      expect(parsePolicy({ allowOrigins: many, allowCredentials: true }).problems).toEqual([]);
    });
    const rules = growth(2_500, (length) => {
      const many = Array.from({ length }, (_, index) => ({
        id: `r${index}`,
        path: `/:a/p${index}/*`,
        allowOrigins: "*",
      }));
      expect(parsePolicy({ rules: many }).problems).toEqual([]);
    });
    expect([origins < 30, rules < 30]).toEqual([true, true]);
  });
});
