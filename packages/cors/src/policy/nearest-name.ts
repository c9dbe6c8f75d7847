/** Names that people know from other CORS libraries, simplified, and what they are called here. */
const otherNames: Readonly<Record<string, string>> = {
  origin: "allowOrigins",
  origins: "allowOrigins",
  allowedorigin: "allowOrigins",
  allowedorigins: "allowOrigins",
  credentials: "allowCredentials",
  supportscredentials: "allowCredentials",
  methods: "allowMethods",
  allowedmethods: "allowMethods",
  headers: "allowHeaders",
  allowedheaders: "allowHeaders",
  exposedheaders: "exposeHeaders",
  preflightmaxage: "maxAge",
  name: "id",
  pathname: "path",
  dangers: "danger",
  until: "expires",
  because: "reason",
};

/** Longer names are not compared: the cost grows with the product of the lengths. */
const longestCompared = 60;

/** The known name that an unknown one was probably meant to be, or undefined. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  if (name.length > longestCompared) return undefined;
  const wanted = simplify(name);
  const translated = Object.hasOwn(otherNames, wanted) ? otherNames[wanted] : undefined;
  if (translated !== undefined && known.includes(translated)) return translated;

  let nearest: string | undefined;
  let smallest = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of known) {
    if (candidate.length > longestCompared) continue;
    const distance = editDistance(wanted, simplify(candidate));
    if (distance < smallest) {
      smallest = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

/** `Access-Control-Max-Age`, `max_age` and `maxAge` are one name. */
function simplify(name: string): string {
  const letters = name.toLowerCase().replace(/[^a-z0-9]/g, "");
  return letters.replace(/^accesscontrol(?=.)/, "");
}

/** Levenshtein's distance. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(substitution, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}
