import { getHeader } from "@crosscheck/cors/http";
import { defineHeaderTest, failed, type HeaderTest, notApplicable, passed } from "../header-test.ts";
import { serverFix } from "../server-fix.ts";
import { structuredToken } from "../structured-token.ts";

const known: ReadonlySet<string> = new Set(["require-corp", "credentialless", "unsafe-none"]);

export const crossOriginEmbedderPolicy: HeaderTest = defineHeaderTest({
  id: "cross-origin-embedder-policy",
  title: "Cross-Origin-Embedder-Policy",
  why: "It lets the page load from other sites only what says that it may be loaded, which some features require.",
  fix: serverFix(
    "Send require-corp or credentialless where the page needs to be isolated.",
    "Cross-Origin-Embedder-Policy",
    "require-corp",
  ),
  spec: "https://html.spec.whatwg.org/multipage/browsers.html#coep",
  run: ({ response: { headers }, page }) => {
    if (page === null) return notApplicable("The answer is no HTML page: the header counts for pages.");
    const value = getHeader(headers, "cross-origin-embedder-policy");
    if (value === null) return passed("It is not sent: the page loads from anywhere, which is the default.");
    const token = structuredToken(value);
    if (token !== null && known.has(token)) return passed(`It is set: ${token}.`);
    return failed(`Browsers do not know the value ${JSON.stringify(value.slice(0, 60))} and ignore it.`);
  },
  examples: [
    { title: "none", verdict: "passed", headers: [], html: "<p>" },
    {
      title: "require-corp",
      verdict: "passed",
      headers: [["Cross-Origin-Embedder-Policy", "require-corp"]],
      html: "<p>",
    },
    { title: "true", verdict: "failed", headers: [["Cross-Origin-Embedder-Policy", "true"]], html: "<p>" },
    {
      title: "twice",
      verdict: "failed",
      headers: [
        ["Cross-Origin-Embedder-Policy", "require-corp"],
        ["Cross-Origin-Embedder-Policy", "require-corp"],
      ],
      html: "<p>",
    },
    { title: "no page", verdict: "not-applicable", headers: [] },
  ],
});
