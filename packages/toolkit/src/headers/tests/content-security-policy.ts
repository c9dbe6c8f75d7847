import { containsHeader, getHeaderValues } from "@crosscheck/cors/http";
import { CspEvaluator } from "csp_evaluator/dist/evaluator.js";
import { Severity } from "csp_evaluator/dist/finding.js";
import { CspParser } from "csp_evaluator/dist/parser.js";
import { defineHeaderTest, failed, type HeaderTest, inconclusive, notApplicable, passed } from "../header-test.ts";
import { serverFix } from "../server-fix.ts";

const strict = "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

export const contentSecurityPolicy: HeaderTest = defineHeaderTest({
  id: "content-security-policy",
  title: "Content-Security-Policy",
  why: "It says which scripts a page may run. A script that somebody injects then does not run, or cannot send away what it reads. CORS decides who may read an answer; this decides what a page may load and run.",
  fix: serverFix(
    "Begin with default-src 'self' and give inline scripts a nonce. Try it with Content-Security-Policy-Report-Only before it counts.",
    "Content-Security-Policy",
    strict,
  ),
  spec: "https://www.w3.org/TR/CSP3/#csp-header",
  run: ({ response: { headers }, page }) => {
    if (page === null) return notApplicable("The answer is no HTML page: it runs no scripts.");
    // Each header, and each member of a list, is a policy of its own, and all of them count.
    const policies = [...getHeaderValues(headers, "content-security-policy"), ...page.policies]
      .flatMap((value) => value.split(","))
      .map((policy) => policy.trim())
      .filter((policy) => policy !== "")
      .slice(0, 20);
    if (policies.length === 0 && !page.read) {
      return inconclusive("No Content-Security-Policy is sent, and the page, which may hold one, could not be read.");
    }
    if (policies.length === 0) {
      return failed(
        containsHeader(headers, "content-security-policy-report-only")
          ? "The policy is only reported on (Content-Security-Policy-Report-Only) and stops nothing."
          : "No Content-Security-Policy is sent: an injected script may run, and send away what it reads.",
      );
    }
    const faults = policies.map(gravestFault);
    const [first] = faults;
    if (faults.includes(null)) return passed("A Content-Security-Policy holds injected scripts back.");
    return failed(`A Content-Security-Policy is sent and can be got round: ${first}`);
  },
  examples: [
    { title: "none", verdict: "failed", headers: [], html: "<p>" },
    { title: "a strict one", verdict: "passed", headers: [["Content-Security-Policy", strict]], html: "<p>" },
    {
      title: "inline scripts are allowed",
      verdict: "failed",
      headers: [["Content-Security-Policy", "default-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'"]],
      html: "<p>",
    },
    {
      title: "only reported",
      verdict: "failed",
      headers: [["Content-Security-Policy-Report-Only", strict]],
      html: "<p>",
    },
    {
      title: "a lax one beside a strict one",
      verdict: "passed",
      headers: [
        ["Content-Security-Policy", "default-src *"],
        ["Content-Security-Policy", strict],
      ],
      html: "<p>",
    },
    {
      title: "in the page itself",
      verdict: "passed",
      headers: [],
      html: "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; object-src 'none'; base-uri 'none'\">",
    },
    {
      title: "images over http, which run nothing",
      verdict: "passed",
      headers: [["Content-Security-Policy", `${strict}; img-src http:`]],
      html: "<p>",
    },
    {
      title: "eval",
      verdict: "passed",
      headers: [["Content-Security-Policy", `${strict}; script-src 'self' 'unsafe-eval'`]],
      html: "<p>",
    },
    {
      title: "scripts from all of https",
      verdict: "failed",
      headers: [["Content-Security-Policy", "default-src https:; object-src 'none'; base-uri 'none'"]],
      html: "<p>",
    },
    {
      title: "no scripts named and no default",
      verdict: "failed",
      headers: [["Content-Security-Policy", "frame-ancestors 'none'"]],
      html: "<p>",
    },
    { title: "none sent, and the page not read", verdict: "inconclusive", headers: [], html: null },
    {
      title: "sent, and the page not read",
      verdict: "passed",
      headers: [["Content-Security-Policy", strict]],
      html: null,
    },
    {
      title: "of a server in trouble",
      verdict: "inconclusive",
      status: 503,
      headers: [["Content-Security-Policy", strict]],
      html: "<p>",
    },
    { title: "no page", verdict: "not-applicable", headers: [] },
  ],
});

/** Google's rules for what gets round a policy; null when nothing surely does. */
function gravestFault(policy: string): string | null {
  const findings = new CspEvaluator(new CspParser(policy.slice(0, 8_192)).csp).evaluate();
  const grave = findings.find(({ severity }) => severity === Severity.HIGH);
  if (grave === undefined) return null;
  const where = grave.value === undefined ? grave.directive : `${grave.directive} ${grave.value}`;
  return `${where}: ${grave.description.replace(/\s+/g, " ").slice(0, 300)}`;
}
