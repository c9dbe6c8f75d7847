const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000 };

/** Milliseconds of `500ms`, `30s`, `2m`; a number alone is seconds. Null for anything else. */
export function parseDuration(text: string): number | null {
  const [, number, unit = "s"] = /^([0-9]{1,9}(?:\.[0-9]{1,3})?)(ms|s|m)?$/.exec(text) ?? [];
  const milliseconds = units[unit];
  return number === undefined || milliseconds === undefined ? null : Number(number) * milliseconds;
}
