import { getHeaderValues, type HeaderList, isResponse } from "@crosscheck/cors/http";
import { type Check, defineCheck } from "../check.ts";
import type { Probe } from "../evidence.ts";
import { exampleSite, grant } from "../example-site.ts";
import { probesOf } from "../page-access.ts";
import { serverLines } from "../server-lines.ts";

export const timingAllowOrigin: Check = defineCheck({
  id: "timing-allow-origin",
  title: "Every website may measure how this answer came",
  severity: "info",
  attacker: "none",
  cvss: null,
  cwe: [],
  why: "Timing-Allow-Origin shows a page when the parts of a request happened, and how large the answer was. Nothing of the answer is read; for what is the same for everybody, as fonts and scripts are, that is what it is for.",
  fix: serverLines(
    "Name the origins whose pages measure, or leave the header out where the size or the time of an answer says something about the visitor.",
    "Timing-Allow-Origin",
    "https://app.example.com",
  ),
  spec: "https://fetch.spec.whatwg.org/#concept-tao-check",
  run: (evidence) => {
    const probe = probesOf(evidence, "random-origin").find(mayMeasure);
    if (probe === undefined) return [];
    return [
      {
        check: "timing-allow-origin",
        level: "info",
        severity: "info",
        attacker: "none",
        url: evidence.url,
        origin: probe.origin,
        message: `A page at ${probe.origin} is shown the timing and the size of the response, and nothing of what is in it.`,
        state: null,
        evidence: [probe.exchange],
      },
    ];
  },
  examples: {
    bad: [
      { title: "*", respond: exampleSite(() => [["Timing-Allow-Origin", "*"]]) },
      {
        title: "whoever asks",
        respond: exampleSite(({ origin }) => timing(origin)),
      },
    ],
    good: [
      { title: "one origin", respond: exampleSite(() => [["Timing-Allow-Origin", "https://app.shop.example"]]) },
      { title: "no such header", respond: exampleSite(() => grant("*", null)) },
    ],
  },
});

function timing(origin: string | null): HeaderList {
  return origin === null ? [] : [["Timing-Allow-Origin", origin]];
}

function mayMeasure({ origin, exchange: { response } }: Probe): boolean {
  if (!isResponse(response)) return false;
  const values = getHeaderValues(response.headers, "timing-allow-origin").flatMap((value) => value.split(","));
  return values.some((value) => value.trim() === "*" || value.trim() === origin);
}
