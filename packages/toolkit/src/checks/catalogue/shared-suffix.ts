import { type Check, defineCheck } from "../check.ts";
import { comparisonFinding } from "../comparison-finding.ts";
import { exactListFix } from "../exact-list-fix.ts";
import { exampleSite, grant, listingSite } from "../example-site.ts";
import { isImplied, shapeProof } from "../shape-proof.ts";

export const sharedSuffix: Check = defineCheck({
  id: "shared-suffix",
  title: "Every name of a shared host is allowed",
  severity: "high",
  attacker: "cross-site",
  cvss: "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:L/A:N",
  cwe: [942],
  why: "On hosts like github.io and vercel.app anybody can have a name within a minute. To allow all of them is to allow everybody.",
  fix: {
    general: "List the one name that is yours: https://team.github.io, not everything that ends in github.io.",
    ...exactListFix({ credentials: true }),
  },
  spec: "https://fetch.spec.whatwg.org/#concept-cors-check",
  run: (evidence) => {
    const proof = shapeProof(evidence, "shared-suffix");
    if (proof === null || isImplied(evidence, proof, ["suffix-match", "substring-match"])) return [];
    return [comparisonFinding(evidence, "shared-suffix", proof, "Anybody can publish at such a name.")];
  },
  examples: {
    bad: [
      {
        title: "every page of github.io",
        respond: listingSite((origin) => origin.endsWith(".github.io")),
      },
      {
        title: "every page of vercel.app by a regex",
        respond: listingSite((origin) => /^https:\/\/[a-z0-9-]+\.vercel\.app$/.test(origin)),
      },
    ],
    good: [
      {
        title: "one name there",
        respond: listingSite((origin) => origin === "https://shop.github.io"),
      },
      {
        title: "everybody is allowed, which is another finding",
        respond: exampleSite(({ origin }) => (origin === null ? [] : grant(origin))),
      },
    ],
  },
});
