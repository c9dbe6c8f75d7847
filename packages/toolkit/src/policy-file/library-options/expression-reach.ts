/** How far a regular expression for origins reaches, found by trying it: origins made of its own text, and look-alikes. */
export interface ExpressionReach {
  /** Whether sites that have nothing to do with it get in. */
  readonly everybody: boolean;
  /** Origin patterns all of whose samples it lets in, and that belong to the names in its text. */
  readonly patterns: readonly string[];
  /** Origins that it lets in and that a stranger can have. */
  readonly strangers: readonly string[];
}

const unrelated = ["https://evil.example", "https://a1-b2.attacker.example:8443", "https://evil.attacker.example"];

export function expressionReach(expression: RegExp): ExpressionReach {
  // A copy, because a test with the flag g or y leaves a mark.
  const copy = new RegExp(expression.source, expression.flags.replace(/[gy]/g, ""));
  const lets = (origin: string) => copy.test(origin);
  if (unrelated.every(lets)) return { everybody: true, patterns: [], strangers: [unrelated[0] ?? ""] };

  const hosts = hostsIn(expression.source);
  const patterns: string[] = [];
  const strangers: string[] = [];
  for (const host of hosts) {
    for (const scheme of ["https", "http"]) {
      for (const [pattern, samples] of shapes(scheme, host)) {
        if (samples.every(lets) && !patterns.some((wider) => covers(wider, pattern))) patterns.push(pattern);
      }
    }
    strangers.push(...lookAlikes(host).filter(lets));
  }
  if (lets("null")) strangers.push("null");
  const own = (origin: string) => hosts.some((host) => hostOf(origin) === host || hostOf(origin).endsWith(`.${host}`));
  return { everybody: false, patterns, strangers: [...new Set(strangers)].filter((origin) => !own(origin)) };
}

const mostHosts = 50;

/** The host names that an expression's text has: `^https://(app|admin)\.example\.com$` has three. */
function hostsIn(source: string): readonly string[] {
  const text = source
    .replace(/\\([./-])/g, "$1")
    .replace(/\\[a-zA-Z]|\[[^\]]*\]|\{[^}]*\}|\(\?(?:<?[=!]|:|<[a-z]+>)?/g, " ")
    .replace(/https?(?=\??:?\/\/)|:?\/\//g, " ");
  const runs = text.toLowerCase().match(/[a-z0-9.-]*[a-z0-9]/g) ?? [];
  const clean = runs.map((run) => run.replace(/^[.-]+/, "")).filter((run) => run !== "" && !/^[0-9]+$/.test(run));
  const domains = clean.filter((run) => run === "localhost" || /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}$/.test(run));
  const words = clean.filter((run) => !run.includes(".") && run !== "localhost");
  const joined = domains.flatMap((domain) => words.map((word) => `${word}.${domain}`));
  return [...new Set([...domains, ...joined])].slice(0, mostHosts);
}

/** Patterns for a host, the widest first, and origins that each of them covers. */
function shapes(scheme: string, host: string): readonly (readonly [pattern: string, samples: readonly string[]])[] {
  const below = ["a", "z9-x", "a.b"].map((label) => `${scheme}://${label}.${host}`);
  const ports = ["", ":1", ":3000", ":65535"];
  return [
    [`${scheme}://*.${host}:*`, below.flatMap((origin) => ports.map((port) => origin + port))],
    [`${scheme}://*.${host}`, below],
    [`${scheme}://${host}:*`, ports.map((port) => `${scheme}://${host}${port}`)],
    [`${scheme}://${host}`, [`${scheme}://${host}`]],
  ];
}

function covers(wider: string, pattern: string): boolean {
  const [, scheme = "", star = "", host = "", port = ""] = /^(https?):\/\/(\*\.)?([^:]+)(:\*)?$/.exec(wider) ?? [];
  const [, ownScheme, ownStar = "", ownHost = "", ownPort = ""] =
    /^(https?):\/\/(\*\.)?([^:]+)(:\*)?$/.exec(pattern) ?? [];
  if (scheme !== ownScheme || (ownPort !== "" && port === "")) return false;
  if (star === "") return ownStar === "" && ownHost === host;
  return ownHost.endsWith(`.${host}`) || (ownStar !== "" && ownHost === host);
}

/** What the usual slips let in: no beginning, no end, a dot that is any character. */
function lookAlikes(host: string): readonly string[] {
  const dotless = host.replace(".", "x");
  return [
    `https://evil${host}`,
    `https://evil-${host}`,
    `https://${host}.evil.example`,
    `https://${host}evil.example`,
    `https://${host}-evil.example`,
    ...(dotless.includes(".") ? [`https://${dotless}`] : []),
    `https://x.${dotless.includes(".") ? dotless : `${dotless}.example`}`,
  ];
}

function hostOf(origin: string): string {
  return /^[a-z]+:\/\/([^:]+)/.exec(origin)?.[1] ?? "";
}
