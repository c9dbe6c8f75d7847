import type { LoneRuleDocument, PolicyDocument } from "@crosscheck/cors";

const sixty = Array.from({ length: 60 }, (_, index) => `https://tenant-${index}.customers.example.org`);
const long = "https://a-name-that-needs-more-than-forty-six-bytes.customers.example.org";

/** A policy, and origins that it allows. */
export interface PolicyCase {
  readonly why: string;
  readonly document: LoneRuleDocument | PolicyDocument;
  readonly allowed: readonly string[];
}

const rows: readonly (readonly [PolicyCase["why"], PolicyCase["document"], ...PolicyCase["allowed"]])[] = [
  [
    "two origins with credentials, for everything",
    {
      allowOrigins: ["https://app.example.com", "https://partner.example"],
      allowCredentials: true,
      allowMethods: ["PUT", "DELETE"],
      allowHeaders: ["Content-Type", "X-CSRF-Token"],
      exposeHeaders: ["ETag"],
      maxAge: "2h",
    },
    "https://app.example.com",
    "https://partner.example",
  ],
  [
    "any origin",
    { allowOrigins: "*", allowMethods: "*", allowHeaders: ["Authorization"], exposeHeaders: "*", maxAge: 600 },
  ],
  [
    "a pattern of subdomains with a port, below /api",
    { id: "api", path: "/api/*", allowOrigins: ["https://*.example.com:8443"], allowCredentials: true },
    "https://app.example.com:8443",
    "https://a.b_c.example.com:8443",
  ],
  ["no CORS at all", { allowOrigins: [] }],
  ["no CORS below /api, where an upstream grants it", { id: "private", path: "/api/*", allowOrigins: [] }],
  [
    "every port of localhost and its subdomains",
    { allowOrigins: ["http://localhost:*", "http://*.localhost:*"], allowMethods: ["PATCH"] },
    "http://localhost",
    "http://localhost:5173",
    "http://a.localhost:65535",
  ],
  [
    "unlisted origins refused",
    {
      id: "strict",
      path: "/api/*",
      allowOrigins: ["https://app.example.com"],
      allowCredentials: true,
      refuseUnlisted: true,
      selfOrigins: ["https://api.example.com"],
    },
    "https://app.example.com",
    "https://api.example.com",
  ],
  [
    "all origins refused",
    { allowOrigins: [], refuseUnlisted: true, selfOrigins: ["https://api.example.com"] },
    "https://api.example.com",
  ],
  ["maxAge 0", { allowOrigins: ["https://app.example.com"], maxAge: 0 }, "https://app.example.com"],
  [
    "a list of sixty, and one long name",
    { allowOrigins: [...sixty, long, "https://*.preview.example.org"], allowCredentials: true },
    "https://tenant-0.customers.example.org",
    "https://tenant-59.customers.example.org",
    long,
    "https://x.preview.example.org",
  ],
  [
    "names that mean something to the server",
    {
      id: "odd",
      path: "/api/*",
      allowOrigins: [
        "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
        "http://[::1]:3000",
        "https://xn--mnchen-3ya.example",
      ],
      allowMethods: ["X$a", "X'b", "X`c|d~!#^&*+%D"],
      allowHeaders: ["X-$uri", "X-%t-%%-%{Host}i".replace(/[{}]/g, ""), "X-'\u0060|"],
      exposeHeaders: ["X-$request_uri", "X-100%"],
    },
    "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
    "http://[::1]:3000",
    "https://xn--mnchen-3ya.example",
  ],
  [
    "the opaque origin, and preview hosts",
    {
      allowOrigins: ["null", "https://app-*-team.vercel.app"],
      allowCredentials: true,
      danger: [
        { allow: "null-origin", reason: "sandboxed frames", expires: "2999-12-31" },
        { allow: "shared-suffix", reason: "previews", expires: "2999-12-31" },
      ],
    },
    "null",
    "https://app-x-team.vercel.app",
  ],
  [
    "several rules, the first match decides",
    {
      rules: [
        { id: "data", path: "/api/data.json", allowOrigins: "*", exposeHeaders: ["ETag"] },
        { id: "none", path: "/api/secret/*", allowOrigins: [] },
        { id: "segment", path: "/api/:kind/x.txt", allowOrigins: ["https://partner.example"] },
        {
          id: "strict",
          path: "/other/proxied/*",
          allowOrigins: ["https://app.example.com"],
          refuseUnlisted: true,
          selfOrigins: ["https://api.example.com"],
        },
        { id: "rest", path: "/api/*", allowOrigins: ["https://app.example.com"], allowCredentials: true, maxAge: 60 },
      ],
    },
    "https://app.example.com",
    "https://partner.example",
    "https://api.example.com",
  ],
];

export const policies: readonly PolicyCase[] = rows.map(([why, document, ...allowed]) => ({ why, document, allowed }));
