import { type NumberedRule, patternsOf } from "../numbered-rules.ts";
import { isExactOrigin, originExpression } from "../origin-expression.ts";
import { escapeExpression } from "../path-expression.ts";
import { type MapLine, mapBlock } from "./map.ts";
import { quote } from "./quote.ts";

/** More exact origins than this are looked up by hash; fewer read better as expressions. */
const longestExpressionList = 50;
/** Longest key that `map_hash_bucket_size 128` takes on 64-bit machines. */
const longestKey = 110;

/** Whether a rule's exact origins are looked up by hash. */
export function isLongList(rule: NumberedRule): boolean {
  return patternsOf(rule).filter(isExactOrigin).length > longestExpressionList;
}

/** One map a rule with a list: the allowed origin, or nothing. */
export function originMaps(rules: readonly NumberedRule[]): string {
  const listed = rules.filter((rule) => patternsOf(rule).length > 0);
  const maps = listed.map((rule) => `# ${rule.id}\n${originMap(rule)}`);
  if (!listed.some(isLongList)) return maps.join("\n");
  const guard = mapBlock("$http_origin", "crosscheck_cased_origin", [
    { key: "default", value: "$http_origin" },
    { key: quote("~[A-Z]"), value: '""' },
  ]);
  return [`# A map compares plain keys without regard to case; no browser sends upper case.\n${guard}`, ...maps].join(
    "\n",
  );
}

function originMap(rule: NumberedRule): string {
  const long = isLongList(rule);
  const lines = patternsOf(rule).map((pattern): MapLine => {
    const plain = long && isExactOrigin(pattern) && pattern.text.length <= longestKey;
    return { key: quote(plain ? pattern.text : `~${originExpression(pattern)}`), value: "$http_origin" };
  });
  const source = long ? "$crosscheck_cased_origin" : "$http_origin";
  return mapBlock(source, `crosscheck_origin_${rule.number}`, [{ key: "default", value: '""' }, ...lines]);
}

/** Whose origin is nobody's to refuse: the server's own, for each rule that refuses unlisted ones, and for any of them. */
export function selfOriginMaps(rules: readonly NumberedRule[]): string {
  const lists = new Map<string, readonly string[]>(rules.map((rule) => [String(rule.number), rule.selfOrigins]));
  lists.set("ambiguous", [...new Set(rules.flatMap((rule) => rule.selfOrigins))]);
  const maps = [...lists].map(([name, origins]) =>
    mapBlock("$http_origin", `crosscheck_self_${name}`, [
      { key: "default", value: "0" },
      ...origins.map((origin) => ({ key: quote(`~^${escapeExpression(origin)}$`), value: "1" })),
    ]),
  );
  const chosen = mapBlock("$crosscheck_rule", "crosscheck_self", [
    { key: "default", value: "0" },
    ...[...lists.keys()].map((name) => ({ key: name, value: `$crosscheck_self_${name}` })),
  ]);
  const site = mapBlock("$http_sec_fetch_site", "crosscheck_same_site", [
    { key: "default", value: "0" },
    { key: quote("~^(?:same-origin|none)$"), value: "1" },
  ]);
  const unlisted = mapBlock(
    '"$crosscheck_rule $crosscheck_has_origin $crosscheck_self $crosscheck_same_site"',
    "crosscheck_unlisted",
    [{ key: "default", value: "0" }, ...[...lists.keys()].map((name) => ({ key: quote(`${name} 1 0 0`), value: "1" }))],
  );
  return [...maps, chosen, site, unlisted].join("\n");
}
