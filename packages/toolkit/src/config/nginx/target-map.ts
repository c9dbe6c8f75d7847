import type { NumberedRule } from "../numbered-rules.ts";
import {
  ambiguousPathExpression,
  caselessPathExpression,
  hasLetters,
  unambiguousPathExpression,
} from "../path-expression.ts";
import { type MapLine, mapBlock } from "./map.ts";
import { quote } from "./quote.ts";

/** `$request_uri` is the raw path and query; of `GET http://host?x` it is `?x`. */
const end = { alternatives: "\\?|\\z", characters: "?" };

/**
 * The rule by the raw target. nginx tries expressions in their order: a target that an earlier rule covers in another case
 * is met before the rule that covers it as written, and is ambiguous.
 */
export function targetMap(rules: readonly NumberedRule[]): string {
  const lines: MapLine[] = [{ key: "default", value: "0" }];
  for (const { number, id, path } of rules) {
    const name = `${id}: ${path.text}`;
    lines.push({ key: quote(`~^${unambiguousPathExpression(path, end)}`), value: String(number), comment: name });
    if (!hasLetters(path)) continue;
    const key = quote(`~*^${caselessPathExpression(path, end)}`);
    lines.push({ key, value: "ambiguous", comment: `${name} in another case` });
  }
  const ambiguous = quote(`~*^${ambiguousPathExpression(end)}`);
  lines.push({ key: ambiguous, value: "ambiguous", comment: "//, .., \\, %2F and the like" });
  return mapBlock("$request_uri", "crosscheck_target", lines);
}
