import { type Check, defineCheck } from "../check.ts";
import { comparisonFinding } from "../comparison-finding.ts";
import { exactListFix } from "../exact-list-fix.ts";
import { listingSite } from "../example-site.ts";
import { isImplied, shapeProof } from "../shape-proof.ts";
import { isUnescapedDot } from "../unescaped-dot-proof.ts";

export const unescapedDot: Check = defineCheck({
  id: "unescaped-dot",
  title: "A dot of the pattern matches any character",
  severity: "high",
  attacker: "cross-site",
  cvss: "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:L/A:N",
  cwe: [942],
  why: "In a regex, a dot without a backslash stands for any character: ^https://api.shop.example$ also lets in https://apixshop.example, a name that anybody can register.",
  fix: {
    general:
      "Put a backslash before every dot of the regex, or better compare with a list of exact origins, which needs no regex.",
    ...exactListFix({ credentials: true }),
  },
  spec: "https://fetch.spec.whatwg.org/#concept-cors-check",
  run: (evidence) => {
    const proof =
      shapeProof(evidence, "unescaped-dot") ?? (isUnescapedDot(evidence) ? shapeProof(evidence, "suffix-match") : null);
    if (proof === null || isImplied(evidence, proof, ["substring-match"])) return [];
    const because = "Whoever registers a name with another character in place of a dot is let in.";
    return [comparisonFinding(evidence, "unescaped-dot", proof, because)];
  },
  examples: {
    bad: [
      {
        title: "a host name as a regex",
        url: "https://api.shop.example/",
        respond: listingSite((origin) => /^https:..api.shop.example$/.test(origin)),
      },
      {
        title: "subdomains by a regex",
        respond: listingSite((origin) => /^https:\/\/[a-z]+.shop\.example$/.test(origin)),
      },
    ],
    good: [
      {
        title: "the dots are escaped",
        url: "https://api.shop.example/",
        respond: listingSite((origin) => /^https:\/\/api\.shop\.example$/.test(origin)),
      },
      {
        title: "endsWith, which is another finding",
        respond: listingSite((origin) => origin.endsWith("shop.example")),
      },
    ],
  },
});
