import type { HeaderList } from "@crosscheck/cors/http";
import { describe, expect, test } from "vitest";
import { evidenceFrom } from "../scan/evidence-from.ts";
import { makeScanReport } from "./make-scan-report.ts";
import { printJson } from "./print-json.ts";
import { printable } from "./printable.ts";
import type { ScanReport } from "./scan-report.ts";
import { textReport } from "./text-report.ts";
import { wrapText } from "./wrap-text.ts";

const plain = { color: false, width: 80 };

function reportOf(headers: HeaderList, change: Partial<ScanReport> = {}): ScanReport {
  const url = "https://shop.example/";
  const report = makeScanReport({
    target: url,
    finalUrl: url,
    evidence: evidenceFrom(url, () => ({ status: 200, headers })),
    failure: null,
    redirects: [],
    notes: [],
    requests: 8,
    scannedAt: new Date("2027-01-01T12:00:00Z"),
    durationMs: 120.4,
  });
  return { ...report, ...change };
}

const allowOrigin = (value: string): HeaderList => [["Access-Control-Allow-Origin", value]];

const shown = { status: 200, headers: [["Content-Type", "text/html"]] } as const;
const withOthers = makeScanReport({
  target: "https://shop.example/",
  finalUrl: "https://shop.example/",
  evidence: evidenceFrom("https://shop.example/", () => shown),
  shown: {
    url: "https://shop.example/",
    response: shown,
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

describe("what is said", () => {
  // biome-ignore format: one fact per line
  const facts: readonly (readonly [why: string, report: ScanReport, text: RegExp])[] = [
    ["passed",                       reportOf([]),                                                       /Cross-Origin Resource Sharing {2}✓ Passed\n {4}CORS is not enabled/],
    ["failed, somebody is at risk",  reportOf([...allowOrigin("null"), ["Access-Control-Allow-Credentials", "true"]]), /Cross-Origin Resource Sharing {2}✗ Failed\n/],
    ["failed, nobody is",            reportOf(allowOrigin("https://*.shop.example")),                    /Cross-Origin Resource Sharing {2}✗ Failed: it does not work \(nobody is at risk\)\n/],
    ["who gains",                    reportOf([...allowOrigin("null"), ["Access-Control-Allow-Credentials", "true"]]), /Who {2}any website that the visitor opens \(no session seen/],
    ["the proof",                    reportOf(allowOrigin("https://*.shop.example")),                    /> Origin: https:\/\/\w+\.com\n +< 200\n +< Access-Control-Allow-Origin: https:\/\/\*\.shop\.example\n/],
    ["the fix for the server named", reportOf([...allowOrigin(""), ["Server", "nginx/1.26.3"]]),         / nginx:\n +# in http \{ \}\n +map \$http_origin/],
    ["no server named: where to look", reportOf(allowOrigin("")),                                        /Lines for nginx, apache, iis, express: --format html/],
    ["an empty value",               reportOf(allowOrigin("")),                                          /Access-Control-Allow-Origin: \(empty\)\n/],
    ["a stored result",              reportOf([], { cached: true }),                                     /a stored result from 2027-01-01T12:00:00.000Z; --clear-cache scans now/],
    ["redirects",                    reportOf([], { target: "http://shop.example/", redirects: [{ url: "http://shop.example/", status: 301, location: "https://shop.example/" }] }), /redirects to https:\/\/shop\.example\/\n[\s\S]*Redirects\n {2}301 {2}http:\/\/shop\.example\/ → https:\/\/shop\.example\/\n/],
    ["notes",                        reportOf([], { notes: ["https did not answer"] }),                  /Notes\n {2}- https did not answer\n/],
    ["the cost",                     reportOf([]),                                                       /\n8 requests in 120 ms\n$/],
    ["one request",                  reportOf([], { requests: 1 }),                                      /\n1 request in/],
    ["good news is short",           withOthers,                                                         /\n {2}✗ Failed {2}X-Frame-Options\n {6}Any website can show this page in a frame\.\n[\s\S]*\n {2}✓ Passed {2}Referrer-Policy, Permissions-Policy, Cross-Origin-Opener-Policy,\n {12}Cross-Origin-Embedder-Policy/],
    ["how CSP and CORS relate",      withOthers,                                                         /says what this page may load; CORS says who may read\n/],
    ["what the baseline accepts",    reportOf([], { accepted: 2 }),                                      /\n {2}2 accepted in the baseline, and not shown\n/],
    ["could not test",               makeScanReport({ target: "nowhere.example", finalUrl: "https://nowhere.example/", evidence: null, failure: { code: "name-not-found", message: "nowhere.example does not resolve." }, redirects: [], notes: [], requests: 0, scannedAt: new Date(0), durationMs: 1 }), /Cross-Origin Resource Sharing {2}\? Could not test\n {4}nowhere\.example does not resolve\.\n/],
  ];

  test.each(facts)("%s", (_why, report, text) => {
    expect(textReport(report, plain)).toMatch(text);
  });
});

describe("a stranger's text does nothing", () => {
  const hostile = "https://x\u001b[2J\u001b]0;owned\u0007\u009b31m\u202egnp.exe\u2028\u0000\r\n✓ Passed";

  test("in header values, names, targets, URLs, redirects, notes and errors", () => {
    const report = reportOf([...allowOrigin(hostile), ["Access-Control-Expose-Headers", hostile]], {
      target: hostile,
      finalUrl: hostile,
      redirects: [{ url: hostile, status: 302, location: hostile }],
      notes: [hostile],
      error: { code: "reset", message: hostile },
    });
    const text = textReport(
      {
        ...report,
        tests: [
          {
            id: "cross-origin-resource-sharing",
            title: "Cross-Origin Resource Sharing",
            verdict: "inconclusive",
            summary: hostile,
          },
        ],
      },
      plain,
    );
    expect(text).toContain("\\x1b[2J\\x1b]0;owned\\x07\\x9b31m\\u202egnp.exe\\u2028\\x00\\x0d\\x0a✓ Passed");
    // Apart from the line ends of the report itself.
    expect(text.replaceAll("\n", "")).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u2028\u2029]/);
    expect(text).not.toMatch(/^✓ Passed/m);
  });

  test("colours are ours alone", () => {
    const text = textReport(reportOf(allowOrigin(hostile)), { color: true, width: 80 });
    expect(
      [...text.matchAll(/\u001b(.{0,3})/g)].every(([, after]) => /^\[(?:1|2|22|31|32|33|39)m?/.test(after ?? "")),
    ).toBe(true);
  });

  test("long values are cut, in what is printed and in what is stored", () => {
    const report = reportOf(allowOrigin(`https://${"a".repeat(5_000)}`));
    expect(report.cors.headers["access-control-allow-origin"]?.[0]).toHaveLength(1_025);
    expect(
      Math.max(
        ...textReport(report, plain)
          .split("\n")
          .map((line) => line.length),
      ),
    ).toBeLessThan(400);
    expect(JSON.stringify(report).length).toBeLessThan(40_000);
  });

  test("JSON escapes what a terminal would obey, and is the same value", () => {
    const text = printJson({ value: hostile });
    expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e\u2028]/);
    expect(JSON.parse(text)).toEqual({ value: hostile });
  });

  // biome-ignore format: one fact per line
  const facts = [
    ["letters of every script stay",  "bücher 漢字 عربى",   "bücher 漢字 عربى"],
    ["an emoji stays",                "👩",                  "👩"],
    ["a lone surrogate is escaped",   "\ud800",              "\\ud800"],
    ["an invisible join is escaped",  "a\u200db",            "a\\u200db"],
    ["a tab is escaped",              "a\tb",                "a\\x09b"],
  ] as const;

  test.each(facts)("%s", (_why, text, expected) => {
    expect(printable(text)).toBe(expected);
  });
});

test("no line of a report is wider than the terminal, but for what may not be broken", () => {
  for (const report of [withOthers, reportOf([...allowOrigin("null"), ["Access-Control-Allow-Credentials", "true"]])]) {
    const lines = textReport(report, plain).split("\n");
    const wide = lines.filter((line) => line.length > 80 && !/^ *(?:Spec |[<>] |\S+:\d+:\d+$)/.test(line));
    expect(wide).toEqual([]);
  }
});

test("prose is wrapped, and no word is broken", () => {
  expect(wrapText("one two three four", 9)).toEqual(["one two", "three", "four"]);
  expect(wrapText("https://a.very.long.example/path and more", 10)).toEqual([
    "https://a.very.long.example/path",
    "and more",
  ]);
  const text = textReport(reportOf([...allowOrigin("null"), ["Access-Control-Allow-Credentials", "true"]]), {
    color: false,
    width: 60,
  });
  const prose = text.split("\n").filter((line) => !line.includes("://") && !line.includes(":"));
  expect(Math.max(...prose.map((line) => line.length))).toBeLessThanOrEqual(60);
});
