import { type Check, defineCheck } from "../check.ts";
import type { Evidence } from "../evidence.ts";
import { exactListFix } from "../exact-list-fix.ts";
import { exampleSite, grant, listingSite } from "../example-site.ts";
import type { Finding } from "../finding.ts";
import { hstsCovers } from "../hsts-covers.ts";
import { isLoopbackHost } from "../loopback-host.ts";
import { isImplied, shapeProof } from "../shape-proof.ts";
import { staticOrigins } from "../static-origin.ts";

export const trustsInsecureScheme: Check = defineCheck({
  id: "trusts-insecure-scheme",
  title: "An origin on http is allowed by a site on https",
  severity: "medium",
  attacker: "network",
  cvss: "CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:H/I:N/A:N",
  cwe: [319, 942],
  why: "Whoever sits between the visitor and the network answers for any http page. Such a page, made up on the way, reads this response as the signed-in visitor, and https has protected nothing.",
  fix: {
    general: "Allow https origins only, and send Strict-Transport-Security so that browsers never ask the http pages.",
    ...exactListFix({ credentials: true }),
  },
  spec: "https://fetch.spec.whatwg.org/#concept-cors-check",
  run: (evidence) => {
    if (new URL(evidence.url).protocol !== "https:") return [];
    const proof = shapeProof(evidence, "insecure-scheme");
    if (proof !== null && proof.access === "credentialed" && !isImplied(evidence, proof, ["substring-match"])) {
      const [first] = proof.probes;
      return [
        finding(
          evidence,
          first?.origin ?? "",
          proof.probes.map(({ exchange }) => exchange),
        ),
      ];
    }
    const listed = staticOrigins(evidence).find(({ origin, credentialed }) => credentialed && isInsecure(origin));
    return listed === undefined ? [] : [finding(evidence, listed.origin, [listed.probe.exchange])];
  },
  examples: {
    bad: [
      {
        title: "the scheme is optional in the regex",
        respond: listingSite((origin) => /^https?:\/\/shop\.example$/.test(origin)),
      },
      { title: "a fixed http origin", respond: exampleSite(() => grant("http://app.shop.example")) },
    ],
    good: [
      { title: "a fixed https origin", respond: exampleSite(() => grant("https://app.shop.example")) },
      {
        title: "a fixed http origin, without credentials",
        respond: exampleSite(() => grant("http://app.shop.example", null)),
      },
      {
        title: "the visitor's own machine, which is another finding",
        respond: exampleSite(() => grant("http://localhost:3000")),
      },
      {
        title: "a site on http",
        url: "http://shop.example/",
        respond: listingSite((origin) => origin === "http://shop.example"),
      },
    ],
  },
});

function finding(evidence: Evidence, origin: string, exchanges: Finding["evidence"]): Finding {
  const covered = hstsCovers(evidence, new URL(origin).hostname);
  return {
    check: "trusts-insecure-scheme",
    level: "conditional",
    severity: covered ? "info" : "medium",
    attacker: "network",
    url: evidence.url,
    origin,
    message: `A page at ${origin} can read the response with credentials, and whoever is on the way between a visitor and the network can answer for that page.`,
    state: covered
      ? "a visitor whose browser has never seen the site: Strict-Transport-Security keeps the others from asking over http"
      : "a visitor on a network that the attacker controls",
    evidence: exchanges,
  };
}

function isInsecure(origin: string): boolean {
  const { protocol, hostname } = new URL(origin);
  return protocol === "http:" && !isLoopbackHost(hostname);
}
