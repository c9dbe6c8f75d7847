import { type Check, defineCheck } from "../check.ts";
import { footholdFinding } from "../comparison-finding.ts";
import { exactListFix } from "../exact-list-fix.ts";
import { listingSite } from "../example-site.ts";
import { isImplied, shapeProof } from "../shape-proof.ts";

export const trustsAnyPort: Check = defineCheck({
  id: "trusts-any-port",
  title: "Every port of the host is allowed",
  severity: "medium",
  attacker: "same-site",
  cvss: "CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:L/A:N",
  cwe: [942],
  why: "Another service on the same host, a development server or an admin tool, reads this response as the signed-in visitor.",
  fix: {
    general: "List the ports that need it; the default port is written without a number.",
    ...exactListFix({ credentials: true }),
  },
  spec: "https://fetch.spec.whatwg.org/#concept-cors-check",
  run: (evidence) => {
    const proof = shapeProof(evidence, "port");
    if (proof === null || isImplied(evidence, proof, ["prefix-match", "substring-match"])) return [];
    return footholdFinding(evidence, "trusts-any-port", proof, {
      severity: "low",
      attacker: "same-site",
      because: "The port was picked for this scan, so every port of the host is allowed.",
      state: "another service on the same host that an attacker can make answer",
    });
  },
  examples: {
    bad: [
      {
        title: "any port by a regex",
        respond: listingSite((origin) => /^https:\/\/shop\.example(?::[0-9]+)?$/.test(origin)),
      },
      {
        title: "compares the host alone",
        respond: listingSite((origin) => URL.parse(origin)?.hostname === "shop.example"),
      },
    ],
    good: [
      {
        title: "one port",
        respond: listingSite((origin) => origin === "https://shop.example" || origin === "https://shop.example:8443"),
      },
      {
        title: "startsWith, which is another finding",
        respond: listingSite((origin) => origin.startsWith("https://shop.example")),
      },
    ],
  },
});
