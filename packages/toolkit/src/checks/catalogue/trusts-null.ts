import { type Check, defineCheck } from "../check.ts";
import { exactListFix } from "../exact-list-fix.ts";
import { exampleSite, grant, listingSite } from "../example-site.ts";
import { anybodysAccess, confirmedAccess, isMoreAccess, probesOf } from "../page-access.ts";
import { publicRead } from "../public-read.ts";
import { signedInRead } from "../signed-in-read.ts";

export const trustsNull: Check = defineCheck({
  id: "trusts-null",
  title: 'The origin "null" is allowed',
  severity: "high",
  attacker: "cross-site",
  cvss: "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:L/A:N",
  cwe: [942],
  why: 'Any website can have the origin "null": it puts its page into a sandboxed frame. To allow null is to allow everybody.',
  fix: {
    general:
      'Take "null" off the list. A page opened from a file is better served from a local web server, which has an origin.',
    ...exactListFix({ credentials: true }),
  },
  spec: "https://html.spec.whatwg.org/multipage/browsers.html#concept-origin-opaque",
  run: (evidence) => {
    const probes = probesOf(evidence, "null-origin");
    const access = probes.length >= 2 ? confirmedAccess(evidence, probes) : "none";
    // A site that allows whoever asks is another finding; null is the cause only where it gets more than a made-up name.
    if (!isMoreAccess(access, anybodysAccess(evidence).access)) return [];
    const credentialed = access === "credentialed";
    return [
      {
        check: "trusts-null",
        ...(credentialed ? signedInRead(evidence, probes) : { ...publicRead(evidence), state: null }),
        url: evidence.url,
        origin: "null",
        message: `A page in a sandboxed frame, whose origin is "null", can read the response ${credentialed ? "with" : "without"} credentials. Any website can make such a frame.`,
        evidence: probes.map(({ exchange }) => exchange),
      },
    ];
  },
  examples: {
    bad: [
      {
        title: "null is on the list",
        respond: listingSite((origin) => origin === "null" || origin === "https://app.shop.example"),
      },
      { title: "null in every answer", respond: exampleSite(() => grant("null")) },
      { title: "null without credentials", respond: exampleSite(() => grant("null", null)) },
    ],
    good: [
      {
        title: "null is refused",
        respond: listingSite((origin) => origin === "https://app.shop.example"),
      },
      { title: '"Null" is nobody\'s origin', respond: exampleSite(() => grant("Null")) },
      { title: "public for everyone", respond: exampleSite(() => [["Access-Control-Allow-Origin", "*"]]) },
    ],
  },
});
