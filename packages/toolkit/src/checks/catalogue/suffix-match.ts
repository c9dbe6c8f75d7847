import { type Check, defineCheck } from "../check.ts";
import { comparisonFinding, footholdFinding } from "../comparison-finding.ts";
import { exactListFix } from "../exact-list-fix.ts";
import { listingSite } from "../example-site.ts";
import { isImplied, shapeProof } from "../shape-proof.ts";
import { isUnescapedDot } from "../unescaped-dot-proof.ts";

export const suffixMatch: Check = defineCheck({
  id: "suffix-match",
  title: "Only the end of the origin is compared",
  severity: "high",
  attacker: "cross-site",
  cvss: "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:L/A:N",
  cwe: [942],
  why: "An attacker registers a domain that ends like the allowed one: https://attackershop.example ends like shop.example and belongs to somebody else.",
  fix: {
    general:
      "Compare the whole origin. For every subdomain, compare the end with a dot before it, and the scheme too: https://, then anything, then .example.com at the very end.",
    ...exactListFix({ credentials: true }),
  },
  spec: "https://fetch.spec.whatwg.org/#concept-cors-check",
  run: (evidence) => {
    const crossSite = shapeProof(evidence, "suffix-match");
    if (crossSite !== null) {
      if (isImplied(evidence, crossSite, ["substring-match"]) || isUnescapedDot(evidence)) return [];
      const because = "Whoever registers a name that ends like the allowed one is let in.";
      return [comparisonFinding(evidence, "suffix-match", crossSite, because)];
    }
    const sameSite = shapeProof(evidence, "host-suffix");
    // Where every name of the registrable domain is allowed, that is the finding.
    const everyName = shapeProof(evidence, "subdomain", ({ id }) => id === "subdomain-apex");
    if (sameSite === null || everyName !== null) return [];
    return footholdFinding(evidence, "suffix-match", sameSite, {
      severity: "low",
      attacker: "same-site",
      because: "It ends like the site's own host, and belongs to the same registered domain.",
      state: "a page of the same site, by a script injected there or a subdomain taken over",
    });
  },
  examples: {
    bad: [
      {
        title: "endsWith",
        respond: listingSite((origin) => origin.endsWith("shop.example")),
      },
      {
        title: "a regex without ^ and without a dot before the name",
        respond: listingSite((origin) => /shop\.example$/.test(origin)),
      },
    ],
    good: [
      {
        title: "endsWith with a dot, which is another finding",
        respond: listingSite((origin) => origin.endsWith(".shop.example")),
      },
      {
        title: "compares the whole origin",
        respond: listingSite((origin) => origin === "https://shop.example"),
      },
      {
        title: "includes, which is another finding",
        respond: listingSite((origin) => origin.includes("shop.example")),
      },
    ],
  },
});
