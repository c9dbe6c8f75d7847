/** `name: value`, in lower case and sorted, of every header whose name begins with `Access-Control-`. */
export function corsLines(headers: Iterable<readonly [string, string]>): readonly string[] {
  return [...headers]
    .map(([name, value]) => `${name.toLowerCase()}: ${value}`)
    .filter((line) => line.startsWith("access-control-"))
    .sort();
}
