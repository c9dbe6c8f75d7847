import { corsCheck } from "@crosscheck/cors/browser";
import { containsHeader, getHeader, getHeaderValues, isResponse, parseSerializedOrigin } from "@crosscheck/cors/http";
import { type Check, defineCheck } from "../check.ts";
import type { Evidence, Probe } from "../evidence.ts";
import { exactListFix } from "../exact-list-fix.ts";
import { exampleSite, grant } from "../example-site.ts";
import { judgeProbe, probesOf } from "../page-access.ts";
import { quoteValue } from "../quote-value.ts";

export const invalidOrDuplicate: Check = defineCheck({
  id: "invalid-or-duplicate",
  title: "Access-Control-Allow-Origin has a value that no browser accepts",
  severity: "info",
  attacker: "none",
  cvss: null,
  cwe: [],
  why: "A browser compares the whole value with the page's origin, letter by letter. It knows one origin, *, or null: no list, no pattern, no path, no second header. Nobody is at risk, and no page can read the response.",
  fix: {
    general:
      "Send exactly one Access-Control-Allow-Origin with one origin: scheme, host, and the port if it is not the default; lower case, no slash at the end. For several origins, answer with the one that asked, from a list. If two layers add the header, let one of them do it.",
    ...exactListFix({ credentials: false }),
  },
  spec: "https://fetch.spec.whatwg.org/#concept-cors-check",
  run: (evidence) => {
    const refusals = refusesInOtherWords(evidence);
    const used = probesOf(evidence, "own-origin", "random-origin", "null-origin", "prefix-match").some(
      sendsAllowOrigin,
    );
    for (const probe of evidence.probes) {
      // On an error page alone it is noise: the site shares nothing that it could break.
      if (probe.kind === "error-page-with-origin" && !used) continue;
      const problem = problemOf(evidence, probe);
      if (problem === null || (refusals && !problem.several)) continue;
      return [
        {
          check: "invalid-or-duplicate",
          level: "broken",
          severity: "info",
          attacker: "none",
          url: probe.exchange.request.url,
          origin: null,
          message: `${problem.sentence} No page can read the response.`,
          state: null,
          evidence: [probe.exchange],
        },
      ];
    }
    return [];
  },
  examples: {
    bad: [
      { title: "two headers", respond: exampleSite(() => [...grant("*", null), ...grant("*", null)]) },
      { title: "a list", respond: exampleSite(() => grant("https://app.shop.example, https://admin.shop.example")) },
      { title: "a slash at the end", respond: exampleSite(() => grant("https://app.shop.example/")) },
      { title: "a path", respond: exampleSite(() => grant("https://app.shop.example/app")) },
      { title: "the default port", respond: exampleSite(() => grant("https://app.shop.example:443")) },
      { title: "upper case", respond: exampleSite(() => grant("https://App.shop.example")) },
      { title: "a pattern", respond: exampleSite(() => grant("https://*.shop.example")) },
      { title: "empty", respond: exampleSite(() => grant("")) },
      { title: "no scheme", respond: exampleSite(() => grant("app.shop.example")) },
    ],
    good: [
      { title: "one origin", respond: exampleSite(() => grant("https://app.shop.example")) },
      { title: "another port than the default", respond: exampleSite(() => grant("https://app.shop.example:8443")) },
      { title: "*", respond: exampleSite(() => grant("*", null)) },
      { title: "null, which is valid and another finding", respond: exampleSite(() => grant("null")) },
      {
        title: "an empty value for those that are not allowed",
        respond: exampleSite(({ origin }) => grant(origin === "https://shop.example" ? origin : "", null)),
      },
    ],
  },
});

/** What is wrong with the value, when no page whatever could pass the browser's comparison. */
function problemOf(evidence: Evidence, probe: Probe): { readonly sentence: string; readonly several: boolean } | null {
  const { response } = probe.exchange;
  if (probe.origin === null || !isResponse(response)) return null;
  const verdict = probe.kind === "own-origin" ? null : judgeProbe(evidence, probe, "omit");
  const failure = verdict === null ? corsCheck(probe.origin, "omit", response.headers) : verdict;
  if (!("reason" in failure) || !/^acao-(?:multiple|invalid|mismatch)$/.test(failure.reason)) return null;

  const value = getHeader(response.headers, "access-control-allow-origin") ?? "";
  const count = getHeaderValues(response.headers, "access-control-allow-origin").length;
  if (count > 1)
    return { sentence: `Access-Control-Allow-Origin is sent ${count} times: ${quoteValue(value)}.`, several: true };
  if (failure.reason === "acao-multiple") {
    return { sentence: `Access-Control-Allow-Origin has a list: ${quoteValue(value)}.`, several: true };
  }
  // A valid other origin, or null: that page can read it.
  if (value === "null" || parseSerializedOrigin(value) !== null) return null;
  return { sentence: `Access-Control-Allow-Origin is ${quoteValue(value)}, ${nature(value)}.`, several: false };
}

function sendsAllowOrigin({ exchange: { response } }: Probe): boolean {
  return isResponse(response) && containsHeader(response.headers, "access-control-allow-origin");
}

function nature(value: string): string {
  if (value === "") return "which is empty";
  if (value.includes("*")) return "a pattern, which browsers take literally";
  const url = URL.parse(value);
  if (url === null || !/^https?:$/.test(url.protocol) || parseSerializedOrigin(url.origin) === null)
    return "which is no origin";
  if (value.toLowerCase() === `${url.origin}/`) return "with a slash at the end that no origin has";
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "") return "with a path, which no origin has";
  return `which a browser writes ${url.origin}`;
}

/** Whether the site's own origin gets a good answer: then an odd value for others is its way to refuse them. */
function refusesInOtherWords(evidence: Evidence): boolean {
  return evidence.probes.some(({ kind, origin, exchange: { response } }) => {
    if (kind !== "own-origin" || origin === null || !isResponse(response)) return false;
    const wildcard = getHeader(response.headers, "access-control-allow-origin") === "*";
    return !wildcard && corsCheck(origin, "omit", response.headers).ok;
  });
}
