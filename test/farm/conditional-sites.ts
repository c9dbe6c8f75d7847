import { defineSite, type Row } from "./define-site.ts";
import { type FarmAnswer, type FarmQuestion, grant, letsIn, sends, vary } from "./farm-site.ts";

const echo = ({ origin }: FarmQuestion): FarmAnswer => ({
  headers: [...(origin === null ? [] : grant(origin)), ...vary],
});
const failed = { verdict: "failed" } as const;
const sessionCookie =
  (attributes: string) =>
  (question: FarmQuestion): FarmAnswer => ({
    ...echo(question),
    headers: [...(echo(question)?.headers ?? []), ["Set-Cookie", `sessionid=x; Path=/; Secure; ${attributes}`]],
  });

/** It takes a foothold, a network, a cache, local software or a certain browser; or everybody reads what is public. */
// biome-ignore format: one site per line
export const conditionalSites: readonly Row[] = [
  // The visitor's cookies.
  defineSite("lax", "copies Origin, and its session stays on its own site", "conditional", "reflects-any-origin", sessionCookie("SameSite=Lax"), { ...failed, cookie: "Secure; SameSite=Lax" }),
  defineSite("strict", "the same, strictly", "conditional", "reflects-any-origin", sessionCookie("SameSite=Strict"), { ...failed, cookie: "Secure; SameSite=Strict" }),
  defineSite("unset", "the same, without a word", "conditional", "reflects-any-origin", sessionCookie("HttpOnly"), { ...failed, cookie: "Secure; HttpOnly" }),
  defineSite("partitioned", "the same, partitioned", "conditional", "reflects-any-origin", sessionCookie("SameSite=None; Partitioned"), { ...failed, cookie: "Secure; SameSite=None; Partitioned" }),

  // The same site.
  defineSite("below", "lets every name below its own in", "conditional", "trusts-any-subdomain", letsIn((origin) => /^https:\/\/[a-z0-9-]+\.below\.example$/.test(origin))),
  defineSite("below-any", "compares the end with a dot before it", "conditional", "trusts-any-subdomain", letsIn((origin) => /^https:\/\/.*\.below-any\.example$/.test(origin)), { host: "www.below-any.example" }),
  defineSite("below-schemes", "lets names below in, on http too", "conditional", "trusts-insecure-scheme", letsIn((origin) => origin.endsWith(".below-schemes.example")), { ...failed, also: ["trusts-any-subdomain"] }),
  defineSite("below-ends", "compares the end with its own host, which others of its owner can have", "conditional", "suffix-match", letsIn((origin) => origin.startsWith("https://") && origin.endsWith("api.below-ends.example")), { host: "api.below-ends.example", attackers: ["https://evilapi.below-ends.example"], also: ["trusts-any-subdomain"] }),
  defineSite("port", "lets every port in", "conditional", "trusts-any-port", letsIn((origin, { hostname }) => new RegExp(`^https://${hostname.replaceAll(".", "\\.")}(?::\\d+)?$`).test(origin))),

  // The network.
  defineSite("scheme", "lets its own name on http in", "conditional", "trusts-insecure-scheme", letsIn((origin, { hostname, port }) => [`http://${hostname}`, `http://${hostname}:${port}`, `https://${hostname}`, `https://${hostname}:${port}`].includes(origin)), failed),
  defineSite("scheme-fixed", "names an origin on http to everybody", "conditional", "trusts-insecure-scheme", sends(...grant("http://www.scheme-fixed.example")), { ...failed, attackers: ["http://www.scheme-fixed.example"] }),
  defineSite("scheme-hsts", "lets its own name on http in, which HSTS keeps from http", "info", "trusts-insecure-scheme", (question) => ({ headers: [...(letsIn((origin, { hostname }) => origin === `http://${hostname}` || origin === `https://${hostname}`)(question)?.headers ?? []), ["Strict-Transport-Security", "max-age=31536000; includeSubDomains"]] }), { level: "conditional" }),

  // Local software.
  defineSite("local", "lets a developer's machine in", "conditional", "trusts-local-origin", letsIn((origin) => origin === "http://localhost:3000"), { attackers: ["http://localhost:3000"] }),
  defineSite("local-any", "lets every port of localhost in", "conditional", "trusts-local-origin", letsIn((origin) => /^http:\/\/localhost(?::\d+)?$/.test(origin)), { attackers: ["http://localhost:3000"] }),
  defineSite("local-network", "lets a machine of its network in", "conditional", "trusts-local-origin", letsIn((origin) => /^http:\/\/192\.168\.\d+\.\d+$/.test(origin)), { attackers: ["http://192.168.1.20"] }),
  defineSite("extension", "lets every extension in", "conditional", "trusts-extensions", letsIn((origin) => /^(?:chrome|moz)-extension:\/\//.test(origin))),

  // Certain browsers.
  defineSite("dollar", "forbids word characters, dots and hyphens after its name", "conditional", "special-character", letsIn((origin, { hostname }) => new RegExp(`^https://${hostname.replaceAll(".", "\\.")}(?![\\w.-])`).test(origin)), failed),
  defineSite("backtick", "the same, and the characters that Firefox takes", "conditional", "special-character", letsIn((origin, { hostname }) => new RegExp(`^https://${hostname.replaceAll(".", "\\.")}(?![\\w.$+:-])`).test(origin)), failed),

  // Caches.
  defineSite("no-vary", "lets its own in, and does not say that it depends", "conditional", "missing-vary", ({ origin, self }) => ({ headers: [...(origin === self ? grant(origin) : []), ["Cache-Control", "public, max-age=600"]] })),
  defineSite("some-vary", "says that it depends to those alone whom it lets in", "conditional", "missing-vary", ({ origin, self }) => ({ headers: origin === self ? [...grant(origin), ...vary] : [] })),
  defineSite("forwarded", "builds the allowed origin of X-Forwarded-Host", "conditional", "reflects-host", ({ header, hostname, port }) => ({ headers: grant(`https://${header("x-forwarded-host") ?? (port === "" ? hostname : `${hostname}:${port}`)}`) }), failed),

  // Others' names.
  defineSite("partner", "names a partner", "info", "foreign-origin", sends(...grant("https://www.partner-farm.com")), { attackers: ["https://www.partner-farm.com"] }),
  defineSite("partner-gone", "names a partner whose name is gone", "conditional", "foreign-origin", sends(...grant("https://www.gone-farm.com")), { ...failed, attackers: ["https://www.gone-farm.com"] }),
  defineSite("partner-fails", "names a partner whose name server fails", "info", "foreign-origin", sends(...grant("https://www.fails-farm.com")), { attackers: ["https://www.fails-farm.com"] }),
  defineSite("dangling", "names a host of its own that leads to a service where nobody is any more", "conditional", "foreign-origin", sends(...grant("https://old.dangling.example")), { ...failed, attackers: ["https://old.dangling.example"] }),

  // Public.
  defineSite("star", "says * to everybody", "public", null, sends(...grant("*", null))),
  defineSite("star-vary", "says *, and Vary", "public", null, sends(...grant("*", null), ...vary)),
  defineSite("star-false", "says *, and credentials false", "public", null, sends(...grant("*", "false"))),
  defineSite("star-cookie", "says *, and sets a session cookie", "public", null, sends(...grant("*", null), ["Set-Cookie", "sessionid=x; Secure; SameSite=None"])),
  defineSite("fonts", "gives fonts to everybody", "public", null, sends(...grant("*", null), ["Content-Type", "font/woff2"], ["Timing-Allow-Origin", "*"], ["Cache-Control", "public, max-age=31536000"]), { host: "fonts.fonts-farm.com" }),
  defineSite("echo-anonymous", "copies Origin, without credentials", "public", "reflects-any-origin-anonymously", letsIn(() => true, null)),
  defineSite("echo-upper", "copies Origin, with TRUE, which is not true", "public", "reflects-any-origin-anonymously", letsIn(() => true, "TRUE")),
  defineSite("echo-twice-true", "copies Origin, with true twice", "public", "reflects-any-origin-anonymously", ({ origin }) => ({ headers: [...grant(origin), ["Access-Control-Allow-Credentials", "true"]] })),
  defineSite("null-anonymous", "lets null in, without credentials", "public", "trusts-null", letsIn((origin) => origin === "null", null)),
  defineSite("ends-anonymous", "compares the end, without credentials", "public", "suffix-match", letsIn((origin) => origin.endsWith("ends-anonymous.example"), null)),
  defineSite("star-origins", "says * to all, and the origin to its own with credentials", "public", null, ({ origin, self }) => ({ headers: origin === self ? [...grant(origin), ...vary] : [...grant("*", null), ...vary] })),
];
