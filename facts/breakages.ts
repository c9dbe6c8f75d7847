/**
 * What goes wrong with CORS in servers, a row for each class of breakage that is known from the field: what a library should
 * do, and where it was reported. `npm run compare` asks every library, over HTTP, and keeps the answers in docs/libraries.md.
 */
export interface Breakage {
  readonly id: string;
  /** What a library that gets it right does. */
  readonly right: string;
  /** What its author wants: each library is given its own options for it. */
  readonly wish: Wish;
  readonly question: Question;
  /** Where it was met. */
  readonly seen?: string;
}

/** A configuration in words that every library has options for. */
export interface Wish {
  readonly origins: readonly unknown[] | "*" | "echo" | "throws";
  /** One origin is given as a text, not as a list. */
  readonly single?: true;
  readonly credentials?: true;
  readonly methods?: readonly string[];
  readonly headers?: readonly string[];
  readonly exposed?: readonly string[];
  readonly maxAge?: number;
}

/** What shows it. Header names are in lower case; `handler` is the header that the application sets. */
type Question =
  /** The library does not take the configuration: it says so when it is made. */
  | { readonly kind: "refuses to start" }
  /** It says so, and names every one of these. */
  | { readonly kind: "names every mistake"; readonly words: readonly string[] }
  /** It does not take the configuration, or a page of that origin reads nothing as the signed-in user. */
  | { readonly kind: "nobody reads signed in"; readonly origin: string }
  /** One or more requests, and what must be so of the last answer. */
  | { readonly kind: "answers"; readonly requests: readonly Asked[]; readonly expect: Expectation }
  /** The library is made, then its options are changed: it goes on as before. */
  | { readonly kind: "keeps its options" };

interface Asked {
  readonly line: string;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  /** Headers that the application sets. */
  readonly application?: Readonly<Record<string, string>>;
}

export interface Expectation {
  readonly handlerRan?: boolean;
  readonly status?: number;
  /** Header values that must be there, whole. */
  readonly has?: Readonly<Record<string, string>>;
  /** Headers that must not be there. */
  readonly hasNot?: readonly string[];
  /** No value of any header has this text. */
  readonly echoesNot?: string;
  /** Members of Vary, each once. */
  readonly vary?: readonly string[];
}

const app = "https://app.example.com";
const evil = "https://evil.example";
const list: Wish = { origins: [app], credentials: true, methods: ["PUT"], headers: ["X-Token"], exposed: ["ETag"] };
const from = (origin: string) => [["Origin", origin]] as const;
const asking = (origin: string, method = "PUT") =>
  [...from(origin), ["Access-Control-Request-Method", method]] as const;
const six = [
  "access-control-allow-origin",
  "access-control-allow-credentials",
  "access-control-allow-methods",
  "access-control-allow-headers",
  "access-control-expose-headers",
  "access-control-max-age",
];
const refusesToStart: Question = { kind: "refuses to start" };
const answers = (requests: readonly Asked[], expect: Expectation): Question => ({ kind: "answers", requests, expect });

// biome-ignore format: one class a row
export const breakages: readonly Breakage[] = [
  { id: "plain-options", right: "OPTIONS that is no preflight reaches the handler", wish: list, question: answers([{ line: "OPTIONS /" }], { handlerRan: true }), seen: "expressjs/cors#305, fastify/fastify-cors#88" },
  { id: "plain-options-origin", right: "so does OPTIONS with an Origin alone, with its CORS headers", wish: list, question: answers([{ line: "OPTIONS /", headers: from(app) }], { handlerRan: true, has: { "access-control-allow-origin": app } }) },
  { id: "forced-preflight", right: "a preflight for GET is granted (upload listeners, streams)", wish: list, question: answers([{ line: "OPTIONS /", headers: asking(app, "GET") }], { status: 204, has: { "access-control-allow-origin": app } }), seen: "jub0bs/cors" },
  { id: "preflight-refused", right: "a stranger's preflight is refused with a status that a log shows", wish: list, question: answers([{ line: "OPTIONS /", headers: asking(evil) }], { status: 403 }) },
  { id: "stranger-preflight-leak", right: "and tells the stranger nothing of what is allowed", wish: list, question: answers([{ line: "OPTIONS /", headers: asking(evil) }], { hasNot: six }) },
  { id: "stranger-leak", right: "a stranger's request gets no CORS header", wish: list, question: answers([{ line: "GET /", headers: from(evil) }], { hasNot: six }) },
  { id: "single-origin", right: "a single origin is compared, not sent to everybody", wish: { origins: [app], single: true }, question: answers([{ line: "GET /", headers: from(evil) }], { hasNot: six }), seen: "expressjs/cors#365" },
  { id: "star-credentials", right: "* with credentials opens nobody's session", wish: { origins: "*", credentials: true }, question: { kind: "nobody reads signed in", origin: evil }, seen: "CVE-2026-54290, CVE-2023-49803" },
  { id: "star-credentials-told", right: "and is refused when it is configured", wish: { origins: "*", credentials: true }, question: refusesToStart },
  { id: "echo-credentials", right: "every origin with credentials cannot be configured", wish: { origins: "echo", credentials: true }, question: { kind: "nobody reads signed in", origin: evil } },
  { id: "dead-origin", right: "an origin that can never match is refused: a trailing slash", wish: { origins: [`${app}/`] }, question: refusesToStart, seen: "keycloak#25522, expressjs/cors#271" },
  { id: "dead-star", right: "a * among origins is refused, or means what it says", wish: { origins: ["*", app] }, question: answers([{ line: "GET /", headers: from(evil) }], { has: { "access-control-allow-origin": "*" } }) },
  { id: "null-origin", right: "null, which any website can be, is refused", wish: { origins: ["null"] }, question: refusesToStart },
  { id: "insecure-origin", right: "http with credentials is refused", wish: { origins: ["http://app.example.com"], credentials: true }, question: refusesToStart },
  { id: "method-not-token", right: "a method that is none is refused", wish: { origins: [app], methods: ["PUT DELETE"] }, question: refusesToStart },
  { id: "method-forbidden", right: "a method that no page can send is refused", wish: { origins: [app], methods: ["TRACE"] }, question: refusesToStart },
  { id: "header-forbidden", right: "a header that no page can set is refused", wish: { origins: [app], headers: ["Cookie"] }, question: refusesToStart },
  { id: "star-method-credentials", right: "* for methods with credentials, which allows none, is refused", wish: { origins: [app], credentials: true, methods: ["*"] }, question: refusesToStart },
  { id: "max-age-bounds", right: "a maxAge that no browser takes is refused", wish: { origins: [app], maxAge: -5 }, question: refusesToStart },
  { id: "every-mistake", right: "every mistake is told at once", wish: { origins: [`${app}/`], methods: ["TRACE"], maxAge: -5 }, question: { kind: "names every mistake", words: [`${app}/`, "TRACE", "-5"] } },
  { id: "max-age-zero", right: "a maxAge of 0 is sent", wish: { origins: [app], maxAge: 0 }, question: answers([{ line: "OPTIONS /", headers: asking(app) }], { has: { "access-control-max-age": "0" } }) },
  { id: "headers-echoed", right: "requested headers are never echoed", wish: { origins: [app], credentials: true }, question: answers([{ line: "OPTIONS /", headers: [...asking(app), ["Access-Control-Request-Headers", "x-evil"]] }], { echoesNot: "x-evil" }), seen: "rs/cors#170, CVE-2026-69207" },
  { id: "vary-absent-origin", right: "Vary has Origin, though no Origin came", wish: list, question: answers([{ line: "GET /" }], { vary: ["Origin"] }) },
  { id: "vary-overwritten", right: "Vary has Origin, though the handler sets its own", wish: list, question: answers([{ line: "GET /", headers: from(app), application: { Vary: "Accept" } }], { vary: ["Accept", "Origin"] }), seen: "expressjs/cors#332" },
  { id: "vary-doubled", right: "and has it once, though the handler sets it too", wish: list, question: answers([{ line: "GET /", headers: from(app), application: { Vary: "Origin" } }], { vary: ["Origin"] }), seen: "honojs/hono#4471, tower-http#598" },
  { id: "vary-star", right: "Vary has no Origin where the answer is the same for all", wish: { origins: "*" }, question: answers([{ line: "GET /", headers: from(app) }], { vary: [] }) },
  { id: "layer-doubled", right: "a second layer's header does not break the answer", wish: list, question: answers([{ line: "GET /", headers: from(app), application: { "Access-Control-Allow-Origin": "*" } }], { has: { "access-control-allow-origin": app } }) },
  { id: "function-throws", right: "an error in the function for origins is no 500", wish: { origins: "throws" }, question: answers([{ line: "GET /", headers: from(app) }], { handlerRan: true, hasNot: six }), seen: "expressjs/cors#92" },
  { id: "expression-state", right: "the same request gets the same answer again (a RegExp with the flag g)", wish: { origins: [/^https:\/\/app\.example\.com$/g] }, question: answers([{ line: "GET /", headers: from(app) }, { line: "GET /", headers: from(app) }], { has: { "access-control-allow-origin": app } }) },
  { id: "expression-reach", right: "a careless expression (/example\\.com$/) lets in no stranger", wish: { origins: [/example\.com$/], credentials: true }, question: { kind: "nobody reads signed in", origin: "https://evilexample.com" } },
  { id: "error-headers", right: "an error that a handler throws keeps the CORS headers", wish: list, question: answers([{ line: "GET /throws", headers: from(app) }], { status: 500, has: { "access-control-allow-origin": app } }) },
  { id: "mutation", right: "options that are changed later change nothing", wish: { origins: [app] }, question: { kind: "keeps its options" } },
];
