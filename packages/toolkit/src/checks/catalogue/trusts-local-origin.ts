import { type Check, defineCheck } from "../check.ts";
import { footholdFinding } from "../comparison-finding.ts";
import { exactListFix } from "../exact-list-fix.ts";
import { listingSite } from "../example-site.ts";
import { isImplied, shapeProof } from "../shape-proof.ts";

export const trustsLocalOrigin: Check = defineCheck({
  id: "trusts-local-origin",
  title: "A local origin is allowed",
  severity: "low",
  attacker: "local",
  cvss: "CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N",
  cwe: [942],
  why: "Whatever runs a page on the visitor's own machine or network reads this response as the signed-in visitor: a development server, a router, another program. It is often left over from developing.",
  fix: {
    general: "Allow local origins in the environment for developing alone, not where the real site runs.",
    ...exactListFix({ credentials: true }),
  },
  spec: "https://fetch.spec.whatwg.org/#concept-cors-check",
  run: (evidence) => {
    const proof = shapeProof(evidence, "local-origin");
    if (proof === null || isImplied(evidence, proof, ["local-prefix", "prefix-match"])) return [];
    return footholdFinding(evidence, "trusts-local-origin", proof, {
      severity: "low",
      attacker: "local",
      because: "It is on the visitor's own machine or network.",
      state: "software that serves pages on the visitor's machine or network",
    });
  },
  examples: {
    bad: [
      {
        title: "a development server on the list",
        respond: listingSite((origin) => origin === "http://localhost:3000"),
      },
      {
        title: "a private range by a regex",
        respond: listingSite((origin) => /^http:\/\/192\.168\.[0-9]+\.[0-9]+$/.test(origin)),
      },
    ],
    good: [
      {
        title: "no local origin",
        respond: listingSite((origin) => origin === "https://shop.example"),
      },
      {
        title: "startsWith of localhost, which is another finding",
        respond: listingSite((origin) => origin.startsWith("http://localhost")),
      },
    ],
  },
});
