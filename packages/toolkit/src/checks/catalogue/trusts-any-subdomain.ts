import { type Check, defineCheck } from "../check.ts";
import { footholdFinding } from "../comparison-finding.ts";
import { exactListFix } from "../exact-list-fix.ts";
import { listingSite } from "../example-site.ts";
import { isImplied, shapeProof } from "../shape-proof.ts";

export const trustsAnySubdomain: Check = defineCheck({
  id: "trusts-any-subdomain",
  title: "Every subdomain is allowed",
  severity: "medium",
  attacker: "same-site",
  cvss: "CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:H/I:N/A:N",
  cwe: [942],
  why: "A hole in any page of any subdomain, or a subdomain that is taken over, reads this response as the signed-in visitor. It is a choice that can be right; know that you made it.",
  fix: {
    general:
      "List the subdomains that need it. Keep those that others write on, and names that point nowhere any more, off the list.",
    ...exactListFix({ credentials: true }),
  },
  spec: "https://fetch.spec.whatwg.org/#concept-cors-check",
  run: (evidence) => {
    const proof = shapeProof(evidence, "subdomain");
    if (proof === null || isImplied(evidence, proof, ["suffix-match", "substring-match"])) return [];
    return footholdFinding(evidence, "trusts-any-subdomain", proof, {
      severity: "low",
      attacker: "same-site",
      because: "The name was made up for this scan, so every subdomain is allowed.",
      state: "a script injected into a page of a subdomain, or a subdomain taken over",
    });
  },
  examples: {
    bad: [
      {
        title: "endsWith with a dot",
        respond: listingSite((origin) => origin.endsWith(".shop.example")),
      },
      {
        title: "an anchored regex over subdomains",
        respond: listingSite((origin) => /^https:\/\/[a-z]+\.shop\.example$/.test(origin)),
      },
    ],
    good: [
      {
        title: "a list of two subdomains",
        respond: listingSite(
          (origin) => origin === "https://app.shop.example" || origin === "https://www.shop.example",
        ),
      },
      {
        title: "endsWith without a dot, which is another finding",
        respond: listingSite((origin) => origin.endsWith("shop.example")),
      },
      {
        title: "every subdomain, without credentials",
        respond: listingSite((origin) => origin.endsWith(".shop.example"), null),
      },
    ],
  },
});
