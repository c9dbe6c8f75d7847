import { getHeader } from "@crosscheck/cors/http";
import { defineHeaderTest, failed, type HeaderTest, inconclusive, notApplicable, passed } from "../header-test.ts";
import { serverFix } from "../server-fix.ts";

const policies: ReadonlySet<string> = new Set([
  "no-referrer",
  "no-referrer-when-downgrade",
  "same-origin",
  "origin",
  "strict-origin",
  "origin-when-cross-origin",
  "strict-origin-when-cross-origin",
  "unsafe-url",
]);
/** They send the path and query of a page to other sites. */
const telling: ReadonlySet<string> = new Set(["no-referrer-when-downgrade", "unsafe-url"]);

export const referrerPolicy: HeaderTest = defineHeaderTest({
  id: "referrer-policy",
  title: "Referrer-Policy",
  why: "It says how much of this page's address other sites are told when a visitor follows a link or the page loads something.",
  fix: serverFix(
    "Send strict-origin-when-cross-origin, or no-referrer to tell nothing.",
    "Referrer-Policy",
    "strict-origin-when-cross-origin",
  ),
  spec: "https://w3c.github.io/webappsec-referrer-policy/#referrer-policy-header",
  run: ({ response: { headers }, page }) => {
    if (page === null) return notApplicable("The answer is no HTML page: nothing is followed from it.");
    const value = getHeader(headers, "referrer-policy") ?? page.referrer;
    if (value === null && !page.read)
      return inconclusive("It is not sent, and the page, which may set its own, could not be read.");
    if (value === null) return passed("It is not sent, and browsers tell other sites the origin alone.");
    // The last one that the browser knows counts.
    const known = value
      .split(",")
      .map((part) => part.trim().toLowerCase())
      .filter((part) => policies.has(part));
    const policy = known.at(-1);
    if (policy === undefined)
      return failed(`No browser knows the value ${JSON.stringify(value.slice(0, 60))}: it is ignored.`);
    if (telling.has(policy))
      return failed(`${policy} tells other sites the whole address, its path and query included.`);
    return passed(`Other sites are not told the path or query of the address (${policy}).`);
  },
  examples: [
    { title: "none", verdict: "passed", headers: [], html: "<p>" },
    { title: "no-referrer", verdict: "passed", headers: [["Referrer-Policy", "no-referrer"]], html: "<p>" },
    {
      title: "the last known value counts",
      verdict: "passed",
      headers: [["Referrer-Policy", "unsafe-url, origin, newer"]],
      html: "<p>",
    },
    { title: "unsafe-url", verdict: "failed", headers: [["Referrer-Policy", "unsafe-url"]], html: "<p>" },
    { title: "nothing a browser knows", verdict: "failed", headers: [["Referrer-Policy", "none"]], html: "<p>" },
    { title: "in the page itself", verdict: "failed", headers: [], html: "<meta name=referrer content=unsafe-url>" },
    { title: "none, and the page not read", verdict: "inconclusive", headers: [], html: null },
    { title: "no page", verdict: "not-applicable", headers: [] },
  ],
});
