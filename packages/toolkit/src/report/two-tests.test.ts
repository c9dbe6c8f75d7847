import type { HeaderList } from "@crosscheck/cors/http";
import { expect, test } from "vitest";
import { evidenceFrom } from "../scan/evidence-from.ts";
import { makeScanReport } from "./make-scan-report.ts";

const strict: HeaderList = [
  [
    "Content-Security-Policy",
    "default-src 'none'; script-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'",
  ],
];
const open = (origin: string | null): HeaderList =>
  origin === null
    ? []
    : [
        ["Access-Control-Allow-Origin", origin],
        ["Access-Control-Allow-Credentials", "true"],
        ["Vary", "Origin"],
      ];

// What docs/learn/cors-and-csp.md says of the two tests: passed in the one says nothing of the other.
// biome-ignore format: one fact per line
const facts = [
  ["a strict CSP and no CORS",            strict, false, "passed", "passed"],
  ["a strict CSP does not mend its CORS", strict, true,  "failed", "passed"],
  ["no CORS does not stand in for a CSP", [],     false, "passed", "failed"],
  ["neither",                             [],     true,  "failed", "failed"],
] as const;

test.each(facts)("%s", (_why, csp, isOpen, cors, contentSecurityPolicy) => {
  const url = "https://shop.example/";
  const page: HeaderList = [["Content-Type", "text/html"], ...csp];
  const report = makeScanReport({
    target: url,
    finalUrl: url,
    evidence: evidenceFrom(url, ({ headers }) => {
      const origin = headers.find(([name]) => name === "Origin")?.[1] ?? null;
      return { status: 200, headers: [...page, ...(isOpen ? open(origin) : [])] };
    }),
    shown: {
      url,
      response: { status: 200, headers: page },
      hops: [],
      overHttp: null,
      registrableDomain: "shop.example",
      body: "<p>",
    },
    failure: null,
    redirects: [],
    notes: [],
    requests: 8,
    scannedAt: new Date(0),
    durationMs: 1,
  });
  const verdictOf = (id: string) => report.tests.find((one) => one.id === id)?.verdict;
  expect(verdictOf("cross-origin-resource-sharing")).toBe(cors);
  expect(verdictOf("content-security-policy")).toBe(contentSecurityPolicy);
});
