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
    const named = staticOrigins(evidence).filter(({ credentialed }) => credentialed);
    for (const { origin, probe } of named) {
      const how = howTaken(evidence, origin);
      if (how === null) continue;
      return [
        {
          check: "foreign-origin",
          level: "conditional",
          severity: "medium",
          attacker: "cross-site",
          url: evidence.url,
          origin,
          message: `Pages at ${origin} can read the response with credentials, and ${how.why}`,
          state: `${how.who}; ${sessionState(evidence).state}`,
          evidence: [probe.exchange],
        },
      ];
    }
    const partner = named.find(({ origin }) => !isOurs(evidence, own, new URL(origin).hostname));
    if (partner === undefined) return [];
    return [
      {
        check: "foreign-origin",
        level: "info",
        severity: "info",
        attacker: "none",
        url: evidence.url,
        origin: partner.origin,
        message: `Pages at ${partner.origin}, another owner's site, can read the response with credentials.`,
        state: null,
        evidence: [partner.probe.exchange],
      },
    ];
  },
  examples: {
    bad: [
      { title: "a partner", respond: exampleSite(() => grant("https://partner.example")) },
      {
        title: "a partner whose name is gone",
        respond: exampleSite(() => grant("https://partner.example")),
        known: { missingNames: ["partner.example"] },
      },
      {
        title: "a host of its own that leads to a service where nobody is any more",
        respond: exampleSite(() => grant("https://old.shop.example")),
        known: { danglingNames: [{ host: "old.shop.example", alias: "shop.hosting.example" }] },
      },
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

/** How somebody else comes to be an allowed origin; null where nothing says so. */
function howTaken(
  { missingNames = [], danglingNames = [] }: Evidence,
  origin: string,
): { readonly why: string; readonly who: string } | null {
  const { hostname } = new URL(origin);
  if (missingNames.includes(hostname)) {
    return {
      why: "that name does not exist: whoever registers it is let in.",
      who: `somebody who registers ${hostname}`,
    };
  }
  const dangling = danglingNames.find(({ host }) => host === hostname);
  if (dangling === undefined) return null;
  return {
    why: `that name is an alias of ${dangling.alias}, which does not exist: whoever claims it is let in.`,
    who: `somebody who claims ${dangling.alias}`,
  };
}
