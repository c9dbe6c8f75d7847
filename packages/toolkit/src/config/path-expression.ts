import type { PathPattern } from "@crosscheck/cors";

/** What may follow the path where a server has the raw request target. */
export interface TargetEnd {
  /** As the alternatives of a group: `\?|\z`. */
  readonly alternatives: string;
  /** The characters among them, for the inside of a negated class: a segment has none. */
  readonly characters: string;
}

/**
 * A regular expression for the raw path of a request target, from its first byte on (without `^`). An unreserved character
 * may come percent-encoded, `(?:a|%61)`; nothing else is decoded, as the policy says.
 */
export function pathExpression(pattern: PathPattern, end: TargetEnd): string {
  return openExpression(pattern, end, hexDigits);
}

/** The same in any case; to be matched without regard to case. */
export function caselessPathExpression(pattern: PathPattern, end: TargetEnd): string {
  return openExpression(pattern, end, caselessHexDigits);
}

/**
 * The same for targets without anything ambiguous, to their end: one expression to try instead of two. It takes a segment at
 * a time and gives none back, in PCRE's syntax.
 */
export function unambiguousPathExpression({ segments, everythingBelow }: PathPattern, end: TargetEnd): string {
  const { alternatives, characters } = end;
  const plain = `[^/%\\\\\\x00-\\x1f\\x7f${characters}]`;
  const triplet = "%(?!2[EeFf5]|5[Cc]|[01][0-9A-Fa-f]|7[Ff])";
  const slash = `/(?!/|\\.(?:\\.?(?![^/${characters}])|\\.;))`;
  const texts = segments.map((segment) =>
    "literal" in segment ? `/${literalExpression(segment.literal, hexDigits)}` : `${slash}(?:${plain}|${triplet})++`,
  );
  const rest = everythingBelow ? `(?:${slash}${plain}*+(?:${triplet}${plain}*+)*+)*+` : "/?";
  return `${texts.join("")}${rest}(?:${alternatives})`;
}

/** Whether a pattern has a letter, so that a target can differ from it in case alone. */
export function hasLetters(pattern: PathPattern): boolean {
  return pattern.segments.some((segment) => "literal" in segment && /[A-Za-z]/.test(segment.literal));
}

/**
 * An expression (without `^`) for what servers and frameworks do not read alike: `//`, a `.` or `..` segment (also `..;`), a
 * backslash, an encoded or raw control character, an encoded `/`, `.`, `\` or `%`. To be matched without regard to case.
 */
export function ambiguousPathExpression({ alternatives, characters }: TargetEnd): string {
  const triplet = "%(?:2[EF5]|5C|[01][0-9A-F]|7F)";
  return `[^${characters}]*(?://|/\\.\\.?(?:/|${alternatives})|/\\.\\.;|[\\\\\\x00-\\x1f\\x7f]|${triplet})`;
}

function openExpression(pattern: PathPattern, end: TargetEnd, digits: (character: string) => string): string {
  const segments = pattern.segments.map((segment) =>
    "literal" in segment ? `/${literalExpression(segment.literal, digits)}` : `/[^/${end.characters}]+`,
  );
  return segments.join("") + (pattern.everythingBelow ? `(?:/|${end.alternatives})` : `/?(?:${end.alternatives})`);
}

/** A literal segment as it is written, tried first because it is what comes; or with characters encoded. */
function literalExpression(literal: string, digits: (character: string) => string): string {
  const encoded = [...literal].map((character) => spellings(character, digits)).join("");
  const plain = escapeExpression(literal);
  return literal.length > 1 && encoded !== plain ? `(?:${plain}|${encoded})` : encoded;
}

/** A character of a path, plain or percent-encoded. `.` has one spelling: encoded, it is ambiguous. */
function spellings(character: string, digits: (character: string) => string): string {
  if (!/[A-Za-z0-9_~-]/.test(character)) return escapeExpression(character);
  return `(?:${character}|%${digits(character)})`;
}

function hexDigits(character: string): string {
  const digits = character.charCodeAt(0).toString(16).toUpperCase();
  return digits.replace(/[A-F]/g, (digit) => `[${digit}${digit.toLowerCase()}]`);
}

/** A letter's two cases differ in the first digit alone: 4 and 6, 5 and 7. */
function caselessHexDigits(character: string): string {
  if (!/[A-Za-z]/.test(character)) return hexDigits(character);
  const [first, second] = hexDigits(character.toUpperCase()).split(/(?<=^[0-9])/);
  return `[${first}${Number(first) + 2}]${second}`;
}

/** Text that a regular expression takes literally, in PCRE as in JavaScript. */
export function escapeExpression(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
