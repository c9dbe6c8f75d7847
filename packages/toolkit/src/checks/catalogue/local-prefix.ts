import { type Check, defineCheck } from "../check.ts";
import { comparisonFinding } from "../comparison-finding.ts";
import { exactListFix } from "../exact-list-fix.ts";
import { listingSite } from "../example-site.ts";
import { isImplied, shapeProof } from "../shape-proof.ts";

export const localPrefix: Check = defineCheck({
  id: "local-prefix",
  title: "Origins that begin like a local one are allowed",
  severity: "high",
  attacker: "cross-site",
  cvss: "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:L/A:N",
  cwe: [942],
  why: "http://localhost.attacker.com begins like http://localhost and is a page of the internet: whoever registers the domain is let in.",
  fix: {
    general: "Compare local origins as a whole, with their port, and only while developing: http://localhost:3000.",
    ...exactListFix({ credentials: true }),
  },
  spec: "https://fetch.spec.whatwg.org/#concept-cors-check",
  run: (evidence) => {
    const proof = shapeProof(evidence, "local-prefix");
    if (proof === null || isImplied(evidence, proof, ["prefix-match", "substring-match"])) return [];
    return [
      comparisonFinding(
        evidence,
        "local-prefix",
        proof,
        "It begins like the name of the visitor's own machine or network, and is a page of the internet.",
      ),
    ];
  },
  examples: {
    bad: [
      {
        title: "startsWith of localhost",
        respond: listingSite((origin) => origin.startsWith("http://localhost")),
      },
      {
        title: "startsWith of a private range",
        respond: listingSite((origin) => origin.startsWith("http://192.168.")),
      },
    ],
    good: [
      {
        title: "localhost with any port",
        respond: listingSite((origin) => /^http:\/\/localhost(?::[0-9]+)?$/.test(origin)),
      },
      {
        title: "no local origin",
        respond: listingSite((origin) => origin === "https://shop.example"),
      },
    ],
  },
});
