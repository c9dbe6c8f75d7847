import { corsResponseHeaderNames, type OriginPattern, type Policy, type Rule } from "@crosscheck/cors";
import type { Generate, Loss } from "../generated.ts";
import { patternsOf } from "../numbered-rules.ts";
import { locationPath } from "./location-path.ts";
import { pathLosses, unverified } from "./losses.ts";
import { corsModuleSteps } from "./steps.ts";
import { type WebConfigPart, webConfig } from "./web-config.ts";
import type { XmlElement } from "./xml.ts";

/**
 * A policy for the IIS CORS module: a web.config, and the steps in IIS Manager and on the command line.
 *
 * https://learn.microsoft.com/iis/extensions/cors-module/cors-module-configuration-reference
 */
export const generateCorsModule: Generate = (policy: Policy, { command }) => {
  const losses = [unverified, ...pathLosses(policy), ...policy.rules.flatMap(ruleLosses)];
  if (losses.some(({ effect }) => effect === "impossible")) return { files: [], losses };
  const parts = policy.rules.map(
    (rule): WebConfigPart => ({ path: locationPath(rule.path) ?? null, sections: sectionsOf(rule) }),
  );
  // A wider place comes first, as a person would look for it.
  const ordered = parts.toSorted((left, right) => (left.path?.length ?? -1) - (right.path?.length ?? -1));
  const title = ["It needs the IIS CORS module; without it, <cors> is an error 500.19 for the whole site."];
  return {
    files: [
      { name: "web.config", text: webConfig(title, ordered) },
      { name: "iis-steps.txt", text: corsModuleSteps(policy, command) },
    ],
    losses,
  };
};

function sectionsOf(rule: Rule): readonly XmlElement[] {
  const origins = rule.allowOrigins === "*" ? ["*"] : patternsOf(rule).flatMap((pattern) => originText(pattern) ?? []);
  const allowed = origins.map(
    (origin): XmlElement => ({
      name: "add",
      attributes: {
        origin,
        allowCredentials: rule.allowCredentials ? "true" : undefined,
        maxAge: rule.maxAge === null ? undefined : String(rule.maxAge),
      },
      children: [
        ...list("allowHeaders", "header", rule.allowHeaders),
        ...list("allowMethods", "method", rule.allowMethods),
        ...list("exposeHeaders", "header", rule.exposeHeaders),
      ],
    }),
  );
  // Listed, so that they are not refused; a page of the server's own needs no grant, and gets none of use to it.
  const own = rule.selfOrigins
    .filter((origin) => !origins.includes(origin))
    .map((origin): XmlElement => ({ name: "add", attributes: { origin } }));
  const nobody: XmlElement = { name: "add", attributes: { origin: "*", allowed: "false" } };
  const cors: XmlElement = {
    name: "cors",
    attributes: { enabled: "true", failUnlistedOrigins: String(rule.refuseUnlisted) },
    children: [rule.id, { name: "clear" }, ...(allowed.length + own.length === 0 ? [nobody] : [...allowed, ...own])],
  };
  return [cors, withoutCustomHeaders()];
}

/** The six headers, if a place above set them as custom headers: two values are none to a browser. */
function withoutCustomHeaders(): XmlElement {
  return {
    name: "httpProtocol",
    children: [
      {
        name: "customHeaders",
        children: corsResponseHeaderNames.map((name): XmlElement => ({ name: "remove", attributes: { name } })),
      },
    ],
  };
}

function list(name: string, attribute: string, values: readonly string[]): readonly XmlElement[] {
  if (values.length === 0) return [];
  return [{ name, children: values.map((value): XmlElement => ({ name: "add", attributes: { [attribute]: value } })) }];
}

/** An origin as the module takes it: exact, or with `*.` before the host. Null for what is not documented. */
function originText({ text, wildcard, port }: OriginPattern): string | null {
  if (port === "*" || wildcard === "null" || wildcard === "in-label") return null;
  return text;
}

function ruleLosses(rule: Rule): readonly Loss[] {
  const losses: Loss[] = [];
  const dropped = patternsOf(rule).filter((pattern) => originText(pattern) === null);
  for (const { text } of dropped) {
    losses.push({
      id: "origin-not-expressible",
      ruleId: rule.id,
      effect: "narrows",
      reachable: true,
      message: `The module's documentation has no form for ${text}: it is left out. iis-url-rewrite can say it.`,
    });
  }
  if (patternsOf(rule).some(({ wildcard }) => wildcard === "subdomains")) {
    losses.push({
      id: "subdomain-depth",
      ruleId: rule.id,
      effect: "narrows",
      reachable: true,
      message: "Whether the module's *. stands for more than one label is not documented; the policy's does.",
    });
  }
  if (rule.refuseUnlisted) {
    losses.push({
      id: "own-pages-by-origin-only",
      ruleId: rule.id,
      effect: "narrows",
      reachable: true,
      message:
        "failUnlistedOrigins does not look at Sec-Fetch-Site: a page of the server's own at an origin that selfOrigins does not list is refused.",
    });
  }
  return losses;
}
