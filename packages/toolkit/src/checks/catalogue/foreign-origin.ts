import { type Check, defineCheck } from "../check.ts";
import type { Evidence } from "../evidence.ts";
import { exactListFix } from "../exact-list-fix.ts";
import { exampleSite, grant } from "../example-site.ts";
import { sessionState } from "../session-state.ts";
import { staticOrigins } from "../static-origin.ts";

export const foreignOrigin: Check = defineCheck({
  id: "foreign-origin",
  title: "A fixed origin of somebody else is allowed",
  severity: "medium",
  attacker: "cross-site",
  cvss: "CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:H/I:N/A:N",
  cwe: [942],
  why: "The other site's pages, and whoever breaks into it, read this response as the signed-in visitor. Where its name is gone, somebody else can register it and be that site.",
  fix: {
    general:
      "Keep the list short and look through it every year. Take off partners that are gone and names that no longer resolve.",
    ...exactListFix({ credentials: true }),
  },
  spec: "https://fetch.spec.whatwg.org/#concept-cors-check",
  run: (evidence) => {
    const own = new URL(evidence.url).hostname;
    const foreign = staticOrigins(evidence).filter(
      ({ origin, credentialed }) => credentialed && !isOurs(evidence, own, new URL(origin).hostname),
    );
    const gone = foreign.find(({ origin }) => isGone(evidence, origin)) ?? null;
    const found = gone ?? foreign[0];
    if (found === undefined) return [];
    return [
      {
        check: "foreign-origin",
        level: gone === null ? "info" : "conditional",
        severity: gone === null ? "info" : "medium",
        attacker: gone === null ? "none" : "cross-site",
        url: evidence.url,
        origin: found.origin,
        message:
          gone === null
            ? `Pages at ${found.origin}, another owner's site, can read the response with credentials.`
            : `Pages at ${found.origin} can read the response with credentials, and that name does not exist: whoever registers it is let in.`,
        state:
          gone === null
            ? null
            : `somebody who registers ${new URL(found.origin).hostname}; ${sessionState(evidence).state}`,
        evidence: [found.probe.exchange],
      },
    ];
  },
  examples: {
    bad: [
      { title: "a partner", respond: exampleSite(() => grant("https://partner.example")) },
      {
        title: "a partner where nobody is allowed",
        respond: exampleSite(({ origin }) =>
          grant(origin === "https://shop.example" ? origin : "https://partner.example"),
        ),
      },
    ],
    good: [
      { title: "a subdomain of its own", respond: exampleSite(() => grant("https://app.shop.example")) },
      { title: "a partner, without credentials", respond: exampleSite(() => grant("https://partner.example", null)) },
    ],
  },
});

function isOurs({ registrableDomain }: Evidence, own: string, host: string): boolean {
  const domain = registrableDomain ?? own;
  return host === domain || host.endsWith(`.${domain}`) || /^(?:localhost|\[|[0-9.]+$)/.test(host);
}

function isGone({ missingNames = [] }: Evidence, origin: string): boolean {
  return missingNames.includes(new URL(origin).hostname);
}
