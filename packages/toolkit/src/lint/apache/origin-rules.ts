import type { Directive } from "../../config/apache/directive.ts";
import type { Place } from "../../config/source.ts";
import type { OriginRule } from "../lint-target.ts";
import { namesOf, type RuleOrigins } from "../rule-origins.ts";
import { hostsIn, sampleExpression } from "../sample-expression.ts";

/** Every place where a configuration looks at Origin by a regular expression. */
export function originRulesIn(directives: readonly Directive[]): readonly OriginRule[] {
  const rules: OriginRule[] = [];
  visit(directives);
  return rules;

  function visit(list: readonly Directive[]): void {
    for (const { key, words, rest, place, children } of list) {
      const [first = "", second = "", flags = ""] = words;
      if (/^setenvif(?:nocase)?$/.test(key) && /origin/i.test(first)) add(place, second, key.endsWith("nocase"));
      const isCondition = key === "rewritecond" && /%\{HTTP:Origin\}/i.test(first);
      if (isCondition && !/^!|^[=<>-]/.test(second)) add(place, second, /\bNC\b|nocase/i.test(flags));
      if (/origin/i.test(rest) && /^(?:setenvifexpr|if|elseif|header|require)$/.test(key)) {
        const expressions = rest.matchAll(/=~\s*(?:m([/#$%^|?!'",;:._-])(.*?)\1|\/(.*?)\/)(i?)/g);
        for (const [, , inside, slashed, caseless] of expressions)
          add(place, inside ?? slashed ?? "", caseless === "i");
      }
      if (children !== null) visit(children);
    }
  }

  function add(place: Place, source: string, caseless: boolean): void {
    if (source !== "") rules.push({ source, caseless, place });
  }
}

/** The origins that a configuration names: those written out, and those that its regular expressions let in. */
export function namedOriginsIn(
  directives: readonly Directive[],
  rules: readonly OriginRule[],
  ruleOrigins: readonly RuleOrigins[],
): readonly string[] {
  const hosts = hostsIn([...rules.flatMap(({ source }) => sampleExpression(source)), ...written(directives)]);
  return [...new Set([...hosts.map((host) => `https://${host}`), ...namesOf(ruleOrigins)])].slice(0, 20);
}

function written(directives: readonly Directive[]): readonly string[] {
  return directives.flatMap(({ key, rest, children }) => [
    ...(/^(?:header|setenvifexpr|rewritecond|if|elseif|require)$/.test(key)
      ? (rest.match(/https?:\/\/[^\s'"/,]+/g) ?? [])
      : []),
    ...(children === null ? [] : written(children)),
  ]);
}
