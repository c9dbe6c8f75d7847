import { type Check, defineCheck } from "../check.ts";
import { exactListFix } from "../exact-list-fix.ts";
import { exampleSite, grant } from "../example-site.ts";
import { pageAccess, probesOf } from "../page-access.ts";

export const publicOnPrivateHost: Check = defineCheck({
  id: "public-on-private-host",
  title: 'A private host answers "*" to every page',
  severity: "medium",
  attacker: "cross-site",
  cvss: "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:L/I:N/A:N",
  cwe: [942],
  why: "What is reached only from inside a network is often open to whoever asks there. With *, a website that somebody inside opens can ask, and read what it gets, through the visitor's browser.",
  fix: {
    general:
      "Allow the origins that need it by name. What is meant for this machine or network alone needs no CORS headers at all.",
    ...exactListFix({ credentials: false }),
  },
  spec: "https://fetch.spec.whatwg.org/#concept-cors-check",
  run: (evidence) => {
    // What answers on this machine alone is mostly being developed, with the * that it will have in public.
    if (evidence.network !== "private") return [];
    const probe = probesOf(evidence, "random-origin").find((asked) => pageAccess(evidence, asked) === "wildcard");
    if (probe === undefined) return [];
    return [
      {
        check: "public-on-private-host",
        level: "public",
        severity: "medium",
        attacker: "cross-site",
        url: evidence.url,
        origin: probe.origin,
        message: "Any page can read the response, without credentials, and the address is a private one.",
        state:
          "a visitor inside who lets the page reach the local network, where the browser asks (Chromium 142 and newer)",
        evidence: [probe.exchange],
      },
    ];
  },
  examples: {
    bad: [
      { title: "* on a private address", network: "private", respond: exampleSite(() => grant("*", null)) },
      {
        title: "* on good answers alone",
        network: "private",
        respond: exampleSite(({ found }) => (found ? grant("*", null) : [])),
      },
    ],
    good: [
      { title: "* on this machine", network: "loopback", respond: exampleSite(() => grant("*", null)) },
      { title: "* on the public internet", respond: exampleSite(() => grant("*", null)) },
      { title: "one origin", network: "private", respond: exampleSite(() => grant("https://app.shop.example", null)) },
    ],
  },
});
