import type { OriginPattern, Policy, Rule } from "@crosscheck/cors";
import type { Question } from "./probe-request.ts";

/** More origins or methods of one rule are not asked one by one. */
const mostOrigins = 10;
const mostMethods = 6;

/** Methods of which one that a rule does not list is asked about, too. */
const likelyMethods = ["DELETE", "PUT", "PATCH"];

/** https://fetch.spec.whatwg.org/#cors-safelisted-method : no preflight asks about these. */
const safelistedMethods: ReadonlySet<string> = new Set(["GET", "HEAD", "POST"]);

/**
 * What a site is asked about the rule that its policy has for a URL: each allowed origin's page reads it, and one of them asks
 * to send each allowed method with the allowed headers, and one that is not allowed. Preflights alone: nothing is sent that
 * could change something.
 */
export function policyQuestions(policy: Policy, ruleId: string | null, url: string): readonly Question[] {
  const rule = policy.rules.find(({ id }) => id === ruleId);
  if (rule === undefined) return [];
  const origins = rule.allowOrigins === "*" ? [] : rule.allowOrigins.slice(0, mostOrigins).map(sampleOrigin);
  const reads = origins.map((origin, index) => ({
    id: `listed-origin-${index + 1}`,
    kind: "listed-origin" as const,
    origin,
    url,
  }));
  const asker = origins[0] ?? (rule.allowOrigins === "*" ? "https://page.example" : null);
  if (asker === null) return reads;
  const names = rule.allowHeaders.map((name) => (name === "*" ? "x-requested-with" : name.toLowerCase())).sort();
  const preflights = methodsToAsk(rule).map(({ method, isListed }) => ({
    id: `listed-preflight-${method.toLowerCase()}`,
    kind: "listed-preflight" as const,
    origin: asker,
    url,
    method: "OPTIONS",
    headers: [
      ["Access-Control-Request-Method", method] as const,
      ...(names.length > 0 && isListed ? [["Access-Control-Request-Headers", names.join(",")] as const] : []),
    ],
  }));
  return [...reads, ...preflights];
}

function methodsToAsk({ allowMethods, allowHeaders }: Rule): readonly { method: string; isListed: boolean }[] {
  const listed = allowMethods
    .map((method) => (method === "*" ? "PATCH" : method))
    .filter((method) => !safelistedMethods.has(method))
    .slice(0, mostMethods);
  const forHeaders = listed.length === 0 && allowHeaders.length > 0 ? ["GET"] : [];
  const unlisted = allowMethods.includes("*") ? [] : likelyMethods.filter((method) => !allowMethods.includes(method));
  return [
    ...[...listed, ...forHeaders].map((method) => ({ method, isListed: true })),
    ...unlisted.slice(0, 1).map((method) => ({ method, isListed: false })),
  ];
}

/** An origin that a pattern lets in. */
function sampleOrigin({ scheme, host, wildcard, port }: OriginPattern): string {
  if (wildcard === "null") return "null";
  const name = wildcard === "subdomains" ? `crosscheck.${host}` : host.replace("*", "crosscheck");
  return `${scheme}://${name}${typeof port === "number" ? `:${port}` : ""}`;
}
