/** Three sites for one check: where it speaks, where there is nothing to say, and where something looks like it. */
export interface Triple {
  readonly found: string;
  readonly safe: string;
  readonly alike: string;
}

// biome-ignore format: one check per line
const rows = [
  ["reflects-any-origin",             "echo",             "none",           "fixed-own"],
  ["reflects-any-origin-anonymously", "echo-anonymous",   "none",           "star-vary"],
  ["trusts-null",                     "null-listed",      "listed",         "null-case"],
  ["prefix-match",                    "begins",           "listed",         "port"],
  ["suffix-match",                    "ends",             "listed",         "below-any"],
  ["substring-match",                 "contains",         "listed",         "below"],
  ["unescaped-dot",                   "dot",              "listed-below",   "listed-regex"],
  ["special-character",               "underscore",       "listed",         "listed-port"],
  ["local-prefix",                    "local-begins",     "listed",         "local-any"],
  ["shared-suffix",                   "shared-github",    "listed",         "shared-one"],
  ["developer-playground",            "playground-codepen", "listed",         "playground-own"],
  ["foreign-origin",                  "partner-gone",     "fixed-own",      "fixed-below"],
  ["trusts-insecure-scheme",          "scheme",           "listed-own",     "scheme-plain"],
  ["trusts-any-subdomain",            "below",            "listed",         "listed-below"],
  ["trusts-any-port",                 "port",             "listed-own",     "listed-port"],
  ["trusts-local-origin",             "local",            "listed",         "local-name"],
  ["trusts-extensions",               "extension",        "listed",         "extension-one"],
  ["preflight-only",                  "sends",            "listed",         "listed-preflights"],
  ["missing-vary",                    "no-vary",          "listed-own",     "star"],
  ["reflects-host",                   "forwarded",        "fixed-below",    "fixed-own"],
  ["websocket-origin",                "socket",           "none",           "socket-own"],
  ["only-on-error",                   "error-echo",       "none-html",      "error-star"],
  ["only-on-redirect",                "redirect-star",    "redirect-plain", "redirect-both"],
  ["inconsistent-on-error",           "lost-on-errors",   "none-html",      "error-star"],
  ["wildcard-with-credentials",       "star-credentials", "star",           "star-false"],
  ["invalid-or-duplicate",            "doubled",          "star",           "vary-twice"],
  ["wildcard-list-with-credentials",  "star-list",        "preflight-kept", "star-list-anonymous"],
  ["costly-preflight",                "preflight-unsaid", "preflight-kept", "preflight-never"],
  ["pointless-header",                "star-false",       "star",           "lists-needed"],
  ["timing-allow-origin",             "timing",           "none",           "timing-own"],
  ["cross-domain-policy",             "flash",            "star",           "flash-own"],
  ["wider-than-policy",               "policy-wider",     "policy-same",    "policy-narrower"],
  ["narrower-than-policy",            "policy-narrower",  "policy-same",    "policy-wider"],
] as const;

export const triples: ReadonlyMap<string, Triple> = new Map(
  rows.map(([check, found, safe, alike]) => [check, { found, safe, alike }]),
);

/**
 * A private address is one of a network, and nothing of the farm leaves this machine: the check's own examples ask the same
 * plan's questions of sites that are told to be there.
 */
export const withoutTriple: readonly string[] = ["public-on-private-host"];
