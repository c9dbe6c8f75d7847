/** What a value of a wrong type was probably meant as; undefined when it cannot be told. */

/** `PUT, DELETE` was probably meant as a list of two. */
export function meantList(value: unknown): readonly string[] | undefined {
  if (typeof value !== "string") return undefined;
  const entries = value.slice(0, 500).split(/[\s,]+/);
  return entries.filter((entry) => entry !== "");
}

const booleanWords: ReadonlyMap<unknown, boolean> = new Map([
  ["true", true],
  ["yes", true],
  ["on", true],
  ["false", false],
  ["no", false],
  ["off", false],
]);

/** `yes` is true, as it is in YAML 1.1. */
export function meantBoolean(value: unknown): boolean | undefined {
  return booleanWords.get(typeof value === "string" ? value.toLowerCase() : value);
}

/** `2 hours` is `2h`. */
export function meantDuration(text: string): string | number | undefined {
  const compact = text.toLowerCase().replace(/\s+/g, "").slice(0, 40);
  const [, count, word] = /^([0-9]{1,10})(s|sec|second|m|min|minute|h|hour|d|day)?s?$/.exec(compact) ?? [];
  if (count === undefined) return undefined;
  return word === undefined ? Number(count) : `${count}${word[0]}`;
}
