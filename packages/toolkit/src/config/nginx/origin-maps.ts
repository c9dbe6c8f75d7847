import { type NumberedRule, patternsOf } from "../numbered-rules.ts";
import { isExactOrigin, originExpression } from "../origin-expression.ts";
import { escapeExpression } from "../path-expression.ts";
import { type MapLine, mapBlock } from "./map.ts";
import { quote } from "./quote.ts";

/** With more exact origins than this there is a `lists.conf`. */
const longestPlainList = 50;
/** Longest keys of a map, on 64-bit machines: as nginx is, and with `map_hash_bucket_size 128`. */
const longestKey = { usual: 46, withListsFile: 110 };
/** No header's value: nginx trims blanks. */
const nothing = '" "';

/** Whether the origins need more room than a map has. */
export function isLongList(rule: NumberedRule): boolean {
  return patternsOf(rule).filter(isExactOrigin).length > longestPlainList;
}

/** One map a rule with a list: the origin that is allowed, which server.conf compares with the one that was sent. */
export function originMaps(rules: readonly NumberedRule[]): string {
  const longest = rules.some(isLongList) ? longestKey.withListsFile : longestKey.usual;
  const listed = rules.filter((rule) => patternsOf(rule).length > 0);
  return listed.map((rule) => `# ${rule.id}\n${originMap(rule, longest)}`).join("\n");
}

function originMap(rule: NumberedRule, longest: number): string {
  const plain: MapLine[] = [];
  const expressions: MapLine[] = [];
  for (const pattern of patternsOf(rule)) {
    const text = quote(pattern.text);
    if (isExactOrigin(pattern) && pattern.text.length <= longest) plain.push({ key: text, value: text });
    else expressions.push({ key: quote(`~${originExpression(pattern)}`), value: "$http_origin" });
  }
  return mapBlock("$http_origin", `crosscheck_origin_${rule.number}`, [
    { key: "default", value: nothing },
    ...plain,
    ...expressions,
  ]);
}

/** The origin that the rule allows of those that were sent, `*`, or what no header's value is. */
export function allowedMap(rules: readonly NumberedRule[]): string {
  const lines = rules
    .filter((rule) => rule.allowOrigins.length > 0)
    .map((rule) => ({
      key: String(rule.number),
      value: rule.allowOrigins === "*" ? '"*"' : `$crosscheck_origin_${rule.number}`,
      comment: rule.id,
    }));
  return mapBlock("$crosscheck_target", "crosscheck_allowed", [{ key: "default", value: nothing }, ...lines]);
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
  const present = mapBlock("$http_origin", "crosscheck_has_origin", [
    { key: "default", value: "1" },
    { key: '""', value: "0" },
  ]);
  const chosen = mapBlock("$crosscheck_target", "crosscheck_self", [
    { key: "default", value: "0" },
    ...[...lists.keys()].map((name) => ({ key: name, value: `$crosscheck_self_${name}` })),
  ]);
  const site = mapBlock("$http_sec_fetch_site", "crosscheck_same_site", [
    { key: "default", value: "0" },
    { key: quote("~^(?:same-origin|none)$"), value: "1" },
  ]);
  const unlisted = mapBlock(
    '"$crosscheck_target $crosscheck_has_origin $crosscheck_self $crosscheck_same_site"',
    "crosscheck_unlisted",
    [
      { key: "default", value: "none" },
      ...[...lists.keys()].map((name) => ({ key: quote(`${name} 1 0 0`), value: "unlisted" })),
    ],
  );
  return [present, ...maps, chosen, site, unlisted].join("\n");
}
