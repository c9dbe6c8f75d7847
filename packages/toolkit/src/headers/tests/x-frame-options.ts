import { getHeader, getHeaderValues } from "@crosscheck/cors/http";
import { defineHeaderTest, failed, type HeaderTest, notApplicable, passed } from "../header-test.ts";
import { serverFix } from "../server-fix.ts";

export const xFrameOptions: HeaderTest = defineHeaderTest({
  id: "x-frame-options",
  title: "X-Frame-Options",
  why: "It keeps other sites from showing this page in a frame and catching the visitor's clicks on it.",
  fix: serverFix(
    "Send X-Frame-Options: DENY, or say who may frame the page by frame-ancestors in the Content-Security-Policy, which newer browsers follow.",
    "X-Frame-Options",
    "DENY",
  ),
  spec: "https://html.spec.whatwg.org/multipage/document-lifecycle.html#the-x-frame-options-header",
  run: ({ response: { headers }, page }) => {
    if (page === null) return notApplicable("The answer is no HTML page: there is nothing to click.");
    // A policy that names frame-ancestors is followed, and X-Frame-Options is not.
    const framing = getHeaderValues(headers, "content-security-policy").flatMap(frameAncestors);
    if (framing.some((sources) => !sources.some(isAnybody))) {
      return passed("The Content-Security-Policy says who may frame the page (frame-ancestors).");
    }
    if (framing.length > 0) {
      return failed(
        "The Content-Security-Policy lets any website frame the page (frame-ancestors), and it comes first.",
      );
    }
    const value = getHeader(headers, "x-frame-options");
    if (value === null) return failed("Any website can show this page in a frame.");
    const values = new Set(value.split(",").map((part) => part.trim().toLowerCase()));
    const [only = ""] = values;
    if (values.size > 1)
      return failed("Several values are sent, and they contradict: no browser lets the page be framed, by accident.");
    if (only === "deny" || only === "sameorigin") return passed(`No other website can frame the page (${only}).`);
    return failed(`Browsers ignore the value ${JSON.stringify(value.slice(0, 60))}: any website can frame the page.`);
  },
  examples: [
    { title: "DENY", verdict: "passed", headers: [["X-Frame-Options", "DENY"]], html: "<p>" },
    {
      title: "sameorigin, twice",
      verdict: "passed",
      headers: [["X-Frame-Options", "SAMEORIGIN, sameorigin"]],
      html: "<p>",
    },
    {
      title: "frame-ancestors",
      verdict: "passed",
      headers: [["Content-Security-Policy", "frame-ancestors 'none'"]],
      html: "<p>",
    },
    {
      title: "frame-ancestors with nobody in it",
      verdict: "passed",
      headers: [["Content-Security-Policy", "default-src 'self'; frame-ancestors"]],
      html: "<p>",
    },
    {
      title: "frame-ancestors for everybody, before DENY",
      verdict: "failed",
      headers: [
        ["X-Frame-Options", "DENY"],
        ["Content-Security-Policy", "frame-ancestors 'self' https:"],
      ],
      html: "<p>",
    },
    {
      title: "of two policies both count",
      verdict: "passed",
      headers: [["Content-Security-Policy", "frame-ancestors *, frame-ancestors 'self'"]],
      html: "<p>",
    },
    {
      title: "only reported",
      verdict: "failed",
      headers: [["Content-Security-Policy-Report-Only", "frame-ancestors 'none'"]],
      html: "<p>",
    },
    { title: "none", verdict: "failed", headers: [], html: "<p>" },
    {
      title: "ALLOW-FROM, which no browser follows",
      verdict: "failed",
      headers: [["X-Frame-Options", "ALLOW-FROM https://a.example"]],
      html: "<p>",
    },
    { title: "ALLOWALL", verdict: "failed", headers: [["X-Frame-Options", "ALLOWALL"]], html: "<p>" },
    { title: "no page", verdict: "not-applicable", headers: [] },
  ],
});

/** The sources of each policy that has the directive: of a directive that stands twice, the first counts. */
function frameAncestors(value: string): readonly (readonly string[])[] {
  return value.split(",").flatMap((policy) => {
    const directives = policy.split(";").map((directive) => directive.trim().toLowerCase().split(/\s+/));
    const found = directives.find(([name]) => name === "frame-ancestors");
    return found === undefined ? [] : [found.slice(1)];
  });
}

function isAnybody(source: string): boolean {
  return source === "*" || /^https?:(?:\/\/\*)?$/.test(source);
}
