import { expect, test } from "vitest";
import type { FindingReport, ScanReport } from "../report/scan-report.ts";
import { type ResultPage, resultPage } from "./result-page.ts";

const report: ScanReport = {
  schema: "crosscheck/scan@1",
  target: "shop.example",
  finalUrl: "https://shop.example/",
  scannedAt: "2026-11-23T21:14:05.123Z",
  cached: false,
  cors: { enabled: false, headers: {} },
  verdict: "passed",
  tests: [
    {
      id: "cross-origin-resource-sharing",
      title: "Cross-Origin Resource Sharing",
      verdict: "passed",
      summary: "CORS is not enabled.",
    },
  ],
  findings: [],
  redirects: [],
  notes: [],
  requests: 7,
  durationMs: 122.4,
};

const finding: FindingReport = {
  check: "reflects-any-origin",
  title: "Every origin is allowed, with credentials",
  level: "vulnerable",
  severity: "high",
  attacker: "cross-site",
  url: "https://shop.example/",
  origin: "https://kqzvwxpt.com",
  message: "Any origin can read it.",
  why: "Account data.",
  state: "no session seen",
  fix: { general: "Compare with a list.", nginx: "map …", apache: "SetEnvIf …" },
  cwe: [942],
  spec: "https://fetch.spec.whatwg.org/#cors-check",
  fingerprint: "reflects-any-origin vulnerable https://shop.example/",
  evidence: [
    {
      request: { method: "GET", url: "https://shop.example/?q=1", headers: [["Origin", "https://kqzvwxpt.com"]] },
      response: { status: 200, headers: [["Access-Control-Allow-Origin", "https://kqzvwxpt.com"]] },
    },
  ],
};

const failed: Partial<ScanReport> = {
  cors: { enabled: true, headers: { "access-control-allow-origin": ["https://kqzvwxpt.com"] } },
  verdict: "failed",
  tests: [
    {
      id: "cross-origin-resource-sharing",
      title: "Cross-Origin Resource Sharing",
      verdict: "failed",
      cause: "unsafe",
      summary: "Anyone can read.",
    },
  ],
  findings: [finding],
};

const broken: Partial<ScanReport> = {
  ...failed,
  tests: [
    {
      id: "cross-origin-resource-sharing",
      title: "Cross-Origin Resource Sharing",
      verdict: "failed",
      cause: "broken",
      summary: "It never works.",
    },
  ],
  findings: [{ ...finding, level: "broken", severity: "info", attacker: "none", state: null }],
};

const refused: Partial<ScanReport> = {
  target: "192.168.1.20",
  finalUrl: "",
  verdict: "inconclusive",
  tests: [
    {
      id: "cross-origin-resource-sharing",
      title: "Cross-Origin Resource Sharing",
      verdict: "inconclusive",
      summary: "A private address.",
    },
  ],
  error: { code: "address-not-allowed", message: "A private address: add --allow-private." },
};

const hostile = "<script>alert(1)</script>\u001b[31m";
const hostileReport: Partial<ScanReport> = {
  ...failed,
  target: hostile,
  finalUrl: hostile,
  cors: { enabled: true, headers: { "access-control-allow-origin": [hostile] } },
  tests: [
    {
      id: "cross-origin-resource-sharing",
      title: "Cross-Origin Resource Sharing",
      verdict: "failed",
      cause: "unsafe",
      summary: hostile,
    },
  ],
  findings: [
    {
      ...finding,
      message: hostile,
      state: hostile,
      evidence: [
        {
          request: { method: "GET", url: hostile, headers: [["Origin", hostile]] },
          response: { status: 200, headers: [[hostile, hostile]] },
        },
        { request: { method: "GET", url: hostile, headers: [] }, response: { kind: "failed", why: hostile } },
      ],
    },
  ],
  redirects: [{ url: hostile, status: 302, location: hostile }],
  notes: [hostile],
};

function page(changes: Partial<ScanReport>, more: Partial<ResultPage> = {}): string {
  return String(resultPage({ id: "an-id", report: { ...report, ...changes }, followRedirects: true, ...more }));
}

// biome-ignore format: one fact per line
const facts = [
  ["the verdict is a word",                                  page({}),                        "<strong>Passed</strong>"],
  ["first, whether CORS is on: no",                          page({}),                        "<h2>CORS is not enabled</h2>"],
  ["first, whether CORS is on: yes",                         page(failed),                    "<h2>CORS is enabled</h2>"],
  ["on, and shared with nobody here",                        page({ cors: { enabled: true, headers: { vary: ["Origin"] } } }), "none that this scan asked for was shared"],
  ["the header's name as servers write it",                  page(failed),                    "<dt>Access-Control-Allow-Origin</dt>"],
  ["a failed test",                                          page(failed),                    "<strong>Failed</strong>"],
  ["one plain sentence",                                     page(failed),                    '<p class="summary">Anyone can read.</p>'],
  ["who can exploit it",                                     page(failed),                    "<dd>Any website that the visitor opens.</dd>"],
  ["the header that matters is lit",                         page(failed),                    '<mark><span class="name">Access-Control-Allow-Origin</span>'],
  ["the request's line",                                     page(failed),                    "GET /?q=1"],
  ["the fix, by server",                                     page(failed),                    ">Apache</label>"],
  ["broken has its own heading",                             page(broken),                    "Failed: it does not work (nobody is at risk)"],
  ["and nobody gains",                                       page(broken),                    "<dd>Nobody.</dd>"],
  ["neither Passed nor Failed",                              page(refused),                   "<strong>Could not test</strong>"],
  ["a private address: use the command line",                page(refused),                   "crosscheck scan 192.168.1.20 --allow-private"],
  ["the moment",                                             page({}),                        '<time datetime="2026-11-23T21:14:05.123Z">23 November 2026, 21:14:05 UTC</time>'],
  ["the effort",                                             page({}),                        "with 7 requests in 122 ms"],
  ["a stored result says so",                                page({ cached: true }),          "Cached result from "],
  ["notes",                                                  page({ notes: ["http tried"] }), "<li>http tried</li>"],
  ["redirects",                                              page({ redirects: [{ url: "http://shop.example/", status: 301, location: "https://shop.example/" }] }), "answered 301"],
  ["redirects not followed are not followed again",          page({}, { followRedirects: false }), "redirects not followed"],
  ["the JSON",                                               page({}),                        'href="/api/v1/scans/an-id"'],
  ["a target is escaped in the command to copy",             page({ ...refused, target: "10.0.0.1/$(id)" }), "scan &#39;10.0.0.1/$(id)&#39; --allow-private"],
] as const;

test.each(facts)("%s", (_why, html, part) => {
  expect(html).toContain(part);
});

test("a passed page has no red word and a failed one no green word", () => {
  expect(page({})).not.toContain("verdict-failed");
  expect(page(failed)).not.toContain("verdict-passed");
  expect(page(refused)).not.toMatch(/verdict-(?:passed|failed)/);
});

test("when nothing could be learned, nothing is said of CORS being on or off", () => {
  expect(page(refused)).not.toMatch(/CORS is (?:not )?enabled/);
});

test("hostile text from the network stays text, wherever it is shown", () => {
  const html = page(hostileReport);
  expect(html.match(/<script\b[^>]*>/g)).toEqual([expect.stringMatching(/^<script src="\/assets\/[^"]+" defer>$/)]);
  expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;\\x1b[31m");
});

test("no attribute of a style or an event, which the policy of the page would refuse", () => {
  expect(page(failed)).not.toMatch(/\s(?:style|on\w+)=/);
});

test("ids are unique", () => {
  const ids = [...page({ ...failed, findings: [finding, finding, finding] }).matchAll(/\sid="([^"]+)"/g)].map(
    ([, id]) => id,
  );
  expect(new Set(ids).size).toBe(ids.length);
});
