import type { NginxConfiguration } from "../../config/nginx/configuration.ts";
import type { NginxDirective } from "../../config/nginx/directive.ts";
import { walkDirectives } from "../../config/nginx/walk-directives.ts";
import type { OriginRule } from "../lint-target.ts";
import { namesOf, type RuleOrigins } from "../rule-origins.ts";

/** The regular expressions that `$http_origin` is compared with: the keys of maps, the conditions of `if`. */
export function originRulesIn({ http, tables }: NginxConfiguration): readonly OriginRule[] {
  const rules: OriginRule[] = [];
  for (const table of tables.values()) {
    if (table.name !== "map" || !/\$\{?http_origin\b/.test(table.args[0] ?? "")) continue;
    for (const { name, place } of table.children ?? []) {
      if (!name.startsWith("~")) continue;
      const caseless = name.startsWith("~*");
      rules.push({ source: name.slice(caseless ? 2 : 1), caseless, place });
    }
  }
  for (const { name, args, place } of walkDirectives(http.children)) {
    if (name !== "if" || !/\$\{?http_origin\b/.test(args[0] ?? "")) continue;
    const operator = args.findIndex((word) => /^!?~\*?$/.test(word));
    if (operator === -1) continue;
    const source = args[operator + 1] ?? "";
    const isLast = operator + 1 === args.length - 1;
    rules.push({
      source: isLast ? source.replace(/\)$/, "") : source,
      caseless: args[operator]?.endsWith("*") === true,
      place,
    });
  }
  return rules;
}

/** The origins that a configuration names: in its values and its keys, and those that its regular expressions let in. */
export function namedOriginsIn(
  directives: readonly NginxDirective[],
  ruleOrigins: readonly RuleOrigins[],
): readonly string[] {
  const found = new Set<string>();
  for (const { name, args } of walkDirectives(directives)) {
    for (const word of [name, ...args]) {
      if (found.size >= mostNamed) return [...found];
      if (word.length > 2_000 || !/origin|https?|\\\.|\w\.\w/i.test(word)) continue;
      for (const origin of originsIn(word)) found.add(origin);
    }
  }
  for (const origin of namesOf(ruleOrigins)) if (found.size < mostNamed) found.add(origin);
  return [...found];
}

const mostNamed = 20;

/** `https://app.example.com`, also where a regular expression spells it. */
function originsIn(word: string): readonly string[] {
  const plain = word.replace(/\\([./:-])/g, "$1").replace(/\(\?:|[()^$]/g, "");
  const matches = plain.matchAll(/https?\??:\/\/((?:[a-z0-9-]+\.)+[a-z]{2,})(:\d+)?/gi);
  return [...matches].map(([, host = "", port = ""]) => `https://${host.toLowerCase()}${port}`);
}
