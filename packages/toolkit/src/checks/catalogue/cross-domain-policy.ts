import type { Exchange } from "@crosscheck/cors/http";
import { type Check, defineCheck, type Example } from "../check.ts";
import { exampleSite } from "../example-site.ts";

export const crossDomainPolicy: Check = defineCheck({
  id: "cross-domain-policy",
  title: "crossdomain.xml lets everybody in",
  severity: "info",
  attacker: "none",
  cvss: null,
  cwe: [],
  why: "Flash and Acrobat read crossdomain.xml as browsers read CORS headers. No browser runs Flash any more, so hardly anybody can use it; it shows what was meant to be open, and it was often forgotten.",
  fix: {
    general: "Remove crossdomain.xml, or take the * out of it, and send X-Permitted-Cross-Domain-Policies: none.",
    nginx: 'location = /crossdomain.xml { return 404; }\nadd_header X-Permitted-Cross-Domain-Policies "none" always;',
    apache: 'Redirect 404 /crossdomain.xml\nHeader always set X-Permitted-Cross-Domain-Policies "none"',
    iis: '<httpProtocol><customHeaders><add name="X-Permitted-Cross-Domain-Policies" value="none" /></customHeaders></httpProtocol>',
    express: 'app.get("/crossdomain.xml", (request, response) => response.sendStatus(404));',
  },
  spec: "https://fetch.spec.whatwg.org/#http-cors-protocol",
  run: ({ crossDomainPolicy: policy }) => {
    if (policy === undefined || !policy.domains.includes("*")) return [];
    return [
      {
        check: "cross-domain-policy",
        level: "info",
        severity: "info",
        attacker: "none",
        url: policy.exchange.request.url,
        origin: null,
        message:
          'crossdomain.xml allows access from the domain "*". Flash is gone, so this is a trace of the past; CORS decides for browsers.',
        state: null,
        evidence: [policy.exchange],
      },
    ];
  },
  examples: {
    bad: [
      { title: "every domain", respond: exampleSite(() => []), known: policyFor("*") },
      { title: "every domain among others", respond: exampleSite(() => []), known: policyFor("a.example", "*") },
    ],
    good: [
      { title: "its own domains", respond: exampleSite(() => []), known: policyFor("*.shop.example") },
      { title: "no such file", respond: exampleSite(() => []) },
    ],
  },
});

function policyFor(...domains: readonly string[]): Example["known"] {
  const exchange: Exchange = {
    request: { method: "GET", url: "https://shop.example/crossdomain.xml", headers: [] },
    response: { status: 200, headers: [["Content-Type", "text/x-cross-domain-policy"]] },
  };
  return { crossDomainPolicy: { exchange, domains } };
}
