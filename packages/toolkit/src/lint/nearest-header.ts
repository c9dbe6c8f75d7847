import { corsResponseHeaderNames } from "@crosscheck/cors";

/** Names that begin alike and are others: they are known, and answers may carry them. */
const others = [
  "access-control-allow-private-network",
  "access-control-request-method",
  "access-control-request-headers",
  "access-control-request-private-network",
];

/** The header that a name like it was meant to be: `Access-Control-Allow-Method`. Null for a right one and for any other. */
export function nearestHeader(name: string): string | null {
  const written = name.toLowerCase().replaceAll("_", "-");
  if (corsResponseHeaderNames.some((known) => known.toLowerCase() === name.toLowerCase()) || others.includes(written))
    return null;
  const looksLikeCors = /^(?:x-)?acc?ess?-?control|^cors|^allow-(?:origin|method|header|credential)/.test(written);
  if (!looksLikeCors) return null;
  const [best] = corsResponseHeaderNames
    .map((known) => ({ known, distance: distance(written, known.toLowerCase()) }))
    .toSorted((left, right) => left.distance - right.distance);
  return best !== undefined && best.distance <= 16 ? best.known : null;
}

function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const change = left[i - 1] === right[j - 1] ? 0 : 1;
      next.push(Math.min((next[j - 1] ?? 0) + 1, (row[j] ?? 0) + 1, (row[j - 1] ?? 0) + change));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
