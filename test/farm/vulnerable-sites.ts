import { defineSite, type Row } from "./define-site.ts";
import { type FarmAnswer, type FarmQuestion, grant, letsIn, vary } from "./farm-site.ts";

const echo = ({ origin }: FarmQuestion): FarmAnswer => ({
  headers: [...(origin === null ? [] : grant(origin)), ...vary],
});
const html = (body: string): FarmAnswer => ({ headers: [["Content-Type", "text/html; charset=utf-8"]], body });
const only =
  (path: string, answer: (question: FarmQuestion) => FarmAnswer) =>
  (question: FarmQuestion): FarmAnswer =>
    question.path.split("?", 1)[0] === path ? answer(question) : {};
const pageThat =
  (body: string, path: string) =>
  (question: FarmQuestion): FarmAnswer =>
    question.path === "/" && question.method === "GET" ? html(body) : only(path, echo)(question);

/** A cross-site page reads what the visitor who is signed in may see. */
// biome-ignore format: one site per line
export const vulnerableSites: readonly Row[] = [
  // Everybody.
  defineSite("echo", "copies Origin", "vulnerable", "reflects-any-origin", echo),
  defineSite("echo-below", "copies Origin, at a name below another", "vulnerable", "reflects-any-origin", echo, { host: "api.echo-below.co.uk" }),
  defineSite("echo-cached", "copies Origin, is cached, and does not say that it depends", "vulnerable", "reflects-any-origin", ({ origin }) => ({ headers: [...(origin === null ? [] : grant(origin)), ["Cache-Control", "public, max-age=600"]] })),
  defineSite("echo-https", "copies any https: origin", "vulnerable", "reflects-any-origin", letsIn((origin) => origin.startsWith("https://"))),
  defineSite("echo-com", "copies whatever ends in .com", "vulnerable", "reflects-any-origin", letsIn((origin) => origin.endsWith(".com"))),
  defineSite("echo-not-null", "copies all but null", "vulnerable", "reflects-any-origin", letsIn((origin) => origin !== "null")),
  defineSite("echo-default", "copies Origin, and names itself to who has none", "vulnerable", "reflects-any-origin", ({ origin, self }) => ({ headers: [...grant(origin ?? self), ...vary] })),
  defineSite("echo-star", "copies Origin, and * to who has none", "vulnerable", "reflects-any-origin", ({ origin }) => ({ headers: [...grant(origin ?? "*"), ...vary] })),
  defineSite("echo-error", "copies Origin, on a 500 as well", "vulnerable", "reflects-any-origin", ({ origin, signedIn }) => ({ status: signedIn ? 200 : 500, headers: origin === null ? [] : grant(origin) })),
  defineSite("echo-unauthorised", "copies Origin, and is signed in to by Basic", "vulnerable", "reflects-any-origin", ({ origin, signedIn }) => ({ status: signedIn ? 200 : 401, headers: [...(origin === null ? [] : grant(origin)), ["WWW-Authenticate", 'Basic realm="farm"']] })),
  defineSite("echo-case", "writes the names of its headers in odd letters", "vulnerable", "reflects-any-origin", ({ origin }) => ({ headers: [["aCCESS-cONTROL-aLLOW-oRIGIN", origin ?? "*"], ["ACCESS-CONTROL-ALLOW-CREDENTIALS", "true"]] }), { protocol: "http/1.1" }),
  defineSite("echo-spaces", "puts white space around the origin, which nobody sees", "vulnerable", "reflects-any-origin", ({ origin }) => ({ headers: grant(origin === null ? null : `\t ${origin} `) }), { protocol: "http/1.1" }),
  defineSite("echo-plain", "copies Origin, over http", "vulnerable", "reflects-any-origin", echo, { scheme: "http", cookie: null }),
  defineSite("echo-redirected", "copies Origin behind a redirect", "vulnerable", "reflects-any-origin", (question) => (question.path === "/" ? { status: 302, headers: [["Location", "/app"]] } : only("/app", echo)(question)), { path: "/app" }),
  defineSite("echo-moves-pages", "sends pages elsewhere, and others not, and copies Origin there", "vulnerable", "reflects-any-origin", (question) => (question.path === "/" && question.origin !== null ? { status: 307, headers: [["Location", "/cors"], ...grant(question.origin)] } : question.path === "/" ? {} : only("/cors", echo)(question)), { path: "/cors" }),
  defineSite("echo-script", "copies Origin at a path that a script names", "vulnerable", "reflects-any-origin", pageThat('<script>fetch("/api/me", { credentials: "include" }).then(show)</script>', "/api/me"), { path: "/api/me" }),
  defineSite("echo-link", "copies Origin at a path that a link names", "vulnerable", "reflects-any-origin", pageThat('<ul><li><a href="/about">About</a><li><a href="/v1/profile">You</a></ul>', "/v1/profile"), { path: "/v1/profile" }),
  defineSite("echo-graphql", "copies Origin at /graphql alone, and says nothing of it", "vulnerable", "reflects-any-origin", only("/graphql", echo), { path: "/graphql" }),
  defineSite("echo-path", "copies Origin at a path that the user names", "vulnerable", "reflects-any-origin", only("/internal/me", echo), { path: "/internal/me", arguments: ["--path", "/internal/me"] }),
  defineSite("echo-post", "copies Origin when asked by POST", "vulnerable", "reflects-any-origin", (question) => (question.method === "POST" ? echo(question) : {}), { method: "POST", arguments: ["--method", "POST"] }),
  defineSite("echo-visitor", "copies Origin to visitors whom it knows", "vulnerable", "reflects-any-origin", (question) => (/(?:^|; )visit=1/.test(question.header("cookie") ?? "") || question.signedIn ? echo(question) : { headers: [["Set-Cookie", "visit=1; Path=/; Secure; SameSite=None"]] })),
  defineSite("echo-token", "copies Origin to who is signed in", "vulnerable", "reflects-any-origin", (question) => (question.signedIn ? echo(question) : {}), { arguments: ["--cookie", "sid=alice"] }),
  defineSite("echo-own-suffix", "copies Origin, below a suffix that many share", "vulnerable", "reflects-any-origin", echo, { host: "echo-own-suffix.github.io" }),
  defineSite("echo-idn", "copies Origin, at a name that is not ASCII", "vulnerable", "reflects-any-origin", echo, { host: "xn--echo-bcher-feb.example" }),

  // null.
  defineSite("null-listed", "has null on its list", "vulnerable", "trusts-null", letsIn((origin, { self }) => origin === "null" || origin === self)),
  defineSite("null-static", "says null to everybody", "vulnerable", "trusts-null", () => ({ headers: grant("null") })),
  defineSite("null-local", "lets files and localhost in", "vulnerable", "trusts-null", letsIn((origin) => /^(?:null|http:\/\/localhost(?::\d+)?)$/.test(origin)), { also: ["trusts-local-origin"] }),

  // The beginning.
  defineSite("begins", "compares the beginning with its own", "vulnerable", "prefix-match", letsIn((origin, { scheme, hostname }) => origin.startsWith(`${scheme}://${hostname}`))),
  defineSite("begins-below", "compares the beginning with its own, at a name below another", "vulnerable", "prefix-match", letsIn((origin, { scheme, hostname }) => origin.startsWith(`${scheme}://${hostname}`)), { host: "api.begins-below.example" }),
  defineSite("begins-apex", "compares the beginning with the name above it", "vulnerable", "prefix-match", letsIn((origin) => origin.startsWith("https://begins-apex.example")), { host: "api.begins-apex.example" }),
  defineSite("begins-any", "has a regex over subdomains without an end", "vulnerable", "prefix-match", letsIn((origin) => /^https:\/\/(?:[a-z]+\.)?begins-any\.example/.test(origin)), { also: ["trusts-any-subdomain"] }),
  defineSite("begins-dot", "has a regex that ends in a word boundary", "vulnerable", "prefix-match", letsIn((origin) => /^https:\/\/begins-dot\.example\b/.test(origin))),
  defineSite("begins-www", "compares the beginning with www beside it", "vulnerable", "prefix-match", letsIn((origin) => origin.startsWith("https://www.begins-www.example"))),
  defineSite("begins-app", "compares the beginning with a name that its page links to", "vulnerable", "prefix-match", (question) => ({ ...letsIn((origin) => origin.startsWith("https://console.begins-app.example"))(question), body: question.signedIn && question.origin !== null ? "alice's secret" : '<a href="https://console.begins-app.example/start">Console</a>', headers: [...(letsIn((origin) => origin.startsWith("https://console.begins-app.example"))(question)?.headers ?? []), ["Content-Type", "text/html"]] }), { attackers: ["https://console.begins-app.example.evil-farm.com"] }),
  defineSite("begins-partner", "compares the beginning with a partner that its CSP names", "vulnerable", "prefix-match", (question) => ({ headers: [...(letsIn((origin) => origin.startsWith("https://pay.partner-farm.com"))(question)?.headers ?? []), ["Content-Security-Policy", "default-src 'self'; connect-src https://pay.partner-farm.com"]] }), { attackers: ["https://pay.partner-farm.com.evil-farm.com"] }),

  // The end.
  defineSite("ends", "compares the end with its own name", "vulnerable", "suffix-match", letsIn((origin) => origin.endsWith("ends.example"))),
  defineSite("ends-below", "compares the end, at a name below another", "vulnerable", "suffix-match", letsIn((origin) => origin.endsWith("ends-below.example")), { host: "api.ends-below.example" }),
  defineSite("ends-regex", "has a regex without a beginning and without a dot", "vulnerable", "suffix-match", letsIn((origin) => /ends-regex\.example$/.test(origin))),
  defineSite("ends-uk", "compares the end, below a suffix of two labels", "vulnerable", "suffix-match", letsIn((origin) => origin.endsWith("ends-uk.co.uk")), { host: "www.ends-uk.co.uk" }),

  // The middle.
  defineSite("contains", "looks for its name anywhere", "vulnerable", "substring-match", letsIn((origin) => origin.includes("contains.example"))),
  defineSite("contains-below", "looks for its name anywhere, at a name below another", "vulnerable", "substring-match", letsIn((origin) => origin.includes("contains-below.example")), { host: "api.contains-below.example" }),
  defineSite("contains-regex", "has a regex without ends", "vulnerable", "substring-match", letsIn((origin) => /https?:\/\/.*contains-regex\.example/.test(origin)), { also: ["trusts-insecure-scheme"] }),
  defineSite("within", "looks for the origin within its own", "vulnerable", "substring-match", letsIn((origin) => "https://within-farm.community".includes(origin)), { host: "within-farm.community", attackers: ["https://within-farm.com"] }),

  // Dots.
  defineSite("dot", "has a regex whose dots are any character, at a name below another", "vulnerable", "unescaped-dot", letsIn((origin) => /^https:..api.dot-farm.example$/.test(origin)), { host: "api.dot-farm.example", attackers: ["https://apixdot-farm.example"] }),
  defineSite("dot-www", "the same for www, three labels", "vulnerable", "unescaped-dot", letsIn((origin) => /^https:\/\/www.dot-www\.co\.uk$/.test(origin)), { host: "www.dot-www.co.uk", attackers: ["https://wwwxdot-www.co.uk"] }),
  defineSite("dot-any", "the same before the name, any label", "vulnerable", "unescaped-dot", letsIn((origin) => /^https:\/\/[a-z]+.dot-any\.example$/.test(origin)), { also: ["trusts-any-subdomain"] }),

  // Characters.
  defineSite("underscore", "forbids letters, digits, dots and hyphens after its name", "vulnerable", "special-character", letsIn((origin, { hostname }) => new RegExp(`^https://${hostname.replaceAll(".", "\\.")}(?![a-z0-9.-])`).test(origin))),

  // Others.
  defineSite("local-begins", "compares the beginning with localhost", "vulnerable", "local-prefix", letsIn((origin) => origin.startsWith("http://localhost")), { scheme: "http", cookie: null, also: ["trusts-local-origin"], attackers: ["http://localhost.evil-farm.com"] }),
  defineSite("local-begins-https", "compares the beginning with localhost, of either scheme", "vulnerable", "local-prefix", letsIn((origin) => /^https?:\/\/localhost/.test(origin)), { also: ["trusts-local-origin"], attackers: ["https://localhost.evil-farm.com"] }),
  defineSite("local-address", "compares the beginning with a private network", "vulnerable", "local-prefix", letsIn((origin) => /^https?:\/\/192\.168\./.test(origin)), { also: ["trusts-local-origin"], attackers: ["https://192.168.1.20.evil-farm.com", "http://192.168.1.20.evil-farm.com"] }),
  defineSite("shared-github", "lets every page of github.io in", "vulnerable", "shared-suffix", letsIn((origin) => /^https:\/\/[a-z0-9-]+\.github\.io$/.test(origin))),
  defineSite("shared-vercel", "lets every name of vercel.app in", "vulnerable", "shared-suffix", letsIn((origin) => origin.endsWith(".vercel.app"))),
  defineSite("shared-netlify", "lets every name of a host in that its CSP names", "vulnerable", "shared-suffix", (question) => ({ headers: [...(letsIn((origin) => origin.endsWith(".netlify.app"))(question)?.headers ?? []), ["Content-Security-Policy", "default-src 'self'; connect-src https://team-farm.netlify.app"]] })),
  defineSite("playground-codepen", "lets CodePen in", "vulnerable", "developer-playground", letsIn((origin) => origin === "https://codepen.io"), { attackers: ["https://codepen.io"] }),
  defineSite("playground-jsfiddle", "lets JSFiddle in", "vulnerable", "developer-playground", letsIn((origin) => origin === "https://jsfiddle.net" || origin === "https://fiddle.jshell.net"), { attackers: ["https://jsfiddle.net"] }),

  // Sending alone.
  defineSite("sends", "answers every preflight", "write-only", "preflight-only", ({ preflight, origin }) => ({ headers: preflight && origin !== null ? [...grant(origin), ["Access-Control-Allow-Methods", "GET, PUT"], ["Access-Control-Allow-Headers", "content-type"]] : [] })),
  defineSite("sends-listed", "answers every preflight, and reads for its own", "write-only", "preflight-only", ({ preflight, origin, self }) => ({ headers: origin !== null && (preflight || origin === self) ? [...grant(origin), ["Access-Control-Allow-Methods", "GET, PUT, DELETE"], ["Access-Control-Allow-Headers", "content-type"], ...vary] : vary })),

  // WebSocket.
  defineSite("socket", "opens WebSockets for every page", "vulnerable", "websocket-origin", (question) => (question.path === "/live" ? { status: question.header("upgrade") === "websocket" ? 101 : 426 } : html('<script>const live = new WebSocket("wss://" + location.host + "/live")</script>')), { protocol: "http/1.1", path: "/live" }),
];
