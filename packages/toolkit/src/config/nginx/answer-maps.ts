import { dependsOnOrigin, type NumberedRule } from "../numbered-rules.ts";
import { type MapLine, mapBlock } from "./map.ts";
import { quote, quoteValue } from "./quote.ts";

/** A response header, the variable that holds its value, and the value of each rule and kind of answer. */
export interface AnswerHeader {
  readonly name: string;
  readonly variable: string;
  readonly lines: readonly MapLine[];
}

export interface AnswerOptions {
  /** Whether a target may have no rule: then what an upstream says goes through. */
  readonly passesThrough: boolean;
  readonly refuses: boolean;
}

/** What kind of answer it is: the names are those of `if` in the server's file. */
export function kindMap({ refuses }: AnswerOptions): string {
  const lines: MapLine[] = [
    { key: "default", value: "none" },
    { key: quote("~^0 "), value: "none", comment: "no rule" },
    { key: quote("~^\\w+ 1 [01] ."), value: "granted", comment: "a preflight whose origin is allowed" },
    { key: quote("~^\\w+ 1 [01] $"), value: "refused", comment: "a preflight whose origin is not" },
    { key: quote("~^\\w+ 0 [01] ."), value: "actual", comment: "any other request whose origin is allowed" },
  ];
  if (refuses) lines.push({ key: quote("~^\\w+ 0 1 $"), value: "unlisted", comment: "refuseUnlisted" });
  const unlisted = refuses ? "$crosscheck_unlisted" : "0";
  const source = `"$crosscheck_rule $crosscheck_preflight ${unlisted} $crosscheck_allowed"`;
  return mapBlock(source, "crosscheck_kind", lines);
}

/** The six headers, those of them that some rule sets or an upstream's answer may have. */
export function answerHeaders(rules: readonly NumberedRule[], options: AnswerOptions): readonly AnswerHeader[] {
  const both = ["actual", "granted"];
  const headers = [
    header("Access-Control-Allow-Origin", both, () => "$crosscheck_allowed"),
    header("Access-Control-Allow-Credentials", both, (rule) => (rule.allowCredentials ? '"true"' : null)),
    header("Access-Control-Expose-Headers", ["actual"], (rule) => list(rule.exposeHeaders)),
    header("Access-Control-Allow-Methods", ["granted"], (rule) => list(rule.allowMethods)),
    header("Access-Control-Allow-Headers", ["granted"], (rule) => list(rule.allowHeaders)),
    header("Access-Control-Max-Age", ["granted"], (rule) => (rule.maxAge === null ? null : quote(String(rule.maxAge)))),
  ];
  return headers.filter(({ lines }) => lines.length > 1);

  function header(name: string, kinds: readonly string[], value: (rule: NumberedRule) => string | null): AnswerHeader {
    const field = name.toLowerCase().replaceAll("-", "_");
    const lines: MapLine[] = [{ key: "default", value: '""' }];
    if (options.passesThrough) lines.push({ key: quote("0 none"), value: `$upstream_http_${field}` });
    for (const rule of rules) {
      const text = value(rule);
      const comment = rule.id;
      for (const kind of text === null || rule.allowOrigins.length === 0 ? [] : kinds) {
        lines.push({ key: quote(`${rule.number} ${kind}`), value: text ?? '""', comment });
      }
    }
    return { name, variable: field.replace("access_control", "crosscheck"), lines };
  }
}

function list(names: readonly string[]): string | null {
  return names.length === 0 ? null : quoteValue(names.join(", "));
}

/** What the maps of headers are looked up by. */
export const answerKey = '"$crosscheck_rule $crosscheck_kind$crosscheck_again"';

/**
 * When a range cannot be satisfied, nginx adds the headers to the answer it was about to give, and then again to the 416
 * that it gives instead. The second time is told by the Content-Range of a 416 that is not an upstream's. It is looked up
 * for a 416 only, because nginx remembers what it was the first time.
 */
export function againMaps(): string {
  const own = mapBlock('"$upstream_status $sent_http_content_range"', "crosscheck_own_416", [
    { key: "default", value: '""' },
    { key: quote("~^(?!(?:.* )?416 ).*bytes"), value: '" again"' },
  ]);
  const again = mapBlock(
    "$status",
    "crosscheck_again",
    [
      { key: "default", value: '""' },
      { key: "416", value: "$crosscheck_own_416" },
    ],
    "volatile",
  );
  return `${own}\n${again}`;
}

/** What each answer depends on: with an Origin that is not allowed, or with none, as much as with one that is. */
export function varyMap(rules: readonly NumberedRule[]): string {
  const preflight = "Access-Control-Request-Method, Access-Control-Request-Headers";
  const lines: MapLine[] = [{ key: "default", value: '""' }];
  const refuses = rules.some((rule) => rule.refuseUnlisted);
  const all = [
    ...rules.map((rule) => ({ name: String(rule.number), onOrigin: dependsOnOrigin(rule), comment: rule.id })),
    { name: "ambiguous", onOrigin: refuses, comment: "an ambiguous target" },
  ];
  for (const { name, onOrigin, comment } of all) {
    if (onOrigin) lines.push({ key: quote(`${name} 0`), value: '"Origin"', comment });
    lines.push({ key: quote(`${name} 1`), value: quote(onOrigin ? `Origin, ${preflight}` : preflight), comment });
  }
  return mapBlock('"$crosscheck_rule $crosscheck_preflight"', "crosscheck_vary", lines);
}
