import { getHeaderValues } from "@crosscheck/cors/http";
import { defineHeaderTest, failed, type HeaderTest, notApplicable, passed } from "../header-test.ts";
import { serverFix } from "../server-fix.ts";

/** Half a year, as the preload list of old asked for. */
const shortest = 15_552_000;

export const strictTransportSecurity: HeaderTest = defineHeaderTest({
  id: "strict-transport-security",
  title: "Strict-Transport-Security",
  why: "After one visit the browser asks this host over https alone, so nobody on the way can answer in its place.",
  fix: serverFix(
    "Send it with every answer over https; add includeSubDomains when every subdomain has https.",
    "Strict-Transport-Security",
    "max-age=63072000; includeSubDomains",
  ),
  spec: "https://www.rfc-editor.org/rfc/rfc6797#section-6.1",
  run: ({ url, response: { headers } }) => {
    const { protocol, hostname } = new URL(url);
    if (protocol !== "https:") return notApplicable("The site answered over http, where browsers ignore the header.");
    if (/^(?:\[|[0-9.]+$)/.test(hostname)) return notApplicable("Browsers keep it for names, not for addresses.");
    // RFC 6797, section 8.1: only the first header field counts.
    const [value] = getHeaderValues(headers, "strict-transport-security");
    if (value === undefined)
      return failed("It is not sent: a browser that is given an http link still asks over http.");
    const [age, ...others] = [...value.matchAll(/(?:^|;)\s*max-age\s*=\s*"?([0-9]+)"?\s*(?=;|$)/gi)].map(
      ([, digits]) => digits,
    );
    if (age === undefined) return failed("Its value has no valid max-age, so browsers ignore it.");
    if (others.length > 0) return failed("Its value has max-age twice, so browsers ignore all of it.");
    if (Number(age) < shortest)
      return failed(`Its max-age is ${age} s, less than half a year: it runs out between visits.`);
    return passed(`Browsers that have been here ask over https alone for ${Math.floor(Number(age) / 86_400)} days.`);
  },
  examples: [
    {
      title: "two years",
      verdict: "passed",
      headers: [["Strict-Transport-Security", "max-age=63072000; includeSubDomains"]],
    },
    { title: "quoted", verdict: "passed", headers: [["Strict-Transport-Security", 'max-age="31536000"']] },
    { title: "none", verdict: "failed", headers: [] },
    { title: "an hour", verdict: "failed", headers: [["Strict-Transport-Security", "max-age=3600"]] },
    { title: "switched off", verdict: "failed", headers: [["Strict-Transport-Security", "max-age=0"]] },
    { title: "no max-age", verdict: "failed", headers: [["Strict-Transport-Security", "includeSubDomains"]] },
    {
      title: "max-age twice",
      verdict: "failed",
      headers: [["Strict-Transport-Security", "max-age=63072000; max-age=63072000"]],
    },
    { title: "for an address", verdict: "not-applicable", url: "https://192.0.2.1/", headers: [] },
    {
      title: "the first counts",
      verdict: "failed",
      headers: [
        ["Strict-Transport-Security", "max-age=0"],
        ["Strict-Transport-Security", "max-age=63072000"],
      ],
    },
    { title: "over http", verdict: "not-applicable", url: "http://shop.example/", headers: [] },
  ],
});
