import type { HeaderList } from "@crosscheck/cors/http";

/** What a site of the farm is asked. */
export interface FarmQuestion {
  readonly method: string;
  readonly path: string;
  /** Null when there was no `Origin`. */
  readonly origin: string | null;
  /** Whether the visitor's session came along: a cookie, or HTTP authentication. */
  readonly signedIn: boolean;
  /** What the request asks to be allowed, of a preflight. */
  readonly preflight: boolean;
  readonly header: (name: string) => string | null;
  /** The site's own origin as it is asked now, its host without and with the port. */
  readonly self: string;
  readonly hostname: string;
  readonly scheme: string;
  readonly port: string;
  /** How often the site was asked before. */
  readonly count: number;
}

/** What it says; `null` breaks the connection. The body is the visitor's secret where the session came along. */
export type FarmAnswer = {
  readonly status?: number;
  readonly headers?: HeaderList;
  readonly body?: string;
} | null;

/** What somebody gets, in the words of scan.md. */
type FarmLevel = "vulnerable" | "conditional" | "write-only" | "public" | "broken" | "info" | "safe" | "inconclusive";

/** One site, and what the author says of it. What an attacker gets there is not said: a browser finds it out. */
export interface FarmSite {
  readonly id: string;
  /** What it shows, in a sentence's part. */
  readonly why: string;
  /** `shop.example`; by default the id below `.example`. */
  readonly host: string;
  readonly scheme: "https" | "http";
  readonly protocol: "h2" | "http/1.1";
  /** The check that names the fault, with the level it has; null where nothing of medium or more is to be found. */
  readonly finds: string | null;
  /** What attackers gain in the browser. */
  readonly level: FarmLevel;
  /** The level of what is found, where that is another: a line on a site that everybody may read. */
  readonly told: FarmLevel;
  /** Checks that a look-alike must not be taken for are all others of medium or more; those that come along. */
  readonly also: readonly string[];
  readonly verdict: "passed" | "failed" | "inconclusive";
  /** How the scanner is told to ask: `--method POST`. */
  readonly arguments: readonly string[];
  /** Attributes of the session cookie that signing in sets; null for HTTP authentication. */
  readonly cookie: string | null;
  /** Whose pages attack beside those that attack everybody. */
  readonly attackers: readonly string[];
  /** Where the hole is, when not at `/`. */
  readonly path: string;
  readonly method: string;
  readonly answer: (question: FarmQuestion) => FarmAnswer;
}

export const secret = "alice's secret";

export function grant(origin: string | null, credentials: string | null = "true"): HeaderList {
  return [
    ...(origin === null ? [] : [["Access-Control-Allow-Origin", origin] as const]),
    ...(credentials === null ? [] : [["Access-Control-Allow-Credentials", credentials] as const]),
  ];
}

export const vary: HeaderList = [["Vary", "Origin"]];

/** Lets in those origins that a careless or a careful author lets in, and says to caches that it depends on them. */
export function letsIn(
  allowed: (origin: string, question: FarmQuestion) => boolean,
  credentials: string | null = "true",
): FarmSite["answer"] {
  return (question) => {
    const { origin } = question;
    return { headers: origin !== null && allowed(origin, question) ? [...grant(origin, credentials), ...vary] : vary };
  };
}

/** The same headers for everybody. */
export function sends(...headers: HeaderList): FarmSite["answer"] {
  return () => ({ headers });
}
