import { type Check, defineCheck } from "../check.ts";
import { exactListFix } from "../exact-list-fix.ts";
import { exampleSite, grant, listingSite } from "../example-site.ts";
import { anybodysAccess } from "../page-access.ts";
import { signedInRead } from "../signed-in-read.ts";

export const reflectsAnyOrigin: Check = defineCheck({
  id: "reflects-any-origin",
  title: "Every origin is allowed, with credentials",
  severity: "high",
  attacker: "cross-site",
  cvss: "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:L/A:N",
  cwe: [942],
  why: "Any website can read this response as the signed-in visitor who opens it: the browser sends the visitor's cookies, and the site tells the browser that the attacker's page may see the answer.",
  fix: {
    general: "Compare Origin with a list of exact serialized origins, and answer only those that are on it.",
    ...exactListFix({ credentials: true }),
  },
  spec: "https://fetch.spec.whatwg.org/#concept-cors-check",
  run: (evidence) => {
    const { probes, access } = anybodysAccess(evidence);
    if (access !== "credentialed") return [];
    const origins = probes.map(({ origin }) => origin).join(" and ");
    return [
      {
        check: "reflects-any-origin",
        ...signedInRead(evidence, probes),
        url: evidence.url,
        origin: probes[0]?.origin ?? null,
        message: `Pages at ${origins}, names made up for this scan, can read the response with credentials. The site allows whatever origin asks.`,
        evidence: probes.map(({ exchange }) => exchange),
      },
    ];
  },
  examples: {
    bad: [
      {
        title: "copies Origin into the answer",
        respond: exampleSite(({ origin }) => (origin === null ? [] : grant(origin))),
      },
      {
        title: "allows every https: origin",
        respond: listingSite((origin) => origin.startsWith("https://")),
      },
    ],
    good: [
      {
        title: "compares with a list",
        respond: exampleSite(({ origin }) =>
          origin === "https://app.shop.example" ? [...grant(origin), ["Vary", "Origin"]] : [["Vary", "Origin"]],
        ),
      },
      {
        title: 'says "TRUE", which is not true: no browser shares it with credentials',
        respond: exampleSite(({ origin }) => (origin === null ? [] : grant(origin, "TRUE"))),
      },
    ],
  },
});
