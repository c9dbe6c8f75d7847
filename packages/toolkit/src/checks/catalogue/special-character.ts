import { type Check, defineCheck } from "../check.ts";
import { comparisonFinding } from "../comparison-finding.ts";
import { exactListFix } from "../exact-list-fix.ts";
import { listingSite } from "../example-site.ts";
import { isImplied, shapeProof } from "../shape-proof.ts";

export const specialCharacter: Check = defineCheck({
  id: "special-character",
  title: "A special character ends the comparison",
  severity: "high",
  attacker: "cross-site",
  cvss: "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:L/A:N",
  cwe: [942],
  why: "A pattern that says what may not follow the host forgets characters that browsers allow in a name: https://shop.example_.attacker.com belongs to the attacker.",
  fix: {
    general: "End the pattern with $ right after the host and its port, or compare with a list of exact origins.",
    ...exactListFix({ credentials: true }),
  },
  spec: "https://fetch.spec.whatwg.org/#concept-cors-check",
  run: (evidence) => {
    const hits = characters.flatMap(({ character, engines }) => {
      const proof = shapeProof(
        evidence,
        "special-character",
        ({ origin }) => origin?.includes(`${character}.`) === true,
      );
      return proof === null ? [] : [{ proof, engines }];
    });
    const [hit] = hits;
    if (hit === undefined || isImplied(evidence, hit.proof, ["prefix-match", "substring-match"])) return [];
    const finding = comparisonFinding(
      evidence,
      "special-character",
      hit.proof,
      "A character that no host name of the site can have ends the comparison, and browsers take it in a name.",
    );
    const { engines } = hit;
    if (engines === null) return [finding];
    const severity = finding.severity === "high" ? "medium" : finding.severity;
    return [
      {
        ...finding,
        level: finding.level === "vulnerable" ? "conditional" : finding.level,
        severity,
        state:
          finding.state === null ? null : `${engines.map((engine) => names[engine]).join(" or ")}; ${finding.state}`,
        engines,
      },
    ];
  },
  examples: {
    bad: [
      {
        title: "forbids letters, digits, dots and hyphens after the host",
        respond: listingSite((origin) => /^https:\/\/shop\.example(?![a-z0-9.-])/.test(origin)),
      },
      {
        title: "forbids word characters, dots and hyphens after the host",
        respond: listingSite((origin) => /^https:\/\/shop\.example(?![\w.-])/.test(origin)),
      },
      {
        title: "forbids what Firefox takes in a name after the host",
        respond: listingSite((origin) => /^https:\/\/shop\.example(?![\w.$+-])/.test(origin)),
      },
    ],
    good: [
      {
        title: "the pattern ends with $",
        respond: listingSite((origin) => /^https:\/\/shop\.example$/.test(origin)),
      },
      {
        title: "startsWith, which is another finding",
        respond: listingSite((origin) => origin.startsWith("https://shop.example")),
      },
    ],
  },
});

const names = { chromium: "Chromium", firefox: "Firefox" } as const;

/** In which engines' names each can be, of those that are asked: null is all of them. The most engines first. */
const characters = [
  { character: "_", engines: null },
  { character: "$", engines: ["chromium", "firefox"] },
  { character: "`", engines: ["chromium"] },
] as const;
