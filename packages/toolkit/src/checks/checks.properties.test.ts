import { definePolicy, policyResponder } from "@crosscheck/cors";
import { judge } from "@crosscheck/cors/browser";
import { getHeader, type Header, type NetworkAnswer, type Responder } from "@crosscheck/cors/http";
import fc from "fast-check";
import { expect, test } from "vitest";
import { evidenceFrom } from "../scan/evidence-from.ts";
import { corsTest } from "./cors-test.ts";
import { reaches, runChecks } from "./run-checks.ts";

const url = "https://shop.example/";

/** What a header of a careless site may be made of; `{origin}` is the page's own. */
const values = fc.constantFrom(
  "{origin}",
  "{origin}/",
  "{origin},{origin}",
  "*",
  "null",
  "",
  "true",
  "TRUE",
  "https://app.shop.example",
  "https://*.shop.example",
  "GET, PUT",
  "Origin",
);
const names = fc.constantFrom(
  "Access-Control-Allow-Origin",
  "access-control-allow-origin",
  "Access-Control-Allow-Credentials",
  "Access-Control-Allow-Methods",
  "Access-Control-Allow-Headers",
  "Vary",
  "Retry-After",
  "Location",
);
const statuses = fc.constantFrom(200, 200, 200, 204, 301, 302, 401, 403, 404, 429, 500, 503);
const rules = fc.array(
  fc.record({
    when: fc.constantFrom(
      "always",
      "always",
      "with Origin",
      "with Origin",
      "null",
      "startsWith",
      "https",
      "OPTIONS",
      "error",
      "never",
    ),
    header: fc.oneof(
      { weight: 3, arbitrary: fc.constant(["Access-Control-Allow-Origin", "{origin}"] as const) },
      { weight: 3, arbitrary: fc.constant(["Access-Control-Allow-Credentials", "true"] as const) },
      { weight: 1, arbitrary: fc.constant(["Access-Control-Allow-Origin", "null"] as const) },
      { weight: 4, arbitrary: fc.tuple(names, values) },
    ),
  }),
  { maxLength: 6 },
);

interface RandomSite {
  readonly status: number;
  readonly errorStatus: number;
  readonly rules: readonly { readonly when: string; readonly header: readonly [string, string] }[];
  /** The question, counted from 0, that gets no answer. */
  readonly failsAt: number | null;
}

const sites: fc.Arbitrary<RandomSite> = fc.record({
  status: statuses,
  errorStatus: statuses,
  rules,
  failsAt: fc.option(fc.nat(12), { freq: 4 }),
});

function responderOf({ status, errorStatus, rules: headers, failsAt }: RandomSite): Responder {
  let count = 0;
  return (request): NetworkAnswer => {
    if (count++ === failsAt) return { kind: "failed", why: "The connection was reset." };
    const origin = getHeader(request.headers, "origin");
    const found = new URL(request.url).pathname === "/";
    const holds: Readonly<Record<string, boolean>> = {
      always: true,
      "with Origin": origin !== null,
      null: origin === "null",
      startsWith: origin?.startsWith("https://shop.example") === true,
      https: origin?.startsWith("https:") === true,
      OPTIONS: request.method === "OPTIONS",
      error: !found,
      never: false,
    };
    return {
      status: found ? status : errorStatus,
      headers: headers
        .filter(({ when }) => holds[when])
        .map(({ header: [name, value] }): Header => [name, value.replaceAll("{origin}", origin ?? "")]),
    };
  };
}

test("whatever a site answers: few questions, no throw, and each promise of a finding holds in a browser", () => {
  let vulnerable = 0;
  fc.assert(
    fc.property(sites, (site) => {
      let asked = 0;
      const responder = responderOf(site);
      const evidence = evidenceFrom(url, (request) => {
        asked++;
        return responder(request);
      });
      const findings = runChecks(evidence);
      const result = corsTest(evidence, findings);

      expect(asked).toBeLessThanOrEqual(40);
      expect(result.summary).toMatch(/\.$/);
      for (const finding of findings) {
        expect(finding.evidence.length).toBeGreaterThan(0);
        if (finding.level === "broken") expect(finding.attacker).toBe("none");
        if (finding.level !== "vulnerable") continue;
        vulnerable++;
        // The same site, whole again, asked by a browser.
        const verdict = judge({
          page: { origin: finding.origin ?? "" },
          request: { url: finding.url, credentials: "include" },
          responder: responderOf({ ...site, failsAt: null }),
        });
        expect(verdict.type).toBe("allowed");
      }
      // Never called safe: a scan that was cut short, or a finding of medium or more.
      if (evidence.incomplete !== null) expect(result.verdict).not.toBe("passed");
      if (findings.some(({ level, severity }) => level !== "broken" && reaches(severity, "medium"))) {
        expect(result).toMatchObject({ verdict: "failed", cause: "unsafe" });
      }
    }),
    { numRuns: 3_000, seed: 20_271_123 },
  );
  expect(vulnerable).toBeGreaterThan(50);
}, 90_000);

const listed = fc.uniqueArray(
  fc.constantFrom(
    "https://shop.example",
    "https://app.shop.example",
    "https://*.shop.example",
    "https://partner.example:8443",
    "https://*.partner.example:*",
  ),
  { minLength: 0, maxLength: 4 },
);

test("a policy of listed origins passes, whatever its other options, and on a private host too", () => {
  fc.assert(
    fc.property(
      listed,
      fc.boolean(),
      fc.boolean(),
      fc.constantFrom("public", "private", "loopback"),
      (allowOrigins, allowCredentials, refuseUnlisted, network) => {
        const policy = definePolicy({
          allowOrigins,
          ...(allowOrigins.length === 0 ? {} : { allowCredentials, allowMethods: ["PUT"] }),
          ...(refuseUnlisted ? { refuseUnlisted, selfOrigins: ["https://shop.example"] } : {}),
        });
        const evidence = evidenceFrom(url, policyResponder(policy), { network });
        expect(evidence.incomplete).toBeNull();
        const findings = runChecks(evidence);
        expect(findings.filter(({ level, severity }) => level === "broken" || reaches(severity, "medium"))).toEqual([]);
        expect(corsTest(evidence, findings).verdict).toBe("passed");
      },
    ),
    { numRuns: 300, seed: 20_271_123 },
  );
});
