import { getHeader } from "@crosscheck/cors/http";
import { parseDictionary } from "structured-headers";
import { defineHeaderTest, failed, type HeaderTest, notApplicable, passed } from "../header-test.ts";
import { serverFix } from "../server-fix.ts";

export const permissionsPolicy: HeaderTest = defineHeaderTest({
  id: "permissions-policy",
  title: "Permissions-Policy",
  why: "It switches off what the page does not use, the camera or the location, also for scripts and frames that it loads.",
  fix: serverFix(
    "Switch off what the page does not use.",
    "Permissions-Policy",
    "camera=(), microphone=(), geolocation=()",
  ),
  spec: "https://w3c.github.io/webappsec-permissions-policy/#permissions-policy-http-header-field",
  run: ({ response: { headers }, page }) => {
    if (page === null) return notApplicable("The answer is no HTML page: it uses nothing.");
    const value = getHeader(headers, "permissions-policy");
    if (value === null)
      return passed("It is not sent: the page may ask for everything, and frames of other sites for little.");
    try {
      const size = parseDictionary(value).size;
      return passed(`It decides about ${size} feature${size === 1 ? "" : "s"}.`);
    } catch {
      return failed(
        "Its value is no list that browsers can read, so they ignore all of it. Write camera=(), geolocation=(self).",
      );
    }
  },
  examples: [
    { title: "none", verdict: "passed", headers: [], html: "<p>" },
    {
      title: "camera off",
      verdict: "passed",
      headers: [["Permissions-Policy", "camera=(), geolocation=(self)"]],
      html: "<p>",
    },
    {
      title: "the older header's words",
      verdict: "failed",
      headers: [["Permissions-Policy", "camera 'none'; geolocation 'self'"]],
      html: "<p>",
    },
    { title: "no page", verdict: "not-applicable", headers: [] },
  ],
});
