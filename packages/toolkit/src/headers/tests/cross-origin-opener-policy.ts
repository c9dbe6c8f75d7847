import { getHeader } from "@crosscheck/cors/http";
import { defineHeaderTest, failed, type HeaderTest, notApplicable, passed } from "../header-test.ts";
import { serverFix } from "../server-fix.ts";
import { structuredToken } from "../structured-token.ts";

const known: ReadonlySet<string> = new Set([
  "same-origin",
  "same-origin-allow-popups",
  "noopener-allow-popups",
  "unsafe-none",
]);

export const crossOriginOpenerPolicy: HeaderTest = defineHeaderTest({
  id: "cross-origin-opener-policy",
  title: "Cross-Origin-Opener-Policy",
  why: "It cuts the tie between this page and pages of other sites that open it or that it opens.",
  fix: serverFix(
    "Send same-origin, or same-origin-allow-popups where the page opens a sign-in or a payment.",
    "Cross-Origin-Opener-Policy",
    "same-origin",
  ),
  spec: "https://html.spec.whatwg.org/multipage/browsers.html#the-coop-headers",
  run: ({ response: { headers }, page }) => {
    if (page === null) return notApplicable("The answer is no HTML page: the header counts for pages.");
    const value = getHeader(headers, "cross-origin-opener-policy");
    if (value === null)
      return passed("It is not sent: pages that open this one keep a handle to its window, which is the default.");
    const token = structuredToken(value);
    if (token !== null && known.has(token)) return passed(`It is set: ${token}.`);
    return failed(`Browsers do not know the value ${JSON.stringify(value.slice(0, 60))} and ignore it.`);
  },
  examples: [
    { title: "none", verdict: "passed", headers: [], html: "<p>" },
    { title: "same-origin", verdict: "passed", headers: [["Cross-Origin-Opener-Policy", "same-origin"]], html: "<p>" },
    { title: "on", verdict: "failed", headers: [["Cross-Origin-Opener-Policy", "on"]], html: "<p>" },
    {
      title: "twice",
      verdict: "failed",
      headers: [
        ["Cross-Origin-Opener-Policy", "same-origin"],
        ["Cross-Origin-Opener-Policy", "same-origin"],
      ],
      html: "<p>",
    },
    { title: "no page", verdict: "not-applicable", headers: [] },
  ],
});
