import { getHeader } from "@crosscheck/cors/http";
import { defineHeaderTest, failed, type HeaderTest, passed } from "../header-test.ts";
import { serverFix } from "../server-fix.ts";

export const xContentTypeOptions: HeaderTest = defineHeaderTest({
  id: "x-content-type-options",
  title: "X-Content-Type-Options",
  why: "It keeps browsers from running as a script or style what the site sent as something else.",
  fix: serverFix(
    "Send X-Content-Type-Options: nosniff, and a right Content-Type.",
    "X-Content-Type-Options",
    "nosniff",
  ),
  spec: "https://fetch.spec.whatwg.org/#x-content-type-options-header",
  run: ({ response: { headers } }) => {
    const value = getHeader(headers, "x-content-type-options");
    if (value === null) return failed("It is not sent: a browser may take an answer for a script.");
    // https://fetch.spec.whatwg.org/#determine-nosniff : the first value alone.
    const [first = ""] = value.split(",");
    if (first.trim().toLowerCase() === "nosniff")
      return passed("Browsers take the site's word for what each answer is.");
    return failed(`Browsers know one value, nosniff, and ignore ${JSON.stringify(value.slice(0, 60))}.`);
  },
  examples: [
    { title: "nosniff", verdict: "passed", headers: [["X-Content-Type-Options", "nosniff"]] },
    { title: "in capitals, twice", verdict: "passed", headers: [["X-Content-Type-Options", "NoSniff, nosniff"]] },
    { title: "none", verdict: "failed", headers: [] },
    { title: "another word", verdict: "failed", headers: [["X-Content-Type-Options", "no-sniff"]] },
  ],
});
