/**
 * The sentences of docs/policy.md that say what a policy may be, with documents that hold to them and documents that do not.
 *
 * A row is: a document as YAML, the codes of its problems in their order (`!` before a warning), and the environment it is
 * read in. `today` is 2026-11-25; `running` rows are read without a clock, as a server reads them.
 */
interface LanguageFact {
  readonly yaml: string;
  readonly codes: readonly string[];
  readonly environment?: string;
  readonly running?: true;
}

export interface Sentence {
  readonly sentence: string;
  readonly facts: readonly LanguageFact[];
}

export const today = "2026-11-25T12:00:00Z";

const fact = (yaml: string, ...codes: string[]): LanguageFact => ({ yaml, codes });
const inside = (environment: string, yaml: string, ...codes: string[]): LanguageFact => ({ yaml, codes, environment });
const running = (yaml: string, ...codes: string[]): LanguageFact => ({ yaml, codes, running: true });

const one = (origin: string, more = "") => `allowOrigins: ["${origin}"]${more === "" ? "" : `\n${more}`}`;
const signedIn = (origin: string, more = "") => one(origin, `allowCredentials: true${more === "" ? "" : `\n${more}`}`);
const danger = (allow: string, expires = "2027-03-31", reason = "looked at") =>
  `danger: [{ allow: ${allow}, reason: "${reason}", expires: ${expires} }]`;
const plain = (more: string) => one("https://a.example", more);
const own = (more: string) => signedIn("https://a.example", more);
const rules = (...paths: string[]) =>
  `rules:\n${paths.map((path, index) => `  - { id: r${index}, path: "${path}", allowOrigins: "*" }`).join("\n")}`;
const development = (environment: string, origins = "http://localhost:*") =>
  `originSets: { apps: ["https://a.example"] }\nallowOrigins: [$apps]\nallowCredentials: true\n` +
  `environments: { e: { ${environment}originSets: { apps: { add: ["${origins}"] } } } }`;

// biome-ignore format: one fact per line
export const policyLanguage: readonly Sentence[] = [
  { sentence: "No CORS here: a rule with allowOrigins: [] matches its path and grants nothing", facts: [
    fact("allowOrigins: []"),
    fact("rules:\n  - { id: private, path: /x/*, allowOrigins: [] }\n  - { id: all, path: /*, allowOrigins: \"*\" }"),
  ] },
  { sentence: "Origins: *, or a list of patterns scheme://host[:port]", facts: [
    fact('allowOrigins: "*"'),
    fact(one("https://app.example.com")),
    fact(one("https://app.example.com:8443")),
    fact("allowOrigins: https://a.example", "wrong-type"),
    fact(one("*"), "any-origin-in-list"),
  ] },
  { sentence: "host may begin with one *. and port may be *", facts: [
    fact(one("https://*.example.com")),
    fact(one("http://localhost:*")),
    fact(one("https://*.example.com:*")),
    fact(one("https://*.*.example.com"), "origin-pattern-wildcard-misplaced"),
    fact(one("https://a.*.example.com"), "origin-pattern-wildcard-misplaced"),
    fact(one("https://*.192.0.2.1"), "origin-pattern-wildcard-over-address"),
    fact(one("https://a.example:80*"), "origin-pattern-port-invalid"),
  ] },
  { sentence: "Fetch's serialized origin, plus _ in labels; labels of 1–63 characters, at most 270 bytes, no trailing dot", facts: [
    fact(one("https://under_score.example")),
    fact(one(`https://${"a".repeat(63)}.example`)),
    fact(one(`https://${"a".repeat(64)}.example`), "origin-pattern-host-invalid"),
    fact(one(`https://${Array.from({ length: 8 }, () => "a".repeat(40)).join(".")}.example`), "origin-pattern-host-invalid"),
    fact(one("https://a.example."), "origin-pattern-has-trailing-dot"),
    fact(one("https://a..example"), "origin-pattern-host-invalid"),
  ] },
  { sentence: "schemes other than http and https in exact patterns only", facts: [
    fact(one("capacitor://localhost")),
    fact(one("capacitor://*.example"), "origin-pattern-scheme-exact-only"),
    fact(one("capacitor://localhost:*"), "origin-pattern-scheme-exact-only"),
    fact(one("*://a.example"), "origin-pattern-scheme-wildcard"),
    fact(one("wss://a.example"), "origin-pattern-scheme-never-sent"),
    fact(one("file:///"), "origin-pattern-scheme-never-sent"),
  ] },
  { sentence: "No regular expressions", facts: [
    fact(one("/^https:\\\\/\\\\/.*\\\\.example$/"), "origin-pattern-is-regexp"),
    fact(one("^https://a.example$"), "origin-pattern-is-regexp"),
  ] },
  { sentence: "IDN hosts and default ports are normalised with a warning that shows the result", facts: [
    fact(one("https://bücher.example"), "!origin-pattern-normalised"),
    fact(one("https://a.example:443"), "!origin-pattern-normalised"),
    fact(one("http://a.example:80"), "!origin-pattern-normalised"),
    fact(one("https://A.example"), "!origin-pattern-normalised"),
    fact(one("https://*.a.example:443"), "!origin-pattern-normalised"),
  ] },
  { sentence: "everything that can never match is an error with the corrected text", facts: [
    fact(one("https://a.example/"), "origin-pattern-has-path"),
    fact(one("https://a.example/x?y"), "origin-pattern-has-path"),
    fact(one("HTTPS://a.example"), "origin-pattern-scheme-upper-case"),
    fact(one("a.example"), "origin-pattern-has-no-scheme"),
    fact(one("https://u:p@a.example"), "origin-pattern-has-userinfo"),
    fact(one(" https://a.example"), "origin-pattern-has-space"),
    fact(one("https://a.example,https://b.example"), "origin-pattern-is-list"),
    fact(one(""), "origin-pattern-empty"),
  ] },
  { sentence: "Preview hosts: one * inside the first label is accepted behind danger: shared-suffix", facts: [
    fact(signedIn("https://app-*-team.vercel.app"), "shared-suffix"),
    fact(signedIn("https://app-*-team.vercel.app", danger("shared-suffix"))),
    fact(one("https://app-*-team.vercel.app")),
    fact(signedIn("https://app-*-*-team.vercel.app"), "origin-pattern-wildcard-misplaced"),
    fact(one("https://*example.com"), "origin-pattern-wildcard-over-registry"),
  ] },
  { sentence: "With allowCredentials only: an http origin that is not loopback, or another scheme [insecure-origin]", facts: [
    fact(signedIn("http://a.example"), "insecure-origin"),
    fact(signedIn("http://a.example", danger("insecure-origin"))),
    fact(signedIn("capacitor://localhost"), "insecure-origin"),
    fact(one("http://a.example")),
    fact(signedIn("https://a.example")),
  ] },
  { sentence: "a *. pattern over a public or shared-hosting suffix [shared-suffix]", facts: [
    fact(signedIn("https://*.co.uk"), "shared-suffix"),
    fact(signedIn("https://*.github.io"), "shared-suffix"),
    fact(signedIn("https://*.anything.ck"), "shared-suffix"),
    fact(signedIn("https://*.www.ck")),
    fact(signedIn("https://*.github.io", danger("shared-suffix"))),
    fact(signedIn("https://*.team.github.io")),
    fact(one("https://*.github.io")),
    fact(signedIn("https://github.io")),
  ] },
  { sentence: "Always: null [null-origin]", facts: [
    fact(one("null"), "null-origin"),
    fact(signedIn("null"), "null-origin"),
    fact(one("null", danger("null-origin"))),
    fact("allowOrigins: [null]", "origin-null-unquoted", "null-origin"),
  ] },
  { sentence: "Loopback is never insecure", facts: [
    fact(signedIn("http://localhost:3000"), "!local-origin"),
    fact(signedIn("http://a.localhost"), "!local-origin"),
    fact(signedIn("http://127.8.9.10"), "!local-origin"),
    fact(signedIn("http://[::1]:80"), "!origin-pattern-normalised", "!local-origin"),
    fact(signedIn("http://localhost.example"), "insecure-origin"),
    fact(signedIn("http://128.0.0.1"), "insecure-origin"),
  ] },
  { sentence: "local origins with credentials are an error only in an environment that is chosen and not marked development", facts: [
    inside("e", development(""), "local-origin"),
    inside("e", development("development: true, "), "!local-origin"),
    fact(development("")),
    inside("e", development("", "https://192.168.1.7"), "local-origin"),
    fact(signedIn("https://10.0.0.1"), "!local-origin"),
    fact(one("http://localhost")),
  ] },
  { sentence: "A danger entry needs a reason and an expiry date; an expired one is an error in check", facts: [
    fact(one("null", danger("null-origin", "2027-03-31", "")), "danger-reason-missing"),
    fact(one("null", "danger: [{ allow: null-origin, reason: r }]"), "danger-expires-invalid"),
    fact(one("null", danger("null-origin", "2027-02-30")), "danger-expires-invalid"),
    fact(one("null", danger("null-origin", "tomorrow")), "danger-expires-invalid"),
    fact(one("null", danger("null-origin", "2026-11-24")), "danger-expired"),
    fact(one("null", danger("null-origin", "2026-11-25"))),
    fact(one("null", danger("nul-origin")), "danger-unknown", "null-origin"),
    fact(plain(danger("null-origin")), "!danger-unused"),
  ] },
  { sentence: "and no error at run time", facts: [running(one("null", danger("null-origin", "2020-01-01")))] },
  { sentence: "Anonymous rules need no danger entry for what anonymous * would allow anyway", facts: [
    fact('allowOrigins: ["http://a.example", "https://*.com", "capacitor://localhost", "http://10.0.0.1"]'),
  ] },
  { sentence: "a suffix newly listed by an upgrade is a warning at run time and an error in check", facts: [
    running(signedIn("https://*.emergent.cloud"), "!shared-suffix-new"),
    fact(signedIn("https://*.emergent.cloud"), "shared-suffix-new"),
    fact(signedIn("https://*.emergent.cloud", danger("shared-suffix"))),
  ] },
  { sentence: "unknown single labels are not suffixes", facts: [fact(signedIn("https://*.internal"))] },
  { sentence: "Refused always: * together with credentials", facts: [
    fact('allowOrigins: "*"\nallowCredentials: true', "any-origin-with-credentials"),
    fact(own('allowMethods: "*"'), "any-method-with-credentials"),
    fact(own('allowHeaders: ["*"]'), "any-header-with-credentials"),
    fact(own('exposeHeaders: "*"'), "any-exposed-header-with-credentials"),
    fact(plain('allowMethods: "*"\nallowHeaders: ["*", Authorization]\nexposeHeaders: "*"')),
  ] },
  { sentence: "forbidden methods, names that are not tokens, names where they can have no effect", facts: [
    fact(plain("allowMethods: [TRACE]"), "method-forbidden"),
    fact(plain("allowMethods: [connect]"), "method-forbidden"),
    fact(plain('allowMethods: ["PUT DELETE"]'), "method-not-token"),
    fact(plain("allowMethods: [delete]"), "method-never-matches"),
    fact(plain("allowHeaders: [Cookie]"), "header-forbidden"),
    fact(plain("allowHeaders: [Sec-Fetch-Site]"), "header-forbidden"),
    fact(plain('allowHeaders: ["X A"]'), "header-not-token"),
    fact(plain("allowHeaders: [Access-Control-Allow-Origin]"), "header-response-only"),
    fact(plain("exposeHeaders: [Set-Cookie]"), "exposed-header-forbidden"),
    fact(plain("exposeHeaders: [Access-Control-Request-Method]"), "exposed-header-request-only"),
    fact(plain("exposeHeaders: [Access-Control-Max-Age]"), "exposed-header-preflight-only"),
    fact(plain("allowMethods: [GET, HEAD, POST]")),
  ] },
  { sentence: "a rule that an earlier rule hides completely", facts: [
    fact(rules("/api/*", "/api/users"), "rule-hidden"),
    fact(rules("/x", "/x/"), "rule-hidden"),
    fact(rules("/users/:id", "/users/me"), "rule-hidden"),
    fact(rules("/api/users", "/api/*")),
    fact(rules("/x", "/x/*")),
  ] },
  { sentence: "a negative, fractional or over-86400 maxAge (0 is fine); seconds, or 90s / 10m / 2h / 1d", facts: [
    fact(plain("maxAge: -1"), "max-age-negative"),
    fact(plain("maxAge: 1.5"), "max-age-fractional"),
    fact(plain("maxAge: 86401"), "max-age-too-long"),
    fact(plain("maxAge: 2d"), "max-age-too-long"),
    fact(plain("maxAge: 2 hours"), "max-age-invalid"),
    ...["0", "86400", "90s", "10m", "2h", "1d", "24h"].map((value) => fact(plain(`maxAge: ${value}`))),
  ] },
  { sentence: "unknown keys, with the nearest known one", facts: [
    fact(plain("maxage: 5"), "unknown-key"),
    fact("version: 1\nrule: []\nrules: []", "unknown-key", "!no-rules"),
    fact("version: 2\nrules: []", "unsupported-version", "!no-rules"),
  ] },
  { sentence: "environments may change origin sets and maxAge, never the structure", facts: [
    inside("e", "rules: [{ id: a, path: /*, allowOrigins: [] }]\nenvironments: { e: { maxAge: 5 } }"),
    fact("rules: [{ id: a, path: /*, allowOrigins: [] }]\nenvironments: { e: { rules: [] } }", "unknown-key"),
    fact(plain("environments: { e: { allowCredentials: true } }"), "unknown-key"),
    inside("f", plain("environments: { e: {} }"), "unknown-environment"),
    fact(plain("environments: { e: { originSets: { apps: { add: [] } } } }"), "origin-set-unknown"),
  ] },
  { sentence: "origin sets are named lists of origins", facts: [
    fact("originSets: { apps: [https://a.example] }\nallowOrigins: [$apps]"),
    fact("originSets: { apps: [https://a.example] }\nallowOrigins: [$apss]", "origin-set-unknown", "!origin-set-unused"),
    fact("originSets: { a: [https://a.example], b: [$a] }\nallowOrigins: [$a, $b]", "origin-set-nested"),
    fact("originSets: { apps: [https://a.example] }\nallowOrigins: []", "!origin-set-unused"),
  ] },
  { sentence: "refuseUnlisted needs selfOrigins", facts: [
    fact(plain("refuseUnlisted: true"), "self-origins-missing"),
    fact(plain("refuseUnlisted: true\nselfOrigins: [https://api.example]")),
    fact(plain('refuseUnlisted: true\nselfOrigins: ["https://*.example.com"]'), "self-origin-not-exact", "self-origins-missing"),
    fact(plain("selfOrigins: [https://api.example]"), "!self-origins-unused"),
    fact('allowOrigins: "*"\nrefuseUnlisted: true\nselfOrigins: [https://api.example]', "!refuse-unlisted-unused"),
  ] },
  { sentence: "Paths: literals, :name for one segment, a trailing *", facts: [
    fact(rules("/users/:id/photos/*")),
    fact(rules("/a/*/b"), "path-wildcard-misplaced"),
    fact(rules("/a*"), "path-wildcard-misplaced"),
    fact(rules("/:id/:id"), "path-name-duplicate"),
    fact(rules("/:1"), "path-name-invalid"),
    fact(rules("/(a|b)"), "path-syntax-unsupported"),
    fact(rules("api"), "path-not-absolute"),
    fact(rules("https://a.example/x"), "path-is-url"),
    fact(rules("/a?x"), "path-has-query"),
  ] },
  { sentence: "a path that is ambiguous cannot be a rule's", facts: [
    fact(rules("/a//b"), "path-ambiguous"),
    fact(rules("/a/../b"), "path-ambiguous"),
    fact(rules("/a%2Fb"), "path-ambiguous"),
    fact(rules("/a%25b"), "path-ambiguous"),
    fact(rules("/%61"), "!path-normalised"),
  ] },
];
