import type { HeaderList } from "@crosscheck/cors/http";
import { makeScanReport } from "../../packages/toolkit/src/report/make-scan-report.ts";
import type { ScanReport } from "../../packages/toolkit/src/report/scan-report.ts";
import { evidenceFrom } from "../../packages/toolkit/src/scan/evidence-from.ts";

/** What a stranger may put into a header to be obeyed by whoever shows it. */
export const hostileValues: readonly string[] = [
  `</script><script>alert(1)</script>`,
  `"><img src=x onerror=alert(1)>`,
  `]]><!--`,
  "\u001b[2J\u001b]0;owned\u0007\u009b31m",
  "\u202egnp.exe\u2066",
  `=HYPERLINK("http://evil.example","x")`,
  "@everyone #1 GH-2 ![x](https://evil.example/x.png) [click](javascript:alert(1))",
  "``` ` ~~~ | </details> <b>",
  "::error file=x::y",
  "{0} {{1}} %0A",
  "\ufffe\uffff\ud800",
];

/** A report of a site whose every value is hostile. */
export function hostileReport(value: string): ScanReport {
  const url = "https://shop.example/";
  const headers: HeaderList = [
    ["Access-Control-Allow-Origin", value],
    ["Access-Control-Allow-Methods", value],
    ["Vary", value],
    ["Server", value],
    ["Content-Security-Policy", value],
    ["Referrer-Policy", value],
    ["Set-Cookie", `${value}=1`],
  ];
  const respond = () => ({ status: 200, headers });
  const report = makeScanReport({
    target: `https://shop.example/?${value}`,
    finalUrl: `${url}?${value}`,
    evidence: evidenceFrom(url, respond),
    shown: { url, response: respond(), hops: [], overHttp: null, registrableDomain: "shop.example", body: null },
    failure: null,
    redirects: [
      { request: { method: "GET", url, headers: [] }, response: { status: 302, headers: [["Location", value]] } },
    ],
    notes: [value],
    requests: 8,
    scannedAt: new Date("2027-01-01T12:00:00Z"),
    durationMs: 120,
  });
  return report;
}
