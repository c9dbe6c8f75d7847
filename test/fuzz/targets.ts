import { getDecodeAndSplit } from "../../packages/cors/src/http/get-decode-and-split.ts";
import {
  extractHeaderListValues,
  isToken,
  missingVaryMembers,
  parseSerializedOrigin,
  serializeOrigin,
  varyMembers,
} from "../../packages/cors/src/http/index.ts";
import { decide, definePolicy } from "../../packages/cors/src/index.ts";
import { parseOriginPattern } from "../../packages/cors/src/policy/parse-origin-pattern.ts";
import { parsePathPattern } from "../../packages/cors/src/policy/parse-path-pattern.ts";
import { decodeUnreserved, isAmbiguousPath, pathOfTarget } from "../../packages/cors/src/policy/request-path.ts";
import { compileOrigins } from "../../packages/cors/src/server/compile-origins.ts";
import { pathCovers } from "../../packages/cors/src/server/path-covers.ts";
import { explain } from "../../packages/toolkit/src/explain/explain.ts";
import { readEvidence } from "../../packages/toolkit/src/explain/read-evidence.ts";

/** A parser under random texts. */
export interface FuzzTarget {
  readonly name: string;
  /** What its texts are made of. */
  readonly words: readonly string[];
  /**
   * Tries one text. Returns what kind of answer it was, so that a text with a new kind is kept; throws when something that
   * must hold does not. A line end separates the parts of a text.
   */
  readonly run: (text: string) => string;
}

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

const hosts = [
  "example",
  "com",
  "app",
  "a",
  "xn--",
  "xn--bcher-kva",
  "localhost",
  "127.0.0.1",
  "[::1]",
  "[2001:db8::1]",
];
const originWords = [
  ...hosts,
  "https://",
  "http://",
  "://",
  ":",
  "443",
  ":8443",
  ":80",
  ".",
  "*",
  "*.",
  ":*",
  "null",
  "_",
  "-",
  "/",
  "@",
  "%2e",
  "capacitor://",
  "$apps",
  " ",
  "ü",
  "\n",
  "\\",
  "ſ",
  "0x7f",
  "。",
];

/** What nobody else may see, wherever it stands: the form of a JSON Web Token. */
const token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm5hIn0.c2VjcmV0LXNpZ25hdHVyZS1vZi1hbm5h";

const evidenceWords = [
  "Access to fetch at 'https://api.example/a' from origin 'https://app.example' has been blocked by CORS policy: ",
  "No 'Access-Control-Allow-Origin' header is present on the requested resource.",
  "Response to preflight request doesn't pass access control check: ",
  "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://api.example/a. ",
  "(Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 200.",
  "Origin https://app.example is not allowed by Access-Control-Allow-Origin. Status code: 403",
  "\n",
  "< HTTP/1.1 200 OK\n",
  "> GET /a HTTP/1.1\n> Host: api.example\n> Origin: https://app.example\n",
  "< Access-Control-Allow-Origin: *\n",
  "Access-Control-Allow-Origin: https://app.example\n",
  "HTTP/2 401\n",
  "curl -v -H 'Origin: https://app.example' https://api.example/a",
  "fetch('https://api.example/a', { method: 'PUT', credentials: 'include', headers: { 'X-A': 'b' } })",
  "axios.get('https://api.example/a')",
  `Authorization: Bearer ${token}\n`,
  `Cookie: sid=${token}\n`,
  `https://api.example/a?access_token=${token}`,
  token,
  '{"log":{"version":"1.2","creator":{"name":"WebInspector"},"entries":[',
  '{"startedDateTime":"2026-11-25T00:00:00Z","request":{"method":"GET","url":"https://api.example/a","headers":[{"name":"Origin","value":"https://app.example"}]},"response":{"status":0,"headers":[]}}',
  ",",
  "]}}",
  "\u001b[31m",
  "\0",
  "null",
  "'",
  '"',
  "…",
];

export const fuzzTargets: readonly FuzzTarget[] = [
  { name: "origin", words: originWords, run: runOrigin },
  { name: "pattern", words: originWords, run: runPattern },
  { name: "evidence", words: evidenceWords, run: runEvidence },
  {
    name: "header-list",
    words: [",", ", ", "\t", '"', "\\", "Origin", "*", "origin", "Accept", "X-A", ";", "q=0", "\n", "", "é", "(", "\0"],
    run: runHeaderList,
  },
  {
    name: "path",
    words: [
      "/",
      "//",
      "/.",
      "/..",
      "..;",
      ".",
      "%2F",
      "%2e",
      "%41",
      "%61",
      "%7e",
      "%25",
      "%zz",
      "%",
      "?",
      "#",
      "*",
      "\\",
      "http://",
      "h",
      "api",
      "API",
      ":id",
      "/*",
      "\n",
      "\t",
      "ü",
      "%c3%a9",
      ":",
    ],
    run: runPath,
  },
  {
    name: "decide",
    words: [...originWords, "GET", "OPTIONS", "/api/", "/api", "//", "%2f", "PUT", "same-origin", "none"],
    run: runDecide,
  },
];

/** What is taken is what the URL standard serializes, and is printed again byte for byte. */
function runOrigin(text: string): string {
  const origin = parseSerializedOrigin(text);
  const web = /^https?:\/\//.test(text);
  const url = web && URL.canParse(text) ? new URL(text) : null;
  if (origin !== null) {
    must(serializeOrigin(origin) === text, "what is taken is printed again");
    must(text.length <= 270 && !/[\s,@/?#\\A-Z]/.test(text.replace("://", "")), "nothing that no origin has");
    // Numbers that are no address, and Punycode that is none, are hosts to this grammar alone: no browser sends them.
    const browserHost = !/(?:^|\.)(?:0x)?[0-9a-f]*$/.test(origin.host) && !origin.host.includes("xn--");
    if (web && browserHost) must(url?.origin === text, "a browser can send it");
  } else if (url !== null && url.origin === text) {
    const { hostname } = url;
    const plain = /^[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/.test(hostname) && hostname.length <= 253;
    must(!plain && !hostname.startsWith("["), "what a browser can send is taken");
  }
  return origin === null ? `no ${text.length > 270}` : `${web} ${origin.host.startsWith("[")} ${origin.port === null}`;
}

/** A pattern, and an origin: an expression made of the pattern's text has the same opinion. */
function runPattern(text: string): string {
  const [written = "", origin = ""] = text.split("\n");
  const { pattern, problem } = parseOriginPattern(written);
  if (problem === null) must(pattern?.text === written, "what is taken without a word is as written");
  const corrected = pattern?.text ?? problem?.suggestion;
  if (corrected !== undefined) must(parseOriginPattern(corrected).problem === null, "a correction needs no other");
  if (pattern === null) return problem?.code ?? "neither";
  const source = pattern.text
    .replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
    .replace("://\\*\\.", "://(?:[a-z0-9_-]{1,63}\\.)+")
    .replace(/:\\\*$/, "(?::(?:0|[1-9][0-9]{0,4}))?")
    .replace("\\*", "[a-z0-9-]+");
  const covered =
    parseSerializedOrigin(origin) !== null || origin === "null" ? new RegExp(`^${source}$`).test(origin) : false;
  const found = compileOrigins([pattern])(origin);
  must((found !== null && found !== "malformed") === covered, "the lookup covers what the pattern says");
  return `${problem?.code ?? "fine"} ${pattern.wildcard} ${pattern.port === "*"} ${covered}`;
}

function runHeaderList(text: string): string {
  const lines = text.split("\n");
  const list = lines.map((value) => ["X-List", value] as const);
  const values = extractHeaderListValues(list, "x-list");
  must(values !== null, "a list that is there is there");
  if (values !== "failure" && values !== null) {
    must(values.every(isToken), "every value is a token");
    must(
      String(extractHeaderListValues([["X-List", lines.join(", ")]], "x-list")) === String(values),
      "one line or several are alike",
    );
  }
  const members = varyMembers(lines);
  must(new Set(members.map((name) => name.toLowerCase())).size === members.length, "no member is there twice");
  must(String(varyMembers([members.join(", ")])) === String(members), "merging Vary again changes nothing");
  const needed = ["Origin", "Access-Control-Request-Method"];
  const merged = [...members, ...missingVaryMembers(lines, needed)].join(", ");
  must(missingVaryMembers([merged], needed).length === 0, "what is needed is there after it");
  must(
    varyMembers(lines).every((name) => varyMembers([merged]).includes(name)),
    "and nothing that was there is gone",
  );
  const split = getDecodeAndSplit(lines.join(", "));
  if (!text.includes('"'))
    must(split.length === lines.join(", ").split(",").length, "without quotes it is split at commas");
  return `${values === "failure"} ${Math.min(members.length, 5)} ${members.includes("*")} ${Math.min(split.length, 5)}`;
}

/** A request target, and a path pattern. */
function runPath(text: string): string {
  const [target = "", written = ""] = text.split("\n");
  const raw = pathOfTarget(target);
  const { pattern } = parsePathPattern(written);
  if (pattern !== null)
    must(parsePathPattern(pattern.text).pattern?.text === pattern.text, "a path that is taken is taken again");
  if (raw === null) return `none ${pattern === null}`;
  must(raw.startsWith("/") || raw.startsWith("\\"), "a path begins with a slash");
  must(!raw.includes("?"), "a path has no query");
  if (isAmbiguousPath(raw)) return "ambiguous";
  const path = decodeUnreserved(raw);
  // `%4%41` becomes `%4A`: a percent sign that begins no triplet is kept, and servers refuse such a target.
  const wellFormed = !/%(?![0-9a-f]{2})/i.test(raw);
  must(!wellFormed || decodeUnreserved(path) === path, "decoding again changes nothing");
  must(!wellFormed || !isAmbiguousPath(path), "decoding makes nothing ambiguous");
  if (!raw.includes("#") && raw.trim() === raw && URL.canParse(`http://h${raw}`)) {
    const { pathname } = new URL(`http://h${raw}`);
    must(pathname.split("/").length === raw.split("/").length, "a URL parser sees the same segments");
  }
  if (pattern === null) return "no pattern";
  const source = pattern.segments
    .map((segment) => `/${"literal" in segment ? segment.literal.replace(/[.*+?^${}()|[\]\\]/g, "\\$&") : "[^/]+"}`)
    .join("");
  const expected = new RegExp(`^${source}${pattern.everythingBelow ? "(?:/[^]*)?" : "/?"}$`).test(path);
  must(
    pathCovers(pattern, path) === expected || pattern.segments.length === 0,
    "a path is covered as the pattern says",
  );
  return `${expected} ${pattern.everythingBelow} ${Math.min(pattern.segments.length, 4)}`;
}

const policy = definePolicy({
  rules: [
    { id: "none", path: "/api/private/*", allowOrigins: [] },
    {
      id: "api",
      path: "/api/*",
      allowOrigins: ["https://app.example.com", "https://*.example.com", "http://localhost:*"],
      allowCredentials: true,
      allowMethods: ["PUT"],
      refuseUnlisted: true,
      selfOrigins: ["https://own.example"],
    },
    { id: "open", path: "/open", allowOrigins: "*" },
  ],
});
const covered = /^(?:https:\/\/(?:[a-z0-9_-]+\.)+example\.com|http:\/\/localhost(?::[0-9]+)?)$/;

/** A method, a target, and header values: whatever comes, no origin is named that the policy does not have. */
function runDecide(text: string): string {
  const [method = "", target = "", origin = "", asked = "", site = ""] = text.split("\n");
  const headers = [
    ["Origin", origin],
    ["Access-Control-Request-Method", asked],
    ["Sec-Fetch-Site", site],
  ] as const;
  const { kind, status, set, vary, reason } = decide(policy, { method, target, headers });
  const allowed = set.find(([name]) => name === "Access-Control-Allow-Origin")?.[1];
  must(allowed !== undefined || set.length === 0, "no header without an origin");
  if (allowed === "*") must(reason.ruleId === "open", "a star only where the rule says it");
  else if (allowed !== undefined) {
    must(allowed === origin.replace(/^[ \t]+|[ \t]+$/g, ""), "nothing is echoed but the Origin");
    must(covered.test(allowed), "and only one that the policy has");
  }
  must((status === 403) === (kind === "refused" || kind === "preflight-refused"), "a refusal has its status");
  must(
    kind === "no-rule" ||
      reason.ruleId === "open" ||
      reason.ruleId === "none" ||
      reason.code === "ambiguous-target" ||
      vary.includes("Origin"),
    "Vary has what the answer depends on",
  );
  return `${kind} ${reason.ruleId} ${reason.code}`;
}

/** Pasted evidence: whatever it is, an answer is made of it, each cause once, and no token is in it. */
function runEvidence(text: string): string {
  const { causes, needs, timeline, ...rest } = explain(readEvidence({ text }));
  must(new Set(causes).size === causes.length, "each cause once");
  must(causes.length > 0 || needs.length > 0 || rest.reason === "allowed", "a cause, or what to bring");
  must(!JSON.stringify({ timeline, ...rest }).includes(token), "a token is masked");
  return `${rest.reason} ${causes.length} ${needs.join(" ")}`;
}
