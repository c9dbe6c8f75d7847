/** A header's value in a sentence: quoted, cut to a readable length, control characters escaped. */
export function quoteValue(value: string): string {
  return JSON.stringify(value.length > 120 ? `${value.slice(0, 120)}…` : value);
}
