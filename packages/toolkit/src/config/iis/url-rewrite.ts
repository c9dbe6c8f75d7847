import { corsResponseHeaderNames, type PathPattern, type Policy, type Rule } from "@crosscheck/cors";
import type { Generate, Loss } from "../generated.ts";
import { dependsOnOrigin, patternsOf } from "../numbered-rules.ts";
import { originExpression } from "../origin-expression.ts";
import {
  ambiguousPathExpression,
  caselessPathExpression,
  escapeExpression,
  hasLetters,
  pathExpression,
} from "../path-expression.ts";
import { unverified } from "./losses.ts";
import { urlRewriteSteps } from "./steps.ts";
import { webConfig } from "./web-config.ts";
import type { XmlElement } from "./xml.ts";

/** `{UNENCODED_URL}` is the target as it came, with its query. */
const end = { alternatives: "\\?|$", characters: "?" };

/**
 * A policy for URL Rewrite: preflights are answered by inbound rules, headers set by outbound ones.
 *
 * https://learn.microsoft.com/iis/extensions/url-rewrite-module/url-rewrite-module-configuration-reference
 */
export const generateUrlRewrite: Generate = (policy: Policy, { command }) => {
  const inbound = policy.rules.flatMap((rule, index) => inboundRules(policy, rule, index));
  const outbound = policy.rules.flatMap((rule, index) => outboundRules(policy, rule, index));
  const rewrite: XmlElement = {
    name: "rewrite",
    children: [
      { name: "rules", children: inbound },
      { name: "outboundRules", children: outbound },
    ],
  };
  const title = ["It needs URL Rewrite 2.1, and the server variables that iis-steps.txt lists."];
  return {
    files: [
      { name: "web.config", text: webConfig(title, [{ path: null, sections: [rewrite] }]) },
      { name: "iis-steps.txt", text: urlRewriteSteps(command, variables) },
    ],
    losses: [unverified, ...policy.rules.flatMap(ruleLosses)],
  };
};

const variables: readonly string[] = [...corsResponseHeaderNames, "Vary"].map(responseVariable);

function responseVariable(header: string): string {
  return `RESPONSE_${header.replaceAll("-", "_")}`;
}

function condition(
  input: string,
  pattern: string,
  options: { readonly negate?: boolean; readonly ignoreCase?: boolean } = {},
): XmlElement {
  return {
    name: "add",
    attributes: {
      input,
      pattern,
      ignoreCase: options.ignoreCase === true ? undefined : "false",
      negate: options.negate === true ? "true" : undefined,
    },
  };
}

/** The conditions under which a rule is the one of a request: its path, no path before it, nothing ambiguous. */
function chosen({ rules }: Policy, index: number): readonly XmlElement[] {
  const before = rules.slice(0, index);
  const own = rules[index];
  if (own === undefined) return [];
  const not = (path: PathPattern): XmlElement =>
    condition("{UNENCODED_URL}", `^${pathExpression(path, end)}`, { negate: true });
  const inAnotherCase = [...before, own].filter(({ path }) => hasLetters(path));
  return [
    condition("{UNENCODED_URL}", `^${pathExpression(own.path, end)}`),
    condition("{UNENCODED_URL}", `^${ambiguousPathExpression(end)}`, { negate: true, ignoreCase: true }),
    ...before.map(({ path }) => not(path)),
    // An earlier rule's path in another case is ambiguous.
    ...inAnotherCase
      .filter(({ id }) => id !== own.id)
      .map(({ path }) =>
        condition("{UNENCODED_URL}", `^${caselessPathExpression(path, end)}`, { negate: true, ignoreCase: true }),
      ),
  ];
}

function isPreflight(): readonly XmlElement[] {
  return [
    condition("{REQUEST_METHOD}", "^OPTIONS$"),
    condition("{HTTP_ORIGIN}", "."),
    condition("{HTTP_ACCESS_CONTROL_REQUEST_METHOD}", "."),
  ];
}

/** Whether the origin is allowed; null where everybody is. */
function allowed(rule: Rule, negate = false): XmlElement | null {
  if (rule.allowOrigins === "*") return null;
  const patterns = patternsOf(rule).map(originExpression);
  return condition("{HTTP_ORIGIN}", patterns.length === 0 ? "^(?!)" : patterns.join("|"), { negate });
}

function present<T>(...values: readonly (T | null)[]): readonly T[] {
  return values.filter((value): value is T => value !== null);
}

function inboundRules(policy: Policy, rule: Rule, index: number): readonly XmlElement[] {
  const answer = (name: string, conditions: readonly XmlElement[], status: number, reason: string): XmlElement => ({
    name: "rule",
    attributes: { name: `crosscheck ${rule.id} ${name}`, stopProcessing: "true" },
    children: [
      { name: "match", attributes: { url: ".*" } },
      { name: "conditions", children: [...chosen(policy, index), ...conditions] },
      {
        name: "action",
        attributes: {
          type: "CustomResponse",
          statusCode: String(status),
          statusReason: reason,
          statusDescription: reason,
        },
      },
    ],
  });
  const refused = allowed(rule, true);
  return [
    ...(rule.allowOrigins.length === 0
      ? []
      : [answer("preflight granted", [...isPreflight(), ...present(allowed(rule))], 204, "No Content")]),
    ...(refused === null ? [] : [answer("preflight refused", [...isPreflight(), refused], 403, "Forbidden")]),
    ...(rule.refuseUnlisted && refused !== null
      ? [
          answer(
            "unlisted",
            [
              condition("{HTTP_ORIGIN}", "."),
              refused,
              condition("{HTTP_ORIGIN}", `^(?:${rule.selfOrigins.map(escapeExpression).join("|")})$`, { negate: true }),
              condition("{HTTP_SEC_FETCH_SITE}", "^(?:same-origin|none)$", { negate: true }),
            ],
            403,
            "Forbidden",
          ),
        ]
      : []),
  ];
}

function outboundRules(policy: Policy, rule: Rule, index: number): readonly XmlElement[] {
  const set = (
    header: string,
    value: string,
    conditions: readonly (XmlElement | null)[],
    pattern = ".*",
  ): XmlElement => ({
    name: "rule",
    attributes: { name: `crosscheck ${rule.id} ${header}${value === "" ? " off" : ""}` },
    children: [
      { name: "match", attributes: { serverVariable: responseVariable(header), pattern } },
      { name: "conditions", children: [...chosen(policy, index), ...present(...conditions)] },
      { name: "action", attributes: { type: "Rewrite", value } },
    ],
  });
  const origin = rule.allowOrigins === "*" ? "*" : "{HTTP_ORIGIN}";
  const clear = corsResponseHeaderNames.map((name) => set(name, "", [], ".+"));
  const notPreflight = condition(
    "{REQUEST_METHOD}|{HTTP_ACCESS_CONTROL_REQUEST_METHOD}|{HTTP_ORIGIN}",
    "^OPTIONS\\|.+\\|.+",
    { negate: true },
  );
  const list = (name: string, values: readonly string[], conditions: readonly XmlElement[]): readonly XmlElement[] =>
    values.length === 0 ? [] : [set(name, escapeBraces(values.join(", ")), [...conditions, allowed(rule)])];
  const grants =
    rule.allowOrigins.length === 0
      ? []
      : [
          set("Access-Control-Allow-Origin", origin, [allowed(rule)]),
          ...(rule.allowCredentials ? [set("Access-Control-Allow-Credentials", "true", [allowed(rule)])] : []),
          ...list("Access-Control-Expose-Headers", rule.exposeHeaders, [notPreflight]),
          ...list("Access-Control-Allow-Methods", rule.allowMethods, isPreflight()),
          ...list("Access-Control-Allow-Headers", rule.allowHeaders, isPreflight()),
          ...(rule.maxAge === null
            ? []
            : [set("Access-Control-Max-Age", String(rule.maxAge), [...isPreflight(), allowed(rule)])]),
        ];
  const vary = dependsOnOrigin(rule) ? [varyRule(policy, rule, index, "Origin", [])] : [];
  const preflightVary = varyRule(
    policy,
    rule,
    index,
    "Access-Control-Request-Method, Access-Control-Request-Headers",
    isPreflight(),
  );
  return [...clear, ...grants, ...vary, preflightVary];
}

/** Behind what is there already. */
function varyRule(
  policy: Policy,
  rule: Rule,
  index: number,
  names: string,
  conditions: readonly XmlElement[],
): XmlElement {
  return {
    name: "rule",
    attributes: { name: `crosscheck ${rule.id} Vary ${names.split(",")[0] ?? ""}` },
    children: [
      { name: "match", attributes: { serverVariable: "RESPONSE_Vary", pattern: "^(?:(.+))?$" } },
      { name: "conditions", children: [...chosen(policy, index), ...conditions] },
      { name: "action", attributes: { type: "Rewrite", value: `${names}, {R:1}` } },
    ],
  };
}

/** Braces would be a reference. No name of a header or method has any. */
function escapeBraces(text: string): string {
  return text.replace(/[{}]/g, "");
}

function ruleLosses(rule: Rule): readonly Loss[] {
  if (rule.allowOrigins.length === 0) return [];
  return [
    {
      id: "headers-on-custom-response",
      ruleId: rule.id,
      effect: "narrows",
      reachable: true,
      message:
        "Whether outbound rules see the answer of a CustomResponse is not documented: if not, preflights are answered without headers, and fail.",
    },
  ];
}
