import { type Check, defineCheck } from "../check.ts";
import { comparisonFinding } from "../comparison-finding.ts";
import { exactListFix } from "../exact-list-fix.ts";
import { listingSite } from "../example-site.ts";
import { shapeProof } from "../shape-proof.ts";

export const substringMatch: Check = defineCheck({
  id: "substring-match",
  title: "A part of the origin is compared, wherever it stands",
  severity: "high",
  attacker: "cross-site",
  cvss: "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:L/A:N",
  cwe: [942],
  why: "An attacker registers a domain that contains the allowed name, or one that the allowed name begins with: the comparison finds what it looks for, and lets the page in.",
  fix: {
    general:
      "Compare the whole origin with each whole entry of a list. A regex needs ^ and $ around it and a backslash before each dot; includes() and indexOf() cannot be made safe, in either direction.",
    ...exactListFix({ credentials: true }),
  },
  spec: "https://fetch.spec.whatwg.org/#concept-cors-check",
  run: (evidence) => {
    const proof = shapeProof(evidence, "substring-match");
    if (proof === null) return [];
    return [
      comparisonFinding(
        evidence,
        "substring-match",
        proof,
        "Whoever registers a name with the right letters in it is let in.",
      ),
    ];
  },
  examples: {
    bad: [
      {
        title: "includes",
        respond: listingSite((origin) => origin.includes("shop.example")),
      },
      {
        title: "a regex without ^ and $",
        respond: listingSite((origin) => /shop\.example/.test(origin)),
      },
      {
        title: "looks for the origin in the list, as text",
        respond: listingSite((origin) => "https://shop.example,https://app.shop.example".includes(origin)),
      },
    ],
    good: [
      {
        title: "compares the whole origin",
        respond: listingSite((origin) => origin === "https://shop.example"),
      },
      {
        title: "startsWith, which is another finding",
        respond: listingSite((origin) => origin.startsWith("https://shop.example")),
      },
      {
        title: "endsWith, which is another finding",
        respond: listingSite((origin) => origin.endsWith("shop.example")),
      },
    ],
  },
});
