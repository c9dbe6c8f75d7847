import { getHeader } from "@crosscheck/cors/http";
import { defineHeaderTest, failed, type HeaderTest, passed } from "../header-test.ts";
import { serverFix } from "../server-fix.ts";

const known: ReadonlySet<string> = new Set(["same-origin", "same-site", "cross-origin"]);

export const crossOriginResourcePolicy: HeaderTest = defineHeaderTest({
  id: "cross-origin-resource-policy",
  title: "Cross-Origin-Resource-Policy",
  why: "It keeps pages of other sites from loading this answer as an image or a script. CORS decides who may read it; this decides who may load it at all.",
  fix: serverFix(
    "Send same-origin for what only this site shows, cross-origin for what is meant for all.",
    "Cross-Origin-Resource-Policy",
    "same-origin",
  ),
  spec: "https://fetch.spec.whatwg.org/#cross-origin-resource-policy-header",
  run: ({ response: { headers } }) => {
    const value = getHeader(headers, "cross-origin-resource-policy");
    if (value === null)
      return passed("It is not sent: pages of other sites may load this answer, which is the default.");
    // The combined value, letter by letter. https://fetch.spec.whatwg.org/#cross-origin-resource-policy-internal-check
    if (known.has(value)) return passed(`It is set: ${value}.`);
    return failed(`Browsers do not know the value ${JSON.stringify(value.slice(0, 60))} and ignore it.`);
  },
  examples: [
    { title: "none", verdict: "passed", headers: [] },
    { title: "same-site", verdict: "passed", headers: [["Cross-Origin-Resource-Policy", "same-site"]] },
    { title: "self", verdict: "failed", headers: [["Cross-Origin-Resource-Policy", "self"]] },
    {
      title: "twice",
      verdict: "failed",
      headers: [
        ["Cross-Origin-Resource-Policy", "same-site"],
        ["Cross-Origin-Resource-Policy", "same-site"],
      ],
    },
  ],
});
