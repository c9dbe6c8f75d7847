import { defineSite, type Row } from "./define-site.ts";
import { type FarmQuestion, type FarmSite, grant, letsIn, sends, vary } from "./farm-site.ts";

const preflightThatSays =
  (...headers: readonly (readonly [string, string])[]): FarmSite["answer"] =>
  ({ preflight }) => ({
    headers: preflight ? [...grant("*", null), ["Access-Control-Allow-Methods", "PUT"], ...headers] : grant("*", null),
  });
const contentType = ["Access-Control-Allow-Headers", "content-type"] as const;
const kept = ["Access-Control-Max-Age", "7200"] as const;
const legacyPolicy =
  (domain: string, type = "text/xml"): FarmSite["answer"] =>
  ({ path }: FarmQuestion) =>
    path === "/crossdomain.xml"
      ? {
          status: 200,
          headers: [["Content-Type", type]],
          body: `<?xml version="1.0"?><cross-domain-policy><allow-access-from domain="${domain}"/></cross-domain-policy>`,
        }
      : {};
const redirects =
  (
    onTheWay: readonly (readonly [string, string])[],
    there: readonly (readonly [string, string])[],
  ): FarmSite["answer"] =>
  ({ path }) =>
    path === "/"
      ? { status: 302, headers: [["Location", "/home"], ...onTheWay] }
      : path === "/home"
        ? { status: 200, headers: there }
        : {};

/** What is worth a line and fails nobody, beside what looks like it; and hosts that are no names of the public internet. */
// biome-ignore format: one site per line
export const informativeSites: readonly Row[] = [
  // Preflights.
  defineSite("preflight-unsaid", "does not say how long a preflight's answer is kept", "public", "costly-preflight", preflightThatSays(contentType), { told: "info" }),
  defineSite("preflight-second", "has it kept for a second", "public", "costly-preflight", preflightThatSays(contentType, ["Access-Control-Max-Age", "1"]), { told: "info" }),
  defineSite("preflight-forever", "has it kept for ten years", "public", "costly-preflight", preflightThatSays(contentType, ["Access-Control-Max-Age", "315360000"]), { told: "info" }),
  defineSite("preflight-kept", "has it kept for two hours", "public", null, preflightThatSays(contentType, kept)),
  defineSite("preflight-never", "has it never kept, and says so", "public", null, preflightThatSays(contentType, ["Access-Control-Max-Age", "0"])),
  defineSite("star-list-anonymous", "answers preflights with *, and means nobody's credentials", "public", null, preflightThatSays(["Access-Control-Allow-Headers", "*"], kept)),

  // Names.
  defineSite("lists-forbidden", "lists headers that only the browser sets", "public", "pointless-header", preflightThatSays(["Access-Control-Allow-Headers", "Origin, Accept-Encoding, content-type"], kept), { told: "info" }),
  defineSite("exposes-seen", "exposes what every page sees", "public", "pointless-header", sends(...grant("*", null), ["Access-Control-Expose-Headers", "Content-Type"]), { told: "info" }),
  defineSite("lists-needed", "lists and exposes what pages need", "public", null, preflightThatSays(["Access-Control-Allow-Headers", "content-type, x-csrf-token"], ["Access-Control-Expose-Headers", "ETag"], kept)),

  // Redirects and errors.
  defineSite("redirect-star", "says * on a redirect alone", "safe", "only-on-redirect", redirects(grant("*", null), []), { told: "info" }),
  defineSite("redirect-plain", "redirects, without a word", "safe", null, redirects([], [])),
  defineSite("redirect-both", "says * on a redirect and where it leads", "public", null, redirects(grant("*", null), grant("*", null))),
  defineSite("error-star", "says * on every status", "public", null, sends(...grant("*", null))),

  // Beside CORS.
  defineSite("timing-own", "lets its own pages measure", "safe", null, ({ self }) => ({ headers: [["Timing-Allow-Origin", self]] })),
  defineSite("flash", "has a crossdomain.xml for everybody", "public", "cross-domain-policy", (question) => ({ headers: grant("*", null), ...legacyPolicy("*")(question) }), { told: "info" }),
  defineSite("flash-own", "has one for its own names", "public", null, (question) => ({ headers: grant("*", null), ...legacyPolicy("*.flash-own.example")(question) })),

  // Other parties, by name.
  defineSite("extension-one", "lets one extension in", "safe", null, letsIn((origin) => origin === "chrome-extension://aapbdbdomjkkjkaonfhkkikfgjllcleb")),
  defineSite("local-name", "lets a name in that begins like a developer's machine", "safe", null, letsIn((origin) => origin === "https://localhost.local-name.example")),
  defineSite("shared-one", "lets one page of github.io in", "safe", null, letsIn((origin) => origin === "https://shared-one-farm.github.io")),
  defineSite("playground-own", "lets a playground of its own in", "safe", null, letsIn((origin) => origin === "https://codepen.io.playground-own.example")),
  defineSite("scheme-plain", "is on http, and lets its own name in", "safe", null, letsIn((origin, { self }) => origin === self), { scheme: "http", cookie: "Path=/" }),
  defineSite("vary-twice", "says * once, and Vary twice", "public", null, sends(...grant("*", null), ...vary, ...vary)),

  // The site's policy.
  defineSite("policy-wider", "lets in whom its policy does not", "vulnerable", "wider-than-policy", ({ origin, preflight }) => ({ headers: [...grant(origin), ...vary, ...(preflight ? [["Access-Control-Allow-Methods", "PUT"] as const, kept] : [])] }), { arguments: ["--policy", "one-app.yaml"], also: ["reflects-any-origin"] }),
  defineSite("policy-narrower", "does not let in whom its policy does", "broken", "narrower-than-policy", () => ({ headers: vary }), { arguments: ["--policy", "one-app.yaml"] }),
  defineSite("policy-same", "lets in whom its policy does", "safe", null, ({ origin, preflight }) => ({ headers: origin === "https://app.policy-farm.com" ? [...grant(origin), ...vary, ...(preflight ? [["Access-Control-Allow-Methods", "PUT"] as const, kept] : [])] : vary }), { arguments: ["--policy", "one-app.yaml"] }),

  // The session.
  defineSite("echo-none", "copies Origin, and its session goes everywhere", "vulnerable", "reflects-any-origin", ({ origin }) => ({ headers: [...(origin === null ? [] : grant(origin)), ...vary, ["Set-Cookie", "sessionid=x; Path=/; Secure; SameSite=None"]] })),

  // Hosts.
  defineSite("ipv6", "copies Origin, at an IPv6 address", "vulnerable", "reflects-any-origin", letsIn((origin) => origin !== "null"), { host: "[::1]", scheme: "http", cookie: null }),
  defineSite("ipv4", "compares the beginning with its own address", "vulnerable", "prefix-match", letsIn((origin) => origin.startsWith("http://127.0.0.1")), { host: "127.0.0.1", scheme: "http", cookie: null }),
  defineSite("localhost", "copies Origin, at a name of this machine", "vulnerable", "reflects-any-origin", letsIn((origin) => origin !== "null"), { host: "echo-farm.localhost" }),
  defineSite("localhost-listed", "lets its own in alone, at a name of this machine", "safe", null, letsIn((origin, { self }) => origin === self), { host: "listed-farm.localhost" }),
];
