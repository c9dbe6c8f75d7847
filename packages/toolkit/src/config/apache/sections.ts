import { comment } from "../heading.ts";
import type { NumberedRule } from "../numbered-rules.ts";
import { commonHeaders, ruleHeaders, unsetHeaders } from "./answer-headers.ts";
import { all, ambiguousRule, is, matches, sent, set, unset, type Variable } from "./conditions.ts";
import { originRules, ownOriginRules } from "./origin-rules.ts";
import { setVariable } from "./set-variable.ts";
import { malformedTarget, targetRules } from "./target-rules.ts";

/** What a request's answer is worked out from, in the order in which Apache reads it. */
export function decisionSections(rules: readonly NumberedRule[], longestExpression: number): readonly string[] {
  const refusing = rules.filter((rule) => rule.refuseUnlisted);
  return [
    section("A request that Apache itself rejects gets nothing, and its error document neither.", [
      setVariable("CROSSCHECK_ROUTED", "1", `${routed} && %{THE_REQUEST} !~ m#${malformedTarget}#`),
    ]),
    section(
      "The rule, by the path as the client sent it. Servers and applications do not agree on what an odd path means, so an ambiguous one is granted nothing. (?:a|%61) is one letter, plain or percent-encoded.",
      targetRules(rules),
    ),
    section(
      "A preflight is OPTIONS with an Origin and an Access-Control-Request-Method. (An error document is fetched by GET, so it is the request line that counts.)",
      [setVariable("CROSSCHECK_PREFLIGHT", "1", preflight)],
    ),
    section("Whether the origin is allowed.", originRules(rules, longestExpression)),
    ...(refusing.length === 0
      ? []
      : [section("refuseUnlisted: whether the request comes from the server's own pages.", ownOriginRules(refusing))]),
    section("What needs no handler.", [
      answer("granted", set("CROSSCHECK_PREFLIGHT"), set("CROSSCHECK_ALLOWED")),
      answer("refused", set("CROSSCHECK_PREFLIGHT"), unset("CROSSCHECK_ALLOWED")),
      ...(refusing.length === 0 ? [] : [...refusing.map(({ id }) => id), ambiguousRule]).map((id) =>
        answer(
          "unlisted",
          sent("Origin"),
          unset("CROSSCHECK_PREFLIGHT"),
          unset("CROSSCHECK_ALLOWED"),
          unset("CROSSCHECK_OURS"),
          is("CROSSCHECK_RULE", id),
        ),
      ),
    ]),
  ];
}

/** The answers that need no handler. */
export function preflightSection(when: string): string {
  return section(
    `It is answered ${when}. Most requests have a handler, and so has an error document: skip two rules.`,
    [
      "RewriteEngine On",
      'RewriteCond %{ENV:CROSSCHECK_ANSWER} ="" [OR]',
      'RewriteCond %{ENV:REDIRECT_STATUS} !=""',
      "RewriteRule ^ - [S=2]",
      "RewriteCond %{ENV:CROSSCHECK_ANSWER} =granted",
      "RewriteRule ^ - [R=204,L]",
      "RewriteRule ^ - [F,L]",
    ],
  );
}

/** The headers, as lines. An unset without its own condition needs one around it. */
export function headerLines(rules: readonly NumberedRule[], unsetWhen: Variable | null): readonly string[] {
  const own = rules.map((rule) => ({ id: rule.id, lines: ruleHeaders(rule) }));
  return [
    ...unsetHeaders(unsetWhen),
    ...commonHeaders(rules),
    ...own.flatMap(({ id, lines }) => (lines.length === 0 ? [] : [`# ${id}`, ...lines])),
  ];
}

/** An internal redirect (an error document, an index) keeps what the request had before it. */
const routed = "(-z reqenv('REDIRECT_STATUS') || -n reqenv('REDIRECT_CROSSCHECK_ROUTED'))";

const preflight = all(
  sent("Access-Control-Request-Method"),
  sent("Origin"),
  set("CROSSCHECK_RULE"),
  matches("%{THE_REQUEST}", "^OPTIONS "),
);

function answer(kind: string, ...conditions: readonly string[]): string {
  return setVariable("CROSSCHECK_ANSWER", kind, all(...conditions));
}

export function section(title: string, lines: readonly string[]): string {
  return `${comment(title)}\n${lines.join("\n")}\n`;
}
