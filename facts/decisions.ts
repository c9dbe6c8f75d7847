/**
 * What a server with a policy answers, case by case. Every adapter, every generated configuration and `decide` itself must
 * agree with this table.
 *
 * A row is: why, the policy's name, the request line, its headers, the kind of decision, the headers that are set, and the
 * members of Vary. Kinds fix the status: preflight-granted is 204, preflight-refused and refused are 403, and for actual
 * and no-rule the handler runs. Those of the six CORS headers that are not set are removed, except where no rule is found.
 */
export type DecisionFact = readonly [
  why: string,
  policy: keyof typeof policies,
  requestLine: string,
  headers: readonly string[],
  kind: "no-rule" | "actual" | "refused" | "preflight-granted" | "preflight-refused",
  set: readonly string[],
  vary: string,
];

/** A row of the table, taken apart. */
export interface DecisionCase {
  readonly policy: (typeof policies)[keyof typeof policies];
  readonly request: { readonly method: string; readonly target: string; readonly headers: readonly HeaderPair[] };
  readonly kind: DecisionFact[4];
  /** Undefined where the handler answers. */
  readonly status: 204 | 403 | undefined;
  readonly set: readonly HeaderPair[];
  readonly vary: readonly string[];
}

type HeaderPair = readonly [name: string, value: string];

export function decisionCase([, policy, requestLine, headers, kind, set, vary]: DecisionFact): DecisionCase {
  const [method = "", target = ""] = requestLine.split(/ (.*)/);
  return {
    policy: policies[policy],
    request: { method, target, headers: headers.map(headerPair) },
    kind,
    status: kind === "preflight-granted" ? 204 : kind === "preflight-refused" || kind === "refused" ? 403 : undefined,
    set: set.map(headerPair),
    vary: vary === "" ? [] : vary.split(", "),
  };
}

/** `Name: value`, with whatever white space the value has. */
function headerPair(line: string): HeaderPair {
  const colon = line.indexOf(":");
  return [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, "")];
}

const expires = "2099-12-31";
const longestHost = `${"a".repeat(63)}.${"b".repeat(63)}.${"c".repeat(63)}.${"d".repeat(61)}`;

export const policies = {
  api: {
    version: 1,
    rules: [
      {
        id: "api",
        path: "/api/*",
        allowOrigins: [
          "https://app.example.com",
          "https://*.partner.example",
          "http://localhost:*",
          "https://admin.example.com:8443",
        ],
        allowCredentials: true,
        allowMethods: ["PUT", "DELETE"],
        allowHeaders: ["Content-Type", "X-CSRF-Token"],
        exposeHeaders: ["ETag", "X-Total"],
        maxAge: "2h",
      },
    ],
  },
  plain: { allowOrigins: ["https://app.example.com"] },
  public: {
    allowOrigins: "*",
    allowMethods: "*",
    allowHeaders: ["*", "Authorization"],
    exposeHeaders: ["*"],
    maxAge: 0,
  },
  closed: { allowOrigins: [] },
  site: {
    rules: [
      { id: "private", path: "/private/*", allowOrigins: [] },
      { id: "users", path: "/users/:id", allowOrigins: ["https://app.example.com"] },
      { id: "photos", path: "/users/:id/photos/*", allowOrigins: ["https://photos.example.com"] },
      { id: "health", path: "/health", allowOrigins: "*" },
      { id: "upper", path: "/Reports/*", allowOrigins: "*" },
      { id: "menu", path: "/caf%C3%A9/*", allowOrigins: "*" },
      { id: "home", path: "/~me", allowOrigins: "*" },
      { id: "root", path: "/", allowOrigins: "*" },
      { id: "open", path: "/open/*", allowOrigins: "*" },
    ],
  },
  exception: {
    rules: [
      { id: "private", path: "/private/*", allowOrigins: [] },
      { id: "everything", path: "/*", allowOrigins: "*" },
    ],
  },
  none: { rules: [] },
  strict: {
    allowOrigins: ["https://app.example.com"],
    allowCredentials: true,
    refuseUnlisted: true,
    selfOrigins: ["https://api.example.com", "http://127.0.0.1:8080"],
  },
  strictClosed: {
    rules: [
      {
        id: "closed",
        path: "/closed/*",
        allowOrigins: [],
        refuseUnlisted: true,
        selfOrigins: ["https://api.example.com"],
      },
      { id: "open", path: "/open/*", allowOrigins: "*" },
    ],
  },
  patterns: {
    allowOrigins: [
      "https://*.example.org",
      "https://*.nested.example.org:8443",
      "https://*.ports.example:*",
      "https://*.port.example:8443",
      "https://any.example:*",
      "http://*.plain.example",
      "https://exact.example",
      "https://*.deep.exact.example",
      "https://xn--bcher-kva.example",
      "https://192.0.2.1",
      "http://[2001:db8::1]:8080",
      "https://under_score.example",
      `https://${longestHost}`,
      "capacitor://localhost",
      "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
    ],
  },
  preview: {
    allowOrigins: ["https://app-*-team.vercel.app", "https://*-docs.netlify.app:*", "https://pre*.example.com"],
    allowCredentials: true,
    danger: [{ allow: "shared-suffix", reason: "preview deployments", expires }],
  },
  opaque: {
    allowOrigins: ["null", "https://app.example.com"],
    danger: [{ allow: "null-origin", reason: "a sandboxed frame of our own", expires }],
  },
  sets: {
    originSets: { apps: ["https://one.example", "https://two.example"] },
    rules: [{ id: "apps", path: "/*", allowOrigins: ["$apps", "https://three.example"] }],
  },
} as const;

const app = "https://app.example.com";
const origin = (value: string) => [`Origin: ${value}`];
const preflight = (value: string, method = "PUT") => [`Origin: ${value}`, `Access-Control-Request-Method: ${method}`];
const allow = (value: string) => [`Access-Control-Allow-Origin: ${value}`];

const credentials = "Access-Control-Allow-Credentials: true";
const apiActual = (value: string) => [...allow(value), credentials, "Access-Control-Expose-Headers: ETag, X-Total"];
const apiPreflight = (value: string) => [
  ...allow(value),
  credentials,
  "Access-Control-Allow-Methods: PUT, DELETE",
  "Access-Control-Allow-Headers: Content-Type, X-CSRF-Token",
  "Access-Control-Max-Age: 7200",
];
const publicActual = [...allow("*"), "Access-Control-Expose-Headers: *"];
const publicPreflight = [
  ...allow("*"),
  "Access-Control-Allow-Methods: *",
  "Access-Control-Allow-Headers: *, Authorization",
  "Access-Control-Max-Age: 0",
];
const asked = "Access-Control-Request-Method, Access-Control-Request-Headers";
const originAsked = `Origin, ${asked}`;

// biome-ignore format: one fact per line
export const decisionFacts: readonly DecisionFact[] = [
  // 1. The rule is found by path; no rule, nothing is done.
  ["no rule covers the path",                      "api",    "GET /other",          origin(app),                  "no-rule",           [],                     ""],
  ["no rule, no preflight answer",                 "api",    "OPTIONS /other",      preflight(app),               "no-rule",           [],                     ""],
  ["a policy without rules does nothing",          "none",   "GET /",               origin(app),                  "no-rule",           [],                     ""],
  ["a rule covers its path",                       "api",    "GET /api/users",      origin(app),                  "actual",            apiActual(app),         "Origin"],
  ["a lone rule covers everything",                "plain",  "GET /any/thing",      origin(app),                  "actual",            allow(app),             "Origin"],
  ["a lone rule covers the root",                  "plain",  "GET /",               origin(app),                  "actual",            allow(app),             "Origin"],
  ["no origins: the handler runs, without Vary",   "closed", "GET /",               origin(app),                  "actual",            [],                     ""],
  ["no origins: not without an Origin either",     "closed", "GET /",               [],                           "actual",            [],                     ""],
  ["no origins: a preflight is refused",           "closed", "OPTIONS /",           preflight(app),               "preflight-refused", [],                     asked],
  ["the first match wins: an exception",           "exception", "GET /private/a",   origin(app),                  "actual",            [],                     ""],
  ["the first match wins: all the rest",           "exception", "GET /public",      origin(app),                  "actual",            allow("*"),             ""],

  // 2. The Origin value, and what a preflight is.
  ["no Origin",                                    "api",    "GET /api/",           [],                           "actual",            [],                     "Origin"],
  ["an empty Origin counts as absent",             "api",    "GET /api/",           ["Origin: "],                 "actual",            [],                     "Origin"],
  ["so does one of white space",                   "strict", "GET /",               ["Origin:  \t "],             "actual",            [],                     "Origin"],
  ["outer spaces and tabs are trimmed",            "api",    "GET /api/",           [`Origin:  \t${app} \t`],     "actual",            apiActual(app),         "Origin"],
  ["the field's name is of any case",              "api",    "GET /api/",           [`oRIGIN: ${app}`],           "actual",            apiActual(app),         "Origin"],
  ["two Origin fields are joined, not allowed",    "api",    "GET /api/",           [...origin(app), ...origin(app)], "actual",        [],                     "Origin"],
  ["the first of two does not count alone",        "api",    "GET /api/",           [...origin(app), ...origin("https://evil.example")], "actual", [],        "Origin"],
  ["nor does the last",                            "api",    "GET /api/",           [...origin("https://evil.example"), ...origin(app)], "actual", [],        "Origin"],
  ["an empty field is joined too",                 "api",    "GET /api/",           [...origin(app), "Origin: "], "actual",            [],                     "Origin"],
  ["two fields on a preflight are refused",        "api",    "OPTIONS /api/",       [...origin(app), ...preflight(app)], "preflight-refused", [],              originAsked],
  ["a list in one field is no origin",             "api",    "GET /api/",           origin(`${app}, ${app}`),     "actual",            [],                     "Origin"],
  ["OPTIONS with both headers is a preflight",     "api",    "OPTIONS /api/",       preflight(app),               "preflight-granted", apiPreflight(app),      originAsked],
  ["OPTIONS without either is ordinary",           "api",    "OPTIONS /api/",       [],                           "actual",            [],                     "Origin"],
  ["OPTIONS with an Origin alone is ordinary",     "api",    "OPTIONS /api/",       origin(app),                  "actual",            apiActual(app),         "Origin"],
  ["OPTIONS that only asks for a method, too",     "api",    "OPTIONS /api/",       ["Access-Control-Request-Method: PUT"], "actual",  [],                     "Origin"],
  ["an empty requested method asks nothing",       "api",    "OPTIONS /api/",       preflight(app, ""),           "actual",            apiActual(app),         "Origin"],
  ["nor does one of white space",                  "api",    "OPTIONS /api/",       preflight(app, " \t"),        "actual",            apiActual(app),         "Origin"],
  ["an empty Origin makes no preflight",           "api",    "OPTIONS /api/",       preflight(""),                "actual",            [],                     "Origin"],
  ["requested headers alone make no preflight",    "api",    "OPTIONS /api/",       [...origin(app), "Access-Control-Request-Headers: x-a"], "actual", apiActual(app), "Origin"],
  ["another method with both is no preflight",     "api",    "POST /api/",          preflight(app),               "actual",            apiActual(app),         "Origin"],
  ["plain OPTIONS of a stranger is ordinary",      "api",    "OPTIONS /api/",       origin("https://evil.example"), "actual",          [],                     "Origin"],
  ["two requested methods are still a preflight",  "api",    "OPTIONS /api/",       [...preflight(app), "Access-Control-Request-Method: PATCH"], "preflight-granted", apiPreflight(app), originAsked],

  // 3. The origin is allowed.
  ["star takes any origin",                        "public", "GET /",               origin("https://any.example"), "actual",           publicActual,           ""],
  ["star takes null",                              "public", "GET /",               origin("null"),               "actual",            publicActual,           ""],
  ["star takes what is no origin",                 "public", "GET /",               origin("not an origin"),      "actual",            publicActual,           ""],
  ["star takes two fields",                        "public", "GET /",               [...origin(app), ...origin(app)], "actual",        publicActual,           ""],
  ["an exact origin",                              "api",    "GET /api/",           origin(app),                  "actual",            apiActual(app),         "Origin"],
  ["an exact origin with a port",                  "api",    "GET /api/",           origin("https://admin.example.com:8443"), "actual", apiActual("https://admin.example.com:8443"), "Origin"],
  ["that port and no other",                       "api",    "GET /api/",           origin("https://admin.example.com:8444"), "actual", [],                    "Origin"],
  ["nor the default one",                          "api",    "GET /api/",           origin("https://admin.example.com"), "actual",     [],                     "Origin"],
  ["another host",                                 "api",    "GET /api/",           origin("https://evil.example"), "actual",          [],                     "Origin"],
  ["another scheme",                               "api",    "GET /api/",           origin("http://app.example.com"), "actual",        [],                     "Origin"],
  ["another port",                                 "api",    "GET /api/",           origin(`${app}:8443`),        "actual",            [],                     "Origin"],
  ["a longer host",                                "api",    "GET /api/",           origin(`${app}.evil.example`), "actual",           [],                     "Origin"],
  ["a longer host without a dot",                  "api",    "GET /api/",           origin(`${app}evil`),         "actual",            [],                     "Origin"],
  ["a host before it",                             "api",    "GET /api/",           origin("https://evilapp.example.com"), "actual",   [],                     "Origin"],
  ["a subdomain of an exact origin",               "api",    "GET /api/",           origin("https://a.app.example.com"), "actual",     [],                     "Origin"],
  ["a dot is a dot",                               "api",    "GET /api/",           origin("https://appxexample.com"), "actual",       [],                     "Origin"],
  ["null is not allowed without its danger",       "api",    "GET /api/",           origin("null"),               "actual",            [],                     "Origin"],
  ["a preflight of null is refused",               "api",    "OPTIONS /api/",       preflight("null"),            "preflight-refused", [],                     originAsked],
  ["null is allowed with its danger",              "opaque", "GET /",               origin("null"),               "actual",            allow("null"),          "Origin"],
  ["NULL is no origin",                            "opaque", "GET /",               origin("NULL"),               "actual",            [],                     "Origin"],
  ["upper case is no origin",                      "api",    "GET /api/",           origin("https://APP.example.com"), "actual",       [],                     "Origin"],
  ["an upper-case scheme neither",                 "api",    "GET /api/",           origin("HTTPS://app.example.com"), "actual",       [],                     "Origin"],
  ["a trailing slash neither",                     "api",    "GET /api/",           origin(`${app}/`),            "actual",            [],                     "Origin"],
  ["a path neither",                               "api",    "GET /api/",           origin(`${app}/x`),           "actual",            [],                     "Origin"],
  ["a trailing dot neither",                       "api",    "GET /api/",           origin(`${app}.`),            "actual",            [],                     "Origin"],
  ["a default port neither",                       "api",    "GET /api/",           origin(`${app}:443`),         "actual",            [],                     "Origin"],
  ["userinfo neither",                             "api",    "GET /api/",           origin("https://app.example.com@evil.example"), "actual", [],              "Origin"],
  ["a missing scheme neither",                     "api",    "GET /api/",           origin("app.example.com"),    "actual",            [],                     "Origin"],
  ["a pattern's own text neither",                 "api",    "GET /api/",           origin("https://*.partner.example"), "actual",     [],                     "Origin"],
  ["a pattern of ports neither",                   "api",    "GET /api/",           origin("http://localhost:*"), "actual",            [],                     "Origin"],
  ["a star neither",                               "api",    "GET /api/",           origin("*"),                  "actual",            [],                     "Origin"],
  ["a space inside neither",                       "api",    "GET /api/",           origin("https://app.example.com https://evil.example"), "actual", [],      "Origin"],
  ["an oversized value neither",                   "api",    "GET /api/",           origin(`https://${"a.".repeat(500)}partner.example`), "actual", [],        "Origin"],
  ["the longest host there is",                    "patterns", "GET /",             origin(`https://${longestHost}`), "actual",        allow(`https://${longestHost}`), "Origin"],

  // Origin patterns.
  ["a subdomain",                                  "patterns", "GET /",             origin("https://a.example.org"), "actual",         allow("https://a.example.org"), "Origin"],
  ["a subdomain of a subdomain",                   "patterns", "GET /",             origin("https://a.b.c.example.org"), "actual",     allow("https://a.b.c.example.org"), "Origin"],
  ["an underscore in a label",                     "patterns", "GET /",             origin("https://_a_b.example.org"), "actual",      allow("https://_a_b.example.org"), "Origin"],
  ["a pattern below another pattern",              "patterns", "GET /",             origin("https://a.nested.example.org:8443"), "actual", allow("https://a.nested.example.org:8443"), "Origin"],
  ["which still covers what is below both",        "patterns", "GET /",             origin("https://a.nested.example.org"), "actual",  allow("https://a.nested.example.org"), "Origin"],
  ["never the bare domain",                        "patterns", "GET /",             origin("https://example.org"), "actual",           [],                     "Origin"],
  ["never an empty label",                         "patterns", "GET /",             origin("https://.example.org"), "actual",          [],                     "Origin"],
  ["never without the dot",                        "patterns", "GET /",             origin("https://evilexample.org"), "actual",       [],                     "Origin"],
  ["never in front of another domain",             "patterns", "GET /",             origin("https://a.example.org.evil.example"), "actual", [],               "Origin"],
  ["another scheme",                               "patterns", "GET /",             origin("http://a.example.org"), "actual",          [],                     "Origin"],
  ["no port is the default port",                  "patterns", "GET /",             origin("https://a.example.org:8443"), "actual",    [],                     "Origin"],
  ["a given port",                                 "patterns", "GET /",             origin("https://a.port.example:8443"), "actual",   allow("https://a.port.example:8443"), "Origin"],
  ["a given port is not the default one",          "patterns", "GET /",             origin("https://a.port.example"), "actual",        [],                     "Origin"],
  ["any port",                                     "patterns", "GET /",             origin("https://a.ports.example:1"), "actual",     allow("https://a.ports.example:1"), "Origin"],
  ["any port, the default one included",           "patterns", "GET /",             origin("https://a.ports.example"), "actual",       allow("https://a.ports.example"), "Origin"],
  ["any port of one host",                         "patterns", "GET /",             origin("https://any.example:65535"), "actual",     allow("https://any.example:65535"), "Origin"],
  ["any port of one host, the default one",        "patterns", "GET /",             origin("https://any.example"), "actual",           allow("https://any.example"), "Origin"],
  ["no such port",                                 "patterns", "GET /",             origin("https://any.example:65536"), "actual",     [],                     "Origin"],
  ["any port is not any scheme",                   "patterns", "GET /",             origin("http://any.example"), "actual",            [],                     "Origin"],
  ["any port is not any host",                     "patterns", "GET /",             origin("https://a.any.example:1"), "actual",       [],                     "Origin"],
  ["a pattern of http",                            "patterns", "GET /",             origin("http://a.plain.example"), "actual",        allow("http://a.plain.example"), "Origin"],
  ["is not one of https",                          "patterns", "GET /",             origin("https://a.plain.example"), "actual",       [],                     "Origin"],
  ["a pattern below an exact origin",              "patterns", "GET /",             origin("https://a.deep.exact.example"), "actual",  allow("https://a.deep.exact.example"), "Origin"],
  ["does not cover what is between",               "patterns", "GET /",             origin("https://deep.exact.example"), "actual",    [],                     "Origin"],
  ["Punycode",                                     "patterns", "GET /",             origin("https://xn--bcher-kva.example"), "actual", allow("https://xn--bcher-kva.example"), "Origin"],
  ["an IPv4 address",                              "patterns", "GET /",             origin("https://192.0.2.1"),  "actual",            allow("https://192.0.2.1"), "Origin"],
  ["an IPv6 address with a port",                  "patterns", "GET /",             origin("http://[2001:db8::1]:8080"), "actual",     allow("http://[2001:db8::1]:8080"), "Origin"],
  ["the same address in another form",             "patterns", "GET /",             origin("http://[2001:db8:0::1]:8080"), "actual",   [],                     "Origin"],
  ["an underscore in an exact origin",             "patterns", "GET /",             origin("https://under_score.example"), "actual",   allow("https://under_score.example"), "Origin"],
  ["an app's scheme",                              "patterns", "GET /",             origin("capacitor://localhost"), "actual",         allow("capacitor://localhost"), "Origin"],
  ["an extension's",                               "patterns", "GET /",             origin("chrome-extension://abcdefghijklmnopabcdefghijklmnop"), "actual", allow("chrome-extension://abcdefghijklmnopabcdefghijklmnop"), "Origin"],
  ["loopback with credentials, any port",          "api",    "GET /api/",           origin("http://localhost:5173"), "actual",         apiActual("http://localhost:5173"), "Origin"],
  ["loopback on its default port",                 "api",    "GET /api/",           origin("http://localhost"),   "actual",            apiActual("http://localhost"), "Origin"],
  ["loopback of another scheme",                   "api",    "GET /api/",           origin("https://localhost"),  "actual",            [],                     "Origin"],
  ["a star inside a label",                        "preview", "GET /",              origin("https://app-1f3-team.vercel.app"), "actual", [...allow("https://app-1f3-team.vercel.app"), credentials], "Origin"],
  ["stands for hyphens too",                       "preview", "GET /",              origin("https://app-a-b-team.vercel.app"), "actual", [...allow("https://app-a-b-team.vercel.app"), credentials], "Origin"],
  ["and for another team's",                       "preview", "GET /",              origin("https://app-x-x-team.vercel.app"), "actual", [...allow("https://app-x-x-team.vercel.app"), credentials], "Origin"],
  ["never for nothing",                            "preview", "GET /",              origin("https://app--team.vercel.app"), "actual",  [],                     "Origin"],
  ["never shares a hyphen",                        "preview", "GET /",              origin("https://app-team.vercel.app"), "actual",   [],                     "Origin"],
  ["never for a dot",                              "preview", "GET /",              origin("https://app-a.b-team.vercel.app"), "actual", [],                   "Origin"],
  ["never for an underscore",                      "preview", "GET /",              origin("https://app-a_b-team.vercel.app"), "actual", [],                   "Origin"],
  ["what is before it is needed",                  "preview", "GET /",              origin("https://xapp-a-team.vercel.app"), "actual", [],                    "Origin"],
  ["what is after it is needed",                   "preview", "GET /",              origin("https://app-a-teamx.vercel.app"), "actual", [],                    "Origin"],
  ["only in the first label",                      "preview", "GET /",              origin("https://a.app-a-team.vercel.app"), "actual", [],                   "Origin"],
  ["only under the same host",                     "preview", "GET /",              origin("https://app-a-team.vercel.app.evil.example"), "actual", [],        "Origin"],
  ["a star at a label's beginning, any port",      "preview", "GET /",              origin("https://pr-7-docs.netlify.app:444"), "actual", [...allow("https://pr-7-docs.netlify.app:444"), credentials], "Origin"],
  ["a star at a label's end",                      "preview", "GET /",              origin("https://preview-9.example.com"), "actual", [...allow("https://preview-9.example.com"), credentials], "Origin"],
  ["never for nothing at the end",                 "preview", "GET /",              origin("https://pre.example.com"), "actual",       [],                     "Origin"],
  ["a set's origin",                               "sets",   "GET /",               origin("https://two.example"), "actual",           allow("https://two.example"), "Origin"],
  ["an origin beside a set",                       "sets",   "GET /",               origin("https://three.example"), "actual",         allow("https://three.example"), "Origin"],
  ["an origin in neither",                         "sets",   "GET /",               origin("https://four.example"), "actual",          [],                     "Origin"],

  // 4. Actual request, allowed.
  ["credentials and exposed headers if set",       "api",    "POST /api/",          origin(app),                  "actual",            apiActual(app),         "Origin"],
  ["neither if not",                               "plain",  "POST /",              origin(app),                  "actual",            allow(app),             "Origin"],
  ["star without an Origin, so caches stay warm",  "public", "GET /",               [],                           "actual",            publicActual,           ""],
  ["any method",                                   "plain",  "DELETE /",            origin(app),                  "actual",            allow(app),             "Origin"],
  ["HEAD",                                         "plain",  "HEAD /",              origin(app),                  "actual",            allow(app),             "Origin"],
  ["TRACE is the handler's business",              "plain",  "TRACE /",             origin(app),                  "actual",            allow(app),             "Origin"],

  // 5. Actual request, not allowed.
  ["none of the headers, and the handler runs",    "plain",  "GET /",               origin("https://evil.example"), "actual",          [],                     "Origin"],
  ["an unlisted origin is refused if asked for",   "strict", "GET /",               origin("https://evil.example"), "refused",         [],                     "Origin"],
  ["so is its POST",                               "strict", "POST /",              origin("https://evil.example"), "refused",         [],                     "Origin"],
  ["so is its plain OPTIONS",                      "strict", "OPTIONS /",           origin("https://evil.example"), "refused",         [],                     "Origin"],
  ["so is null",                                   "strict", "POST /",              origin("null"),               "refused",           [],                     "Origin"],
  ["so is what is no origin",                      "strict", "POST /",              origin("x"),                  "refused",           [],                     "Origin"],
  ["so are two fields",                            "strict", "POST /",              [...origin(app), ...origin(app)], "refused",       [],                     "Origin"],
  ["a listed origin is not",                       "strict", "POST /",              origin(app),                  "actual",            [...allow(app), credentials], "Origin"],
  ["the server's own origin is not",               "strict", "POST /",              origin("https://api.example.com"), "actual",       [],                     "Origin"],
  ["nor another of its own",                       "strict", "POST /",              origin("http://127.0.0.1:8080"), "actual",         [],                     "Origin"],
  ["no Origin is not",                             "strict", "POST /",              [],                           "actual",            [],                     "Origin"],
  ["a same-origin fetch is not",                   "strict", "POST /",              [...origin("https://alias.example"), "Sec-Fetch-Site: same-origin"], "actual", [], "Origin"],
  ["what the user typed is not",                   "strict", "POST /",              [...origin("null"), "Sec-Fetch-Site: none"], "actual", [],                "Origin"],
  ["a same-site fetch is refused",                 "strict", "POST /",              [...origin("https://evil.example.com"), "Sec-Fetch-Site: same-site"], "refused", [], "Origin"],
  ["a cross-site fetch is refused",                "strict", "POST /",              [...origin("https://evil.example"), "Sec-Fetch-Site: cross-site"], "refused", [], "Origin"],
  ["Sec-Fetch-Site is compared exactly",           "strict", "POST /",              [...origin("https://evil.example"), "Sec-Fetch-Site: Same-Origin"], "refused", [], "Origin"],
  ["Sec-Fetch-Site sent twice says nothing",       "strict", "POST /",              [...origin("https://evil.example"), "Sec-Fetch-Site: none", "Sec-Fetch-Site: none"], "refused", [], "Origin"],
  ["Host says nothing about who we are",           "strict", "POST /",              [...origin("https://evil.example"), "X-Forwarded-Host: evil.example", "X-Forwarded-Proto: https"], "refused", [], "Origin"],
  ["no origins at all can refuse too",             "strictClosed", "POST /closed/", origin("https://evil.example"), "refused",         [],                     "Origin"],
  ["and leave the server's own alone",             "strictClosed", "POST /closed/", origin("https://api.example.com"), "actual",       [],                     "Origin"],

  // 6. Preflight, granted.
  ["the whole lists, whatever was asked",          "api",    "OPTIONS /api/",       preflight(app, "PATCH"),      "preflight-granted", apiPreflight(app),      originAsked],
  ["nothing is echoed",                            "api",    "OPTIONS /api/",       [...preflight(app), "Access-Control-Request-Headers: x-evil"], "preflight-granted", apiPreflight(app), originAsked],
  ["a safelisted method without headers is normal", "api",   "OPTIONS /api/",       preflight(app, "GET"),        "preflight-granted", apiPreflight(app),      originAsked],
  ["empty lists are left out",                     "plain",  "OPTIONS /",           preflight(app),               "preflight-granted", allow(app),             originAsked],
  ["a star's preflight, a maxAge of 0 included",   "public", "OPTIONS /",           preflight("https://any.example"), "preflight-granted", publicPreflight,    asked],
  ["a star takes the preflight of null",           "public", "OPTIONS /",           preflight("null"),            "preflight-granted", publicPreflight,        asked],
  ["a hundred requested headers cost nothing",     "api",    "OPTIONS /api/",       [...preflight(app), `Access-Control-Request-Headers: ${"x,".repeat(100)}x`], "preflight-granted", apiPreflight(app), originAsked],
  ["a method that is no token is not looked at",   "api",    "OPTIONS /api/",       preflight(app, "GET POST"),   "preflight-granted", apiPreflight(app),      originAsked],

  // 7. Preflight, refused.
  ["a stranger's preflight",                       "api",    "OPTIONS /api/",       preflight("https://evil.example"), "preflight-refused", [],                originAsked],
  ["even a safelisted one",                        "plain",  "OPTIONS /",           preflight("https://evil.example", "GET"), "preflight-refused", [],         originAsked],
  ["the server's own origin needs none",           "strict", "OPTIONS /",           preflight("https://api.example.com"), "preflight-refused", [],             originAsked],
  ["Sec-Fetch-Site saves no preflight",            "strict", "OPTIONS /",           [...preflight("https://evil.example"), "Sec-Fetch-Site: same-origin"], "preflight-refused", [], originAsked],

  // Paths.
  ["a literal covers itself",                      "site",   "GET /health",         [],                           "actual",            allow("*"),             ""],
  ["and with a trailing slash",                    "site",   "GET /health/",        [],                           "actual",            allow("*"),             ""],
  ["nothing below it",                             "site",   "GET /health/x",       [],                           "no-rule",           [],                     ""],
  ["nothing longer",                               "site",   "GET /healthy",        [],                           "no-rule",           [],                     ""],
  ["nothing shorter",                              "site",   "GET /healt",          [],                           "no-rule",           [],                     ""],
  ["a star covers the path before it",             "site",   "GET /open",           [],                           "actual",            allow("*"),             ""],
  ["and with a trailing slash",                    "site",   "GET /open/",          [],                           "actual",            allow("*"),             ""],
  ["and everything below",                         "site",   "GET /open/a/b/c.js",  [],                           "actual",            allow("*"),             ""],
  ["nothing beside it",                            "site",   "GET /opening",        [],                           "no-rule",           [],                     ""],
  ["the root alone",                               "site",   "GET /",               [],                           "actual",            allow("*"),             ""],
  ["a name stands for one segment",                "site",   "GET /users/7",        origin(app),                  "actual",            allow(app),             "Origin"],
  ["and with a trailing slash",                    "site",   "GET /users/7/",       origin(app),                  "actual",            allow(app),             "Origin"],
  ["not for none",                                 "site",   "GET /users/",         origin(app),                  "no-rule",           [],                     ""],
  ["not for two",                                  "site",   "GET /users/7/x",      origin(app),                  "no-rule",           [],                     ""],
  ["a name in the middle",                         "site",   "GET /users/7/photos/1", origin("https://photos.example.com"), "actual",  allow("https://photos.example.com"), "Origin"],
  ["a name takes any segment",                     "site",   "GET /users/a%40b",    origin(app),                  "actual",            allow(app),             "Origin"],
  ["the query is no part of it",                   "site",   "GET /health?/x",      [],                           "actual",            allow("*"),             ""],
  ["not even an odd one",                          "site",   "GET /health?a=//../%2f\\", [],                      "actual",            allow("*"),             ""],
  ["an empty one is none",                         "site",   "GET /health?",        [],                           "actual",            allow("*"),             ""],
  ["unreserved characters are decoded",            "site",   "GET /%68ealth",       [],                           "actual",            allow("*"),             ""],
  ["a tilde is one of them",                       "site",   "GET /%7Eme",          [],                           "actual",            allow("*"),             ""],
  ["in either case of the digits",                 "site",   "GET /%6Fpen/%7e",     [],                           "actual",            allow("*"),             ""],
  ["an exception holds for the encoded path",      "exception", "GET /%70rivate/a", [],                           "actual",            [],                     ""],
  ["reserved ones are not",                        "site",   "GET /health%3F",      [],                           "no-rule",           [],                     ""],
  ["an encoding that is none is a literal",        "site",   "GET /health%zz",      [],                           "no-rule",           [],                     ""],
  ["bytes beyond ASCII as a browser sends them",   "site",   "GET /caf%C3%A9/x",    [],                           "actual",            allow("*"),             ""],
  ["the absolute form is reduced",                 "site",   "GET http://any.example/health", [],                 "actual",            allow("*"),             ""],
  ["with a port, userinfo and a query",            "site",   "GET http://u@any.example:80/health?x", [],          "actual",            allow("*"),             ""],
  ["its host alone is the root",                   "site",   "GET http://any.example", [],                        "actual",            allow("*"),             ""],
  ["its host and a query is the root",             "site",   "GET http://any.example?x=/health", [],              "actual",            allow("*"),             ""],
  ["its host says nothing of rules",               "site",   "GET http://health/nothing", [],                     "no-rule",           [],                     ""],
  ["OPTIONS * matches no rule",                    "plain",  "OPTIONS *",           origin(app),                  "no-rule",           [],                     ""],
  ["not even as a preflight",                      "public", "OPTIONS *",           preflight(app),               "no-rule",           [],                     ""],

  // Ambiguous targets: a rule with no origins.
  ["two slashes",                                  "public", "GET //a",             origin(app),                  "actual",            [],                     ""],
  ["two slashes inside",                           "public", "GET /a//b",           origin(app),                  "actual",            [],                     ""],
  ["two slashes at the end",                       "public", "GET /a//",            origin(app),                  "actual",            [],                     ""],
  ["two slashes of the absolute form's path",      "public", "GET http://a.example//b", origin(app),              "actual",            [],                     ""],
  ["a dot segment",                                "public", "GET /./a",            origin(app),                  "actual",            [],                     ""],
  ["a dot segment at the end",                     "public", "GET /a/.",            origin(app),                  "actual",            [],                     ""],
  ["two dots",                                     "public", "GET /a/../b",         origin(app),                  "actual",            [],                     ""],
  ["two dots at the end",                          "public", "GET /a/..",           origin(app),                  "actual",            [],                     ""],
  ["two dots and a parameter",                     "public", "GET /a/..;x=1/b",     origin(app),                  "actual",            [],                     ""],
  ["three dots are a name",                        "public", "GET /a/.../b",        origin(app),                  "actual",            publicActual,           ""],
  ["a dot before a name is a name",                "public", "GET /.well-known/x",  origin(app),                  "actual",            publicActual,           ""],
  ["two dots after a name are a name",             "public", "GET /a../b",          origin(app),                  "actual",            publicActual,           ""],
  ["a backslash",                                  "public", "GET /a\\b",           origin(app),                  "actual",            [],                     ""],
  ["an encoded slash",                             "public", "GET /a%2Fb",          origin(app),                  "actual",            [],                     ""],
  ["in lower case",                                "public", "GET /a%2fb",          origin(app),                  "actual",            [],                     ""],
  ["an encoded dot",                               "public", "GET /a%2Eb",          origin(app),                  "actual",            [],                     ""],
  ["in lower case",                                "public", "GET /%2e%2e/b",       origin(app),                  "actual",            [],                     ""],
  ["an encoded backslash",                         "public", "GET /a%5Cb",          origin(app),                  "actual",            [],                     ""],
  ["in lower case",                                "public", "GET /a%5cb",          origin(app),                  "actual",            [],                     ""],
  ["an encoded percent sign",                      "public", "GET /a%2561",         origin(app),                  "actual",            [],                     ""],
  ["an encoded NUL",                               "public", "GET /a%00",           origin(app),                  "actual",            [],                     ""],
  ["an encoded line end",                          "public", "GET /a%0A",           origin(app),                  "actual",            [],                     ""],
  ["the last of the control characters",           "public", "GET /a%1f",           origin(app),                  "actual",            [],                     ""],
  ["and DEL",                                      "public", "GET /a%7F",           origin(app),                  "actual",            [],                     ""],
  ["an encoded space is not",                      "public", "GET /a%20b",          origin(app),                  "actual",            publicActual,           ""],
  ["nor other characters",                         "public", "GET /a%3B%C3%A9",     origin(app),                  "actual",            publicActual,           ""],
  ["a semicolon is not",                           "public", "GET /a;x=1/b",        origin(app),                  "actual",            publicActual,           ""],
  ["another case that would choose another rule",  "exception", "GET /PRIVATE/a",   origin(app),                  "actual",            [],                     ""],
  ["in an encoded letter, too",                    "exception", "GET /%50rivate/a", origin(app),                  "actual",            [],                     ""],
  ["another case that chooses the same rule",      "exception", "GET /PUBLIC/a",    origin(app),                  "actual",            allow("*"),             ""],
  ["a rule in its own case",                       "site",   "GET /Reports/a",      [],                           "actual",            allow("*"),             ""],
  ["the same rule in another case",                "site",   "GET /reports/a",      origin(app),                  "actual",            [],                     ""],
  ["no rule in another case",                      "site",   "GET /HEALTH",         origin(app),                  "actual",            [],                     ""],
  ["hexadecimal digits in another case",           "site",   "GET /caf%c3%a9/x",    origin(app),                  "actual",            [],                     ""],
  ["also where no rule is near",                   "site",   "GET /nothing//x",     origin(app),                  "actual",            [],                     ""],
  ["a preflight for one is refused",               "public", "OPTIONS //a",         preflight(app),               "preflight-refused", [],                     asked],
  ["refused if any rule refuses",                  "strictClosed", "POST /open//a", origin("https://evil.example"), "refused",         [],                     "Origin"],
  ["not the server's own",                         "strictClosed", "POST /open//a", origin("https://api.example.com"), "actual",       [],                     "Origin"],
  ["not what the user typed",                      "strictClosed", "POST /open//a", [...origin("null"), "Sec-Fetch-Site: none"], "actual", [],               "Origin"],
  ["a listed origin is refused there",             "strict", "POST //a",            origin(app),                  "refused",           [],                     "Origin"],

  // 8. Vary.
  ["Origin, though none came",                     "plain",  "GET /",               [],                           "actual",            [],                     "Origin"],
  ["nothing for a star",                           "public", "GET /",               origin(app),                  "actual",            publicActual,           ""],
  ["a star's preflight",                           "public", "OPTIONS /",           preflight(app),               "preflight-granted", publicPreflight,        asked],
  ["plain OPTIONS asks for no more",               "public", "OPTIONS /",           origin(app),                  "actual",            publicActual,           ""],
];
