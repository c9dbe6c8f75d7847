import { isCorsSafelistedResponseHeaderName, isForbiddenRequestHeader } from "@crosscheck/cors/browser";
import { extractHeaderListValues, getHeader, type HeaderList, isResponse } from "@crosscheck/cors/http";
import { type Check, defineCheck } from "../check.ts";
import type { Probe } from "../evidence.ts";
import { exampleSite, grant } from "../example-site.ts";
import { listedNamesFix } from "../listed-names-fix.ts";
import { probesOf } from "../page-access.ts";
import { quoteValue } from "../quote-value.ts";

export const pointlessHeader: Check = defineCheck({
  id: "pointless-header",
  title: "CORS headers that say nothing",
  severity: "info",
  attacker: "none",
  cvss: null,
  cwe: [],
  why: "Browsers skip them: names that a page cannot set or always sees, a false that is the default anyway. They do no harm, and they hide what is meant.",
  fix: {
    ...listedNamesFix,
    general:
      "List the headers that pages set and need to read. Leave out Access-Control-Allow-Credentials: false, names that only the browser sets, and names that every page may use or see.",
  },
  spec: "https://fetch.spec.whatwg.org/#forbidden-request-header",
  run: (evidence) => {
    for (const probe of probesOf(evidence, "preflight", "own-origin", "random-origin", "baseline")) {
      const { response } = probe.exchange;
      if (!isResponse(response)) continue;
      const said = pointless(response.headers, probe);
      if (said.length === 0) continue;
      return [
        {
          check: "pointless-header",
          level: "info",
          severity: "info",
          attacker: "none",
          url: evidence.url,
          origin: null,
          message: said.join(" "),
          state: null,
          evidence: [probe.exchange],
        },
      ];
    }
    return [];
  },
  examples: {
    bad: [
      { title: "credentials: false", respond: exampleSite(() => grant("*", "false")) },
      {
        title: "headers that only the browser sets",
        respond: exampleSite(() => [...grant("*", null), ["Access-Control-Allow-Headers", "Origin, Accept-Encoding"]]),
      },
      {
        title: "headers that every page sees",
        respond: exampleSite(() => [...grant("*", null), ["Access-Control-Expose-Headers", "Content-Type"]]),
      },
    ],
    good: [
      { title: "* alone", respond: exampleSite(() => grant("*", null)) },
      {
        title: "names that need it",
        respond: exampleSite(() => [
          ...grant("*", null),
          ["Access-Control-Allow-Headers", "content-type, x-csrf-token"],
          ["Access-Control-Expose-Headers", "ETag"],
        ]),
      },
    ],
  },
});

function pointless(headers: HeaderList, { kind }: Probe): string[] {
  const said: string[] = [];
  const credentials = getHeader(headers, "access-control-allow-credentials");
  if (credentials?.toLowerCase() === "false") {
    said.push(`Access-Control-Allow-Credentials is ${quoteValue(credentials)}, which is what its absence means.`);
  }
  const forbidden = named(headers, "Access-Control-Allow-Headers").filter((name) => isForbiddenRequestHeader(name, ""));
  if (forbidden.length > 0) {
    said.push(`Access-Control-Allow-Headers lists ${forbidden.join(", ")}, which only the browser sets.`);
  }
  const exposed = kind === "preflight" ? [] : named(headers, "Access-Control-Expose-Headers");
  const seen = exposed.filter((name) => isCorsSafelistedResponseHeaderName(name, new Set()));
  if (seen.length > 0 && seen.length === exposed.length) {
    said.push(`Access-Control-Expose-Headers lists ${seen.join(", ")}, which every page that may read sees anyway.`);
  }
  return said;
}

/** As many as a message can hold. */
function named(headers: HeaderList, list: string): readonly string[] {
  const values = extractHeaderListValues(headers, list);
  return Array.isArray(values) ? values.slice(0, 20) : [];
}
