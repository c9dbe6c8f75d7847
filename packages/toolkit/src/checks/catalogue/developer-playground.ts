import { type Check, defineCheck } from "../check.ts";
import { comparisonFinding } from "../comparison-finding.ts";
import { exactListFix } from "../exact-list-fix.ts";
import { exampleSite, grant, listingSite } from "../example-site.ts";
import { shapeProof } from "../shape-proof.ts";

export const developerPlayground: Check = defineCheck({
  id: "developer-playground",
  title: "A playground where everybody runs scripts is allowed",
  severity: "medium",
  attacker: "cross-site",
  cvss: "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:N/A:N",
  cwe: [942],
  why: "On sites like CodePen and JSFiddle anybody can run a script at the site's own origin. To allow it is to allow whoever writes there.",
  fix: {
    general:
      "Take the playground off the list. Show examples on a host of your own, or let them use a public endpoint without credentials.",
    ...exactListFix({ credentials: true }),
  },
  spec: "https://fetch.spec.whatwg.org/#concept-cors-check",
  run: (evidence) => {
    const proof = shapeProof(evidence, "developer-playground");
    if (proof === null) return [];
    return [comparisonFinding(evidence, "developer-playground", proof, "Anybody can run a script there.", "medium")];
  },
  examples: {
    bad: [
      {
        title: "codepen on the list",
        respond: listingSite((origin) => origin === "https://codepen.io"),
      },
      {
        title: "jsfiddle on the list",
        respond: listingSite((origin) => origin === "https://jsfiddle.net" || origin === "https://shop.example"),
      },
    ],
    good: [
      {
        title: "no playground",
        respond: listingSite((origin) => origin === "https://shop.example"),
      },
      {
        title: "everybody is allowed, which is another finding",
        respond: exampleSite(({ origin }) => (origin === null ? [] : grant(origin))),
      },
    ],
  },
});
