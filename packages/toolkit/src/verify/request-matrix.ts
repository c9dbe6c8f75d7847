import type { HeaderList } from "@crosscheck/cors/http";

/** A request as it goes out. */
export interface MatrixRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: HeaderList;
  /** Of HTTP; absent: 1.1. */
  readonly version?: "1.0";
}

interface OwnRequests {
  readonly targets: readonly string[];
  readonly origins: readonly string[];
}

const none: OwnRequests = { targets: [], origins: [] };

const places = [
  "/data.json",
  "",
  "/",
  "/missing",
  "/deep/",
  "/deep",
  "/own/x.txt",
  "/secret/x.txt",
  "/login/x.txt",
  "/moved",
  "/broken",
  "/try/anything",
  "/limited/x",
  "/fallback/missing",
  "/rewritten/status/200",
  "/captured/status/404",
  "/dead/x",
  "/hidden/status/200",
  "/proxied/status/200",
  "/proxied/status/302",
  "/proxied/status/304",
  "/proxied/status/403",
  "/proxied/status/404",
  "/proxied/status/416",
  "/proxied/status/500",
  "/proxied/doubled",
  "/intercepted/status/404",
  "/intercepted/status/500",
];

/** Ways to write a path that servers read differently, or not at all. */
const oddTargets = [
  "/api/data.json?x=//../%2e",
  "/%61pi/data.json",
  "/%61%70%69/%64ata.json",
  "/API/data.json",
  "/Api/data.json",
  "/%41pi/data.json",
  "/api/DATA.json",
  "/api/data%2ejson",
  "/api/data%2Djson",
  "/api%2Fdata.json",
  "/api%2fdata.json",
  "//api/data.json",
  "/api//data.json",
  "/api/./data.json",
  "/other/../api/data.json",
  "/api/../other/data.json",
  "/api/..",
  "/api/.",
  "/api/..;/x",
  "/api/..x",
  "/api/...",
  "/api\\data.json",
  "/api/%5cdata.json",
  "/api/data.json%0A",
  "/api%00",
  "/api/%25",
  "/api/%7f",
  "/api/%zz",
  "/api/%",
  "/api/%2",
  "/api;x/data.json",
  "/apix",
  "/apix/data.json",
  "/api#fragment",
  "/api%3F",
  "/api%20x",
  "/api/é",
  "/api/%C3%A9",
  "/?/api/",
  "http://127.0.0.1/api/data.json",
  "HTTP://other.example/api/data.json",
  "http://127.0.0.1",
  "http://127.0.0.1?/api/",
  "http://127.0.0.1//api/",
  "*",
  "api/data.json",
  `/api/${"x".repeat(9000)}`,
];

/** What is sent in Origin: values of no origin, and what an attacker can register or a careless client sends. */
const oddOrigins: readonly HeaderList[] = [
  [],
  ...[
    "",
    "null",
    "NULL",
    "https://evil.example",
    "https://app.example.com.evil.example",
    "https://evilapp.example.com",
    "https://appXexample.com",
    "http://app.example.com",
    "https://APP.example.com",
    "HTTPS://app.example.com",
    "https://app.example.com/",
    "https://app.example.com:443",
    "https://app.example.com:0443",
    "https://app.example.com:8443",
    "https://app.example.com:8080",
    "https://.example.com:8443",
    "https://example.com:8443",
    "https://a..example.com:8443",
    "https://-.example.com:8443",
    "https://app.example.com.:8443",
    "https://user@app.example.com",
    "https://app.example.com?",
    "https://app.example.com%00",
    "https://app.example.comé",
    "https://app.example.com https://evil.example",
    "https://app.example.com, https://evil.example",
    "https://evil.example, https://app.example.com",
    "   https://app.example.com   ",
    "https://TENANT-0.customers.example.org",
    "https://tenant-60.customers.example.org",
    "https://preview.example.org",
    "http://localhost:80",
    "http://localhost:65536",
    "http://localhost:01",
    "http://localhost:",
    "http://localhost:*",
    "https://localhost",
    "https://app--team.vercel.app",
    "https://app-a.b-team.vercel.app",
    "https://app-a_b-team.vercel.app",
    "|",
    "1 granted",
    `https://${"a".repeat(64)}.example.com:8443`,
    `https://${"a.".repeat(121)}example.com:8443`,
    `https://${"a.".repeat(122)}example.com:8443`,
    `https://app.example.com${"x".repeat(3000)}`,
  ].map((value): HeaderList => [["Origin", value]]),
  [
    ["Origin", "https://app.example.com"],
    ["Origin", "https://evil.example"],
  ],
  [
    ["Origin", "https://evil.example"],
    ["Origin", "https://app.example.com"],
  ],
  [["oRiGiN", "https://app.example.com"]],
  [["Origin", "\thttps://app.example.com\t"]],
];

const preflights: readonly HeaderList[] = [
  [["Access-Control-Request-Method", "PUT"]],
  [
    ["Access-Control-Request-Method", "GET"],
    ["Access-Control-Request-Headers", "x-a,x-b"],
  ],
];
const noPreflights: readonly HeaderList[] = [
  [],
  [["Access-Control-Request-Method", ""]],
  [["Access-Control-Request-Headers", "x-a"]],
];
const fetchSites: readonly HeaderList[] = ["same-origin", "none", "cross-site", "Same-Origin"].map((site) => [
  ["Sec-Fetch-Site", site],
]);
const conditions: readonly HeaderList[] = [
  [["If-Modified-Since", "Fri, 01 Jan 2100 00:00:00 GMT"]],
  [["Range", "bytes=0-2"]],
  [["Range", "bytes=5000-"]],
  [["Accept-Encoding", "gzip"]],
  [["If-Match", '"nothing"']],
  [["Expect", "nonsense"]],
];

/**
 * The requests that a policy is tried with: every target with a few origins, a few targets with every origin. `own`: targets
 * and origins of the policy's own, beside those that every policy is tried with.
 */
export function requestMatrix(allowed: readonly string[], own: OwnRequests = none): readonly MatrixRequest[] {
  const listed = allowed.map((value): HeaderList => [["Origin", value]]);
  const few: readonly HeaderList[] = [[], ...listed.slice(0, 2), [["Origin", "https://evil.example"]]];
  const every = [...listed, ...own.origins.map((value): HeaderList => [["Origin", value]]), ...oddOrigins];
  const targets = ["api", "other"].flatMap((site) => places.map((place) => `/${site}${place}`));

  return [
    ...[...targets, ...oddTargets, ...own.targets].flatMap((target) =>
      few.flatMap((origin) => shortRequests(target, origin)),
    ),
    // HTTP/1.0 has requests of every kind, too.
    ...["/api/data.json", "/api/proxied/status/404", "/other//data.json"].flatMap((target) =>
      few
        .flatMap((origin) => shortRequests(target, origin))
        .map((request) => ({ ...request, version: "1.0" as const })),
    ),
    ...["/api/data.json", "/api/proxied/status/200", "/other/data.json", ...own.targets.slice(0, 3)].flatMap((target) =>
      every.flatMap((origin) => fullRequests(target, origin)),
    ),
  ];
}

function shortRequests(target: string, origin: HeaderList): readonly MatrixRequest[] {
  return [
    { method: "GET", target, headers: origin },
    { method: "OPTIONS", target, headers: origin },
    ...preflights.slice(0, 1).map((headers) => ({ method: "OPTIONS", target, headers: [...origin, ...headers] })),
  ];
}

function fullRequests(target: string, origin: HeaderList): readonly MatrixRequest[] {
  const methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "TRACE", "FROB"];
  return [
    ...methods.map((method) => ({ method, target, headers: origin })),
    ...[...preflights, ...noPreflights].map((headers) => ({
      method: "OPTIONS",
      target,
      headers: [...origin, ...headers],
    })),
    ...[...fetchSites, ...conditions].map((headers) => ({ method: "GET", target, headers: [...origin, ...headers] })),
    ...fetchSites.map((headers) => ({ method: "POST", target, headers: [...origin, ...headers] })),
  ];
}
