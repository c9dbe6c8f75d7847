import type { Directive, Place } from "./directive.ts";
import type { ScopedDirective } from "./server-configuration.ts";

/** A `RewriteRule` with the conditions before it. */
export interface RewriteRule {
  readonly pattern: string;
  readonly negated: boolean;
  readonly substitution: string;
  readonly flags: ReadonlyMap<string, readonly string[]>;
  readonly conditions: readonly RewriteCondition[];
  readonly place: Place;
}

export interface RewriteCondition {
  readonly subject: string;
  readonly pattern: string;
  readonly negated: boolean;
  readonly caseless: boolean;
  readonly orNext: boolean;
  readonly varies: boolean;
  readonly place: Place;
}

/** The short names of the flags. */
const shortNames: Readonly<Record<string, string>> = {
  redirect: "R",
  last: "L",
  forbidden: "F",
  gone: "G",
  nocase: "NC",
  proxy: "P",
  passthrough: "PT",
  env: "E",
  chain: "C",
  skip: "S",
  next: "N",
  noescape: "NE",
  qsappend: "QSA",
  qsdiscard: "QSD",
  qslast: "QSL",
  nosubreq: "NS",
  type: "T",
  handler: "H",
  cookie: "CO",
  discardpath: "DPI",
  ornext: "OR",
  novary: "NV",
};

/** The rules of a place, in order. */
export function rewriteRules(directives: readonly ScopedDirective[]): readonly RewriteRule[] {
  const rules: RewriteRule[] = [];
  let conditions: RewriteCondition[] = [];
  for (const directive of directives) {
    if (directive.key === "rewritecond") conditions.push(parseCondition(directive));
    if (directive.key !== "rewriterule") continue;
    const [pattern = "", substitution = "-", flags] = directive.words;
    rules.push({
      pattern: pattern.replace(/^!/, ""),
      negated: pattern.startsWith("!"),
      substitution,
      flags: parseFlags(flags),
      conditions,
      place: directive.place,
    });
    conditions = [];
  }
  return rules;
}

function parseCondition({ words, place }: Directive): RewriteCondition {
  const [subject = "", pattern = "", flagText] = words;
  const flags = parseFlags(flagText);
  return {
    subject,
    pattern: pattern.replace(/^!/, ""),
    negated: pattern.startsWith("!"),
    caseless: flags.has("NC"),
    orNext: flags.has("OR"),
    varies: !flags.has("NV"),
    place,
  };
}

/** `[R=204,L,E=X:1]`: a flag may come more than once. */
function parseFlags(text: string | undefined): ReadonlyMap<string, readonly string[]> {
  const flags = new Map<string, string[]>();
  if (text === undefined) return flags;
  for (const flag of text.replace(/^\[/, "").replace(/\]$/, "").split(",")) {
    const [name = "", ...value] = flag.trim().split("=");
    const short = shortNames[name.toLowerCase()] ?? name.toUpperCase();
    flags.set(short, [...(flags.get(short) ?? []), value.join("=")]);
  }
  return flags;
}
