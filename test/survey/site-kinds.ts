import type { IncomingMessage } from "node:http";

/** Where a farm's site is: what its configuration is made of. */
interface SiteName {
  readonly host: string;
  /** `https://host:port` */
  readonly own: string;
}

/** The rows of the survey's table that a site belongs in, by its category's id. */
type Truth = readonly string[];

/** One way to have CORS: what its server does, and what is true of it. */
export interface SiteKind {
  readonly id: string;
  /** Its share of the sites with CORS, in per mille: Chen et al., USENIX Security 2018, table 3, where it has a row there. */
  readonly perMille: number;
  readonly truth: Truth;
  /** A host below its registrable domain, where the mistake needs one. */
  readonly below?: boolean;
  readonly headers: (origin: string | undefined, site: SiteName, request: IncomingMessage) => readonly Header[];
}

type Header = readonly [name: string, value: string];

const vary: Header = ["Vary", "Origin"];
const credentials: Header = ["Access-Control-Allow-Credentials", "true"];

/** A server that compares the origin somehow, and allows with credentials what passes. */
function compares(allows: (origin: string, site: SiteName) => boolean, varies: boolean): SiteKind["headers"] {
  return (origin, site) => {
    const granted = origin !== undefined && allows(origin, site);
    const headers: Header[] = varies ? [vary] : [];
    return granted ? [...headers, ["Access-Control-Allow-Origin", origin], credentials] : headers;
  };
}

const always =
  (...headers: readonly Header[]) =>
  (): readonly Header[] =>
    headers;

const some = ["cors", "shares", "credentialed"];
const escaped = (text: string): string => text.replaceAll(".", "\\.");

// biome-ignore format: one kind per entry
export const siteKinds: readonly SiteKind[] = [
  { id: "reflects",           perMille: 33,  truth: [...some, "reflects-any-origin"],                headers: compares(() => true, true) },
  { id: "reflects-unvaried",  perMille: 10,  truth: [...some, "reflects-any-origin", "no-vary"],     headers: compares(() => true, false) },
  { id: "null",               perMille: 4,   truth: [...some, "trusts-null"],                        headers: compares((origin, { own }) => origin === own || origin === "null", true) },
  { id: "null-alone",         perMille: 4,   truth: [...some, "trusts-null", "no-vary"],             headers: compares((origin) => origin === "null", false) },
  { id: "prefix",             perMille: 4,   truth: [...some, "prefix-match", "no-vary"],            headers: compares((origin, { host }) => origin.startsWith(`https://${host}`), false) },
  { id: "suffix",             perMille: 68,  truth: [...some, "suffix-match"],                       headers: compares((origin, { host }) => origin.startsWith("https:") && origin.endsWith(host), true) },
  { id: "substring",          perMille: 1,   truth: [...some, "substring-match"],                    headers: compares((origin, { host }) => origin.startsWith("https:") && origin.includes(host), true) },
  { id: "dot",                perMille: 2,   truth: [...some, "unescaped-dot", "no-vary"], below: true, headers: compares((origin, { host, own }) => new RegExp(`^https://${host.replace(/\.example$/, "\\.example")}$`).test(origin) || origin === own, false) },
  { id: "subdomains",         perMille: 175, truth: [...some, "trusts-any-subdomain", "no-vary"],    headers: compares((origin, { host, own }) => origin === own || new RegExp(`^https://([a-z0-9-]+\\.)+${escaped(host)}$`).test(origin), false) },
  { id: "insecure-scheme",    perMille: 127, truth: [...some, "trusts-insecure-scheme"],             headers: compares((origin, { host, own }) => origin === own || origin === `http://${host}`, true) },
  { id: "star-credentials",   perMille: 15,  truth: [...some, "wildcard-with-credentials", "public", "no-vary"], headers: always(["Access-Control-Allow-Origin", "*"], credentials) },
  { id: "doubled",            perMille: 10,  truth: ["cors", "shares", "invalid", "public", "no-vary"], headers: always(["Access-Control-Allow-Origin", "*"], ["Access-Control-Allow-Origin", "*"]) },
  { id: "list-in-header",     perMille: 20,  truth: ["cors", "shares", "invalid", "no-vary"],        headers: (_origin, { own }) => [["Access-Control-Allow-Origin", `${own}, https://partner.example`]] },
  { id: "star",               perMille: 300, truth: ["cors", "shares", "public", "no-vary", "valid"], headers: always(["Access-Control-Allow-Origin", "*"]) },
  { id: "exact",              perMille: 127, truth: [...some, "valid"],                              headers: compares((origin, { own }) => origin === own, true) },
  { id: "exact-unvaried",     perMille: 100, truth: [...some, "no-vary", "valid"],                   headers: compares((origin, { own }) => origin === own, false) },
];
