/**
 * The rows of the survey's tables: each is a bit of a site's `categories`. Bits are stored, so they keep their places: add
 * at the end.
 */
export interface Category {
  readonly id: string;
  readonly title: string;
  /** What counts, exactly. */
  readonly definition: string;
  /** The checks whose finding puts a site into the row; none where the definition is the evidence's own. */
  readonly checks: readonly string[];
}

const byCheck = (id: string, title: string, checks: readonly string[], definition: string): Category => ({
  id,
  title,
  checks,
  definition,
});

export const categories: readonly Category[] = [
  byCheck("cors", "CORS on", [], "An answer has an Access-Control header, or varies on Origin."),
  byCheck("shares", "lets somebody in", [], "An answer has Access-Control-Allow-Origin."),
  byCheck("credentialed", "with credentials", [], "An answer has Access-Control-Allow-Credentials: true."),
  byCheck(
    "cross-site-read",
    "exploitable by a cross-site page",
    [],
    "A finding by which a page of another site reads what a visitor with credentials gets.",
  ),
  byCheck(
    "same-site-read",
    "exploitable by a same-site page",
    [],
    "A finding by which another page of the same site does.",
  ),
  byCheck(
    "reflects-any-origin",
    "reflects any origin",
    ["reflects-any-origin", "reflects-any-origin-anonymously"],
    "An origin that nobody listed is allowed, and a second one, with or without credentials.",
  ),
  byCheck("trusts-null", "trusts null", ["trusts-null"], "The origin null is allowed."),
  byCheck(
    "prefix-match",
    "prefix match",
    ["prefix-match"],
    "An origin that only begins like an allowed one is let in, and not every one that contains it.",
  ),
  byCheck(
    "suffix-match",
    "suffix match",
    ["suffix-match"],
    "A registrable name that only ends like an allowed one is let in, and not every one that contains it.",
  ),
  byCheck(
    "substring-match",
    "substring match",
    ["substring-match"],
    "A name that only contains an allowed one, or a part of it, is let in.",
  ),
  byCheck(
    "unescaped-dot",
    "dot not escaped",
    ["unescaped-dot"],
    "A name with another character where an allowed one has a dot is let in.",
  ),
  byCheck(
    "special-character",
    "special character",
    ["special-character"],
    "A name with an odd character after an allowed one is let in.",
  ),
  byCheck(
    "trusts-any-subdomain",
    "trusts all subdomains",
    ["trusts-any-subdomain"],
    "A made-up name below the site's own is allowed.",
  ),
  byCheck(
    "trusts-insecure-scheme",
    "HTTPS site trusts its HTTP origin",
    ["trusts-insecure-scheme"],
    "A site on https allows an http origin of its own.",
  ),
  byCheck(
    "trusts-any-port",
    "trusts any port",
    ["trusts-any-port"],
    "The site's own host on a made-up port is allowed.",
  ),
  byCheck(
    "developer-origin",
    "developer back door",
    ["trusts-local-origin", "local-prefix", "developer-playground", "shared-suffix"],
    "localhost, a private address, a playground or everybody's host is allowed.",
  ),
  byCheck("foreign-origin", "a name that is gone", ["foreign-origin"], "An allowed origin's name does not exist."),
  byCheck(
    "wildcard-with-credentials",
    "* with credentials",
    ["wildcard-with-credentials"],
    "* beside Access-Control-Allow-Credentials, which browsers refuse.",
  ),
  byCheck(
    "invalid",
    "invalid value",
    ["invalid-or-duplicate"],
    "Access-Control-Allow-Origin has a value that no browser honours.",
  ),
  byCheck("no-vary", "no Vary: Origin", [], "CORS on, and no answer varies on Origin."),
  byCheck(
    "missing-vary",
    "a cacheable answer without the Vary it needs",
    ["missing-vary"],
    "The answer depends on Origin, may be cached, and does not say Vary: Origin.",
  ),
  byCheck(
    "preflight-only",
    "preflight grants what the answer does not",
    ["preflight-only"],
    "A preflight lets an origin in that the answer then does not.",
  ),
  byCheck(
    "reflects-host",
    "made of a forwarded host",
    ["reflects-host"],
    "The allowed origin is made of X-Forwarded-Host.",
  ),
  byCheck("public", "open to everybody without credentials", [], "Access-Control-Allow-Origin: *"),
  byCheck(
    "valid",
    "CORS on, nothing wrong found",
    [],
    "CORS on, asked everything, and no finding of the rows about mistakes.",
  ),
];

/** The rows that are about mistakes of who is let in. */
export const looseCategories: readonly string[] = [
  "reflects-any-origin",
  "trusts-null",
  "prefix-match",
  "suffix-match",
  "substring-match",
  "unescaped-dot",
  "special-character",
  "trusts-any-subdomain",
  "trusts-insecure-scheme",
  "trusts-any-port",
  "developer-origin",
  "foreign-origin",
  "preflight-only",
  "reflects-host",
];

const bits = new Map(categories.map(({ id }, index) => [id, 1 << index]));

export function bitOf(id: string): number {
  const bit = bits.get(id);
  if (bit === undefined) throw new Error(`There is no category "${id}".`);
  return bit;
}
