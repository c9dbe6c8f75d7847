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
  /** Whether a rule allows any origin. */
  readonly hasWildcard: boolean;
}

/**
 * What server.conf makes of `none` and `actual` when the method is OPTIONS: the names are those of its `if`s. No other request
 * asks these. A preflight has both headers; neither begins or ends with a blank.
 */
export function optionsMaps(): string {
  const preflight = mapBlock('"$http_access_control_request_method $http_origin"', "crosscheck_preflight", [
    { key: "default", value: "0" },
    { key: quote("~^[^ ].* .*[^ ]$"), value: "1" },
  ]);
  const options = mapBlock('"$crosscheck_preflight $crosscheck_target $crosscheck_kind"', "crosscheck_options", [
    { key: "default", value: "$crosscheck_kind", comment: "no preflight" },
    { key: quote("1 0 none"), value: "none", comment: "no rule" },
    { key: quote("~^1 \\w+ actual$"), value: "granted", comment: "a preflight whose origin is allowed" },
    { key: quote("~^1 "), value: "refused", comment: "a preflight whose origin is not" },
  ]);
  return `${preflight}\n${options}`;
}

/** Nothing until server.conf sets it: a request that nginx itself rejects never comes there. */
export function unsetMap(): string {
  return mapBlock('""', "crosscheck_answer", [{ key: "default", value: '""' }]);
}

/** The six headers, those of them that some rule sets or an upstream's answer may have. */
export function answerHeaders(rules: readonly NumberedRule[], options: AnswerOptions): readonly AnswerHeader[] {
  const both = ["actual", "granted"];
  const headers = [
    header("Access-Control-Allow-Origin", both, (rule) => (rule.allowOrigins === "*" ? '"*"' : "$http_origin")),
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

/** A header's value, by the rule and the kind of answer. */
export function headerMap({ variable, lines }: AnswerHeader, { passesThrough }: AnswerOptions): string {
  // A preflight's answer is no range.
  if (!passesThrough && !lines.some(({ key }) => key.endsWith(' actual"')))
    return mapBlock("$crosscheck_answer", variable, lines);
  return mapBlock("$crosscheck_now", variable, lines, "volatile");
}

/**
 * When a range cannot be satisfied, nginx adds the headers to the answer it was about to give, and then again to the 416
 * that it gives instead. The second time is told by the Content-Range of a 416 that is not an upstream's. It is looked up
 * for a 416 only, because nginx remembers what it was the first time; and where there is no Range, not at all, because
 * server.conf sets the variable.
 */
export function rangedMaps(): string {
  const own = mapBlock('"$upstream_status $sent_http_content_range"', "crosscheck_own_416", [
    { key: "default", value: "$crosscheck_answer" },
    { key: quote("~^(?!(?:.* )?416 ).*bytes"), value: '""' },
  ]);
  const now = mapBlock(
    "$status",
    "crosscheck_now",
    [
      { key: "default", value: "$crosscheck_answer" },
      { key: "416", value: "$crosscheck_own_416" },
    ],
    "volatile",
  );
  return `${own}\n${now}`;
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
    const kinds = onOrigin ? ["none", "actual", ...(refuses ? ["unlisted"] : [])] : [];
    for (const kind of kinds) lines.push({ key: quote(`${name} ${kind}`), value: '"Origin"', comment });
    const asked = quote(onOrigin ? `Origin, ${preflight}` : preflight);
    for (const kind of ["granted", "refused"]) lines.push({ key: quote(`${name} ${kind}`), value: asked, comment });
  }
  return mapBlock("$crosscheck_answer", "crosscheck_vary", lines);
}
