import { type Check, defineCheck } from "../check.ts";
import { footholdFinding } from "../comparison-finding.ts";
import { exactListFix } from "../exact-list-fix.ts";
import { exampleSite, grant, listingSite } from "../example-site.ts";
import { shapeProof } from "../shape-proof.ts";

export const trustsExtensions: Check = defineCheck({
  id: "trusts-extensions",
  title: "Every browser extension is allowed",
  severity: "low",
  attacker: "local",
  cvss: "CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N",
  cwe: [942],
  why: "Any extension that the visitor has installed reads this response as the signed-in visitor, without the permission for this site that it would have to ask for.",
  fix: {
    general: "List the id of your own extension: chrome-extension:// and its 32 letters.",
    ...exactListFix({ credentials: true }),
  },
  spec: "https://fetch.spec.whatwg.org/#concept-cors-check",
  run: (evidence) => {
    const proof = shapeProof(evidence, "extension");
    if (proof === null) return [];
    return footholdFinding(evidence, "trusts-extensions", proof, {
      severity: "low",
      attacker: "local",
      because: "The id was made up for this scan, so every extension is allowed.",
      state: "a hostile extension that the visitor has installed",
    });
  },
  examples: {
    bad: [
      {
        title: "every extension by its scheme",
        respond: listingSite((origin) => origin.startsWith("chrome-extension://")),
      },
      {
        title: "everything but the web",
        respond: listingSite((origin) => origin !== "null" && !origin.startsWith("http")),
      },
    ],
    good: [
      {
        title: "one extension",
        respond: listingSite((origin) => origin === "chrome-extension://abcdefghijklmnopabcdefghijklmnop"),
      },
      {
        title: "everybody is allowed, which is another finding",
        respond: exampleSite(({ origin }) => (origin === null ? [] : grant(origin))),
      },
    ],
  },
});
