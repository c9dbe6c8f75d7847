import { corsResponseHeaderNames, type Policy, type Rule } from "@crosscheck/cors";
import type { Generate, Loss } from "../generated.ts";
import { isExactOrigin } from "../origin-expression.ts";
import { locationPath } from "./location-path.ts";
import { pathLosses, unverified } from "./losses.ts";
import { customHeaderSteps } from "./steps.ts";
import { type WebConfigPart, webConfig } from "./web-config.ts";
import type { XmlElement } from "./xml.ts";

/**
 * A policy as custom headers, which IIS adds to every answer as they are: enough for `*` and for one origin.
 *
 * https://learn.microsoft.com/iis/configuration/system.webserver/httpprotocol/customheaders/
 */
export const generateCustomHeaders: Generate = (policy: Policy, { command }) => {
  const losses = [unverified, ...pathLosses(policy), ...policy.rules.flatMap(ruleLosses)];
  if (losses.some(({ effect }) => effect === "impossible")) return { files: [], losses };
  const parts = policy.rules.map(
    (rule): WebConfigPart => ({ path: locationPath(rule.path) ?? null, sections: [customHeaders(rule)] }),
  );
  const ordered = parts.toSorted((left, right) => (left.path?.length ?? -1) - (right.path?.length ?? -1));
  const title = [
    "IIS adds these headers to every answer, whoever asks: the browser compares the one origin with its page's.",
  ];
  const headers = policy.rules.flatMap(headersOf);
  return {
    files: [
      { name: "web.config", text: webConfig(title, ordered) },
      { name: "iis-steps.txt", text: customHeaderSteps(headers, command) },
    ],
    losses,
  };
};

function customHeaders(rule: Rule): XmlElement {
  const headers = headersOf(rule);
  return {
    name: "httpProtocol",
    children: [
      {
        name: "customHeaders",
        children: [
          rule.id,
          ...corsResponseHeaderNames.map((name): XmlElement => ({ name: "remove", attributes: { name } })),
          ...headers.map(([name, value]): XmlElement => ({ name: "add", attributes: { name, value } })),
        ],
      },
    ],
  };
}

function headersOf(rule: Rule): readonly (readonly [string, string])[] {
  if (rule.allowOrigins.length === 0) return [];
  const origin = rule.allowOrigins === "*" ? "*" : (rule.allowOrigins[0]?.text ?? "");
  const list = (name: string, values: readonly string[]): readonly (readonly [string, string])[] =>
    values.length === 0 ? [] : [[name, values.join(", ")]];
  return [
    ["Access-Control-Allow-Origin", origin],
    ...(rule.allowCredentials ? [["Access-Control-Allow-Credentials", "true"] as const] : []),
    ...list("Access-Control-Allow-Methods", rule.allowMethods),
    ...list("Access-Control-Allow-Headers", rule.allowHeaders),
    ...list("Access-Control-Expose-Headers", rule.exposeHeaders),
    ...(rule.maxAge === null ? [] : [["Access-Control-Max-Age", String(rule.maxAge)] as const]),
  ];
}

function ruleLosses(rule: Rule): readonly Loss[] {
  const losses: Loss[] = [];
  const patterns = rule.allowOrigins === "*" ? [] : rule.allowOrigins;
  if (patterns.length > 1 || patterns.some((pattern) => !isExactOrigin(pattern))) {
    losses.push({
      id: "one-origin-only",
      ruleId: rule.id,
      effect: "impossible",
      reachable: true,
      message:
        "Custom headers are the same on every answer: they can say * or one origin, not a list or a pattern. Generate for iis or iis-url-rewrite.",
    });
  }
  if (rule.refuseUnlisted) {
    losses.push({
      id: "unlisted-not-refused",
      ruleId: rule.id,
      effect: "widens",
      reachable: true,
      message: "Custom headers refuse nothing: requests of unlisted origins reach the application.",
    });
  }
  if (rule.allowOrigins.length > 0) {
    losses.push(
      {
        id: "preflight-by-handler",
        ruleId: rule.id,
        effect: "narrows",
        reachable: true,
        message:
          "OPTIONS is answered by the site's handlers, and must be 200–299 without a login: static files are, an application may answer 401, 404 or 405.",
      },
      {
        id: "application-headers-doubled",
        ruleId: rule.id,
        effect: "narrows",
        reachable: true,
        message:
          "What the application sends itself is sent beside these: two values of Access-Control-Allow-Origin are none to a browser.",
      },
    );
  }
  return losses;
}
