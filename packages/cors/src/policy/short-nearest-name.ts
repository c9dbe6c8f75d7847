/** The known name that differs in case alone, for bundles that are not for Node: see for-others.ts. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  return known.find((other) => other.toLowerCase() === name.toLowerCase());
}
