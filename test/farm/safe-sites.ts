import { defineSite, type Row } from "./define-site.ts";
import { type FarmAnswer, type FarmQuestion, grant, letsIn, sends, vary } from "./farm-site.ts";

const refuses =
  (status: number, body?: string) =>
  ({ origin, self }: FarmQuestion): FarmAnswer =>
    origin === null
      ? {}
      : origin === self
        ? { headers: [...grant(origin), ...vary] }
        : { status, headers: vary, ...(body === undefined ? {} : { body }) };

/** Nobody gains, however much it looks like it; or it cannot be told. */
// biome-ignore format: one site per line
export const safeSites: readonly Row[] = [
  defineSite("none", "has no CORS", "safe", null, () => ({})),
  defineSite("none-below", "has none, at a name below another", "safe", null, () => ({}), { host: "www.none-below.co.uk" }),
  defineSite("none-plain", "has none, over http", "safe", null, () => ({}), { scheme: "http", cookie: "Path=/" }),
  defineSite("none-html", "has none, and a page with links", "safe", null, ({ path }) => (path === "/" ? { headers: [["Content-Type", "text/html"]], body: '<a href="/a">a</a><script src="/app.js"></script><script>fetch("/api/x")</script>' } : {})),
  defineSite("none-everywhere", "answers every path alike", "safe", null, () => ({ status: 200 })),
  defineSite("none-404", "has nothing at all", "safe", null, () => ({ status: 404 })),
  defineSite("listed", "compares with a list", "safe", null, letsIn((origin) => ["https://app.listed.example", "https://admin.listed.example"].includes(origin))),
  defineSite("listed-own", "lets its own in alone", "safe", null, letsIn((origin, { self }) => origin === self)),
  defineSite("listed-regex", "has a regex with both ends and its dots escaped", "safe", null, letsIn((origin) => /^https:\/\/(?:app|admin)\.listed-regex\.example$/.test(origin))),
  defineSite("listed-below", "lets three names below its own in", "safe", null, letsIn((origin) => /^https:\/\/(?:app|www|static)\.listed-below\.example$/.test(origin)), { host: "api.listed-below.example" }),
  defineSite("listed-port", "lets one port of its host in", "safe", null, letsIn((origin, { hostname, self }) => origin === self || origin === `https://${hostname}:10443`)),
  defineSite("listed-preflights", "decides preflights by the same list", "safe", null, ({ origin, preflight }) => ({ headers: origin === "https://app.listed-preflights.example" ? [...grant(origin), ...vary, ...(preflight ? [["Access-Control-Allow-Methods", "PUT"] as const] : [])] : vary })),
  defineSite("listed-idn", "lets a name that is not ASCII in, and none that looks like it", "safe", null, letsIn((origin) => origin === "https://xn--80ak6aa92e.example")),
  defineSite("refuses-403", "turns away pages of others", "safe", null, refuses(403)),
  defineSite("refuses-500", "fails for pages of others, as Express does", "safe", null, refuses(500, "Error: Not allowed by CORS")),
  defineSite("refuses-400", "calls pages of others a bad request", "safe", null, refuses(400)),
  defineSite("refuses-all", "turns away every page", "safe", null, ({ origin }) => (origin === null ? {} : { status: 403 })),
  defineSite("timing", "lets everybody measure", "safe", null, sends(["Timing-Allow-Origin", "*"])),
  defineSite("timing-echo", "copies Origin into Timing-Allow-Origin", "safe", null, ({ origin }) => ({ headers: [["Timing-Allow-Origin", origin ?? "*"], ...vary] })),
  defineSite("other-echo", "copies Origin into a header that means nothing", "safe", null, ({ origin }) => ({ headers: [["X-Requested-From", origin ?? "nobody"]] })),
  defineSite("methods-alone", "sends the methods to everybody, and no origin", "safe", null, sends(["Access-Control-Allow-Methods", "GET, POST"], ["Access-Control-Allow-Headers", "*"])),
  defineSite("credentials-alone", "sends the credentials, and no origin", "safe", null, sends(...grant(null))),
  defineSite("fixed-own", "names itself to everybody", "safe", null, ({ self }) => ({ headers: grant(self) })),
  defineSite("fixed-below", "names a host below itself to everybody", "safe", null, sends(...grant("https://app.fixed-below.example"))),
  defineSite("error-echo", "copies Origin on a missing page alone", "safe", "only-on-error", ({ path, origin, signedIn }) => (path === "/" ? {} : { headers: grant(origin), body: signedIn ? "not found" : "not found" }), { level: "info" }),
  defineSite("redirect-echo", "copies Origin on a redirect alone", "safe", null, ({ path, origin }) => (path === "/" ? { status: 302, headers: [["Location", "/home"], ...grant(origin)] } : path === "/home" ? { status: 200 } : {}), { path: "/" }),
  defineSite("redirect-out", "copies Origin on a redirect to another site, which has none", "safe", null, ({ origin, port }) => ({ status: 301, headers: [["Location", `https://none.example${port === "" ? "" : `:${port}`}/`], ...grant(origin)] })),
  defineSite("preflight-anonymous", "answers every preflight, without credentials", "safe", null, ({ preflight, origin }) => ({ headers: preflight && origin !== null ? [...grant(origin, null), ["Access-Control-Allow-Methods", "PUT"], ["Access-Control-Allow-Headers", "content-type"]] : [] })),
  defineSite("preflight-star", "answers every preflight with *", "safe", null, ({ preflight }) => ({ headers: preflight ? [...grant("*", null), ["Access-Control-Allow-Methods", "GET, POST"]] : [] })),
  defineSite("socket-own", "opens WebSockets for its own pages", "safe", null, ({ path, header, origin, self }) => (path === "/live" ? { status: header("upgrade") === "websocket" && origin === self ? 101 : 403 } : { headers: [["Content-Type", "text/html"]], body: '<script>new WebSocket("wss://" + location.host + "/live")</script>' }), { protocol: "http/1.1", path: "/live" }),
  defineSite("subpage-star", "has no CORS but for a public feed", "safe", null, ({ path }) => (path === "/feed" ? { headers: grant("*", null), status: 200 } : path === "/" ? { headers: [["Content-Type", "text/html"]], body: '<a href="/feed">feed</a>' } : {})),

  // What cannot be told is never called safe.
  defineSite("limited", "limits how often it answers", "inconclusive", null, ({ count }) => (count > 2 ? { status: 429, headers: [["Retry-After", "60"]] } : {})),
  defineSite("firewall", "has a firewall that had enough", "inconclusive", null, ({ count }) => (count > 3 ? { status: 403, body: "Attention Required!" } : {})),
  defineSite("challenge", "shows a challenge to everybody", "inconclusive", null, () => ({ status: 403, headers: [["cf-mitigated", "challenge"], ["Server", "cloudflare"]] })),
  defineSite("breaks", "breaks some connections", "inconclusive", null, ({ count }) => (count === 2 || count === 3 ? null : {})),
  defineSite("two-backends", "lets in whoever comes first and not whoever comes next", "inconclusive", null, ({ origin, count }) => ({ headers: origin !== null && count % 2 === 1 ? grant(origin) : [] })),
];
