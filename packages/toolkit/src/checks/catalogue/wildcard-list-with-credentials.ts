import { corsCheck } from "@crosscheck/cors/browser";
import { extractHeaderListValues, isResponse } from "@crosscheck/cors/http";
import { type Check, defineCheck } from "../check.ts";
import type { Probe } from "../evidence.ts";
import { exampleSite, grant } from "../example-site.ts";
import { listedNamesFix } from "../listed-names-fix.ts";
import { probesOf } from "../page-access.ts";

const lists = [
  "Access-Control-Allow-Methods",
  "Access-Control-Allow-Headers",
  "Access-Control-Expose-Headers",
] as const;

export const wildcardListWithCredentials: Check = defineCheck({
  id: "wildcard-list-with-credentials",
  title: 'A list is "*", which means nothing with credentials',
  severity: "info",
  attacker: "none",
  cvss: null,
  cwe: [],
  why: 'In Access-Control-Allow-Methods, -Allow-Headers and -Expose-Headers, "*" stands for everything only in requests without credentials. With them it is a method or a header whose name is *, so requests that need a permission fail. Nobody is at risk.',
  fix: listedNamesFix,
  spec: "https://fetch.spec.whatwg.org/#cors-protocol-and-credentials",
  run: (evidence) => {
    const asked = probesOf(evidence, "preflight", "own-origin", "random-origin", "sibling-origin");
    const credentialed = asked.some(isCredentialed);
    for (const probe of credentialed ? asked : []) {
      const broken = wildcards(probe);
      if (broken.length === 0) continue;
      return [
        {
          check: "wildcard-list-with-credentials",
          level: "broken",
          severity: "info",
          attacker: "none",
          url: evidence.url,
          origin: null,
          message: `${probe.kind === "preflight" ? "Credentials are allowed, and in the answer to a preflight" : "Credentials are allowed, and in the response"} ${broken.join(" and ")} is "*": with credentials that is a name and no wildcard.`,
          state: null,
          evidence: [probe.exchange],
        },
      ];
    }
    return [];
  },
  examples: {
    bad: [
      {
        title: "every header",
        respond: exampleSite(({ origin, method }) =>
          origin === "https://shop.example"
            ? [...grant(origin), ...(method === "OPTIONS" ? ([["Access-Control-Allow-Headers", "*"]] as const) : [])]
            : [],
        ),
      },
      {
        title: "every exposed header",
        respond: exampleSite(({ origin }) =>
          origin === "https://shop.example" ? [...grant(origin), ["Access-Control-Expose-Headers", "*"]] : [],
        ),
      },
    ],
    good: [
      {
        title: "without credentials",
        respond: exampleSite(() => [...grant("*", null), ["Access-Control-Allow-Headers", "*"]]),
      },
      {
        title: "names",
        respond: exampleSite(({ origin }) =>
          origin === "https://shop.example" ? [...grant(origin), ["Access-Control-Allow-Headers", "content-type"]] : [],
        ),
      },
    ],
  },
});

/** Whether a page is let in with credentials. */
function isCredentialed({ origin, exchange: { response } }: Probe): boolean {
  return origin !== null && isResponse(response) && corsCheck(origin, "include", response.headers).ok;
}

/** The lists of an answer that are nothing but `*`; those of preflights are often sent to whoever asks. */
function wildcards(probe: Probe): string[] {
  const { response } = probe.exchange;
  if (!isResponse(response) || (probe.kind !== "preflight" && !isCredentialed(probe))) return [];
  const meant = probe.kind === "preflight" ? lists.slice(0, 2) : lists.slice(2);
  return meant.filter((name) => {
    const values = extractHeaderListValues(response.headers, name);
    return Array.isArray(values) && values.length > 0 && values.every((value) => value === "*");
  });
}
