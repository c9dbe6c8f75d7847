import type { Exchange, HttpRequest } from "@crosscheck/cors/http";

/**
 * What a scan, a configuration's simulation or a policy showed: recorded exchanges and what is known about the site.
 * Checks see this and nothing else, so a stored scan can be judged again by a newer catalogue.
 */
export interface Evidence {
  /** The URL whose CORS is judged: the last one when redirects were followed. Absolute, without a fragment. */
  readonly url: string;
  /** Whether that URL's host is on the public internet, as far as its address tells. */
  readonly network: "public" | "private" | "loopback";
  /** The registrable domain (`example.co.uk`), or null for an IP address, `localhost` and public suffixes. */
  readonly registrableDomain: string | null;
  /** The redirects that led to `url`, in order: the plain GET at each hop. Empty when there were none. */
  readonly hops: readonly Exchange[];
  /** Every question asked of `url` and of paths beside it, in the order asked. */
  readonly probes: readonly Probe[];
  /** What the site's policy says to the same questions: an exchange for each probe, in their order. */
  readonly intended?: readonly Exchange[];
  /** Names of allowed origins that do not exist (NXDOMAIN, asked twice), and that anybody could register. */
  readonly missingNames?: readonly string[];
  /** Hosts of allowed origins whose alias (CNAME) leads to a name that does not exist, with that name. */
  readonly danglingNames?: readonly { readonly host: string; readonly alias: string }[];
  /** WebSocket handshakes that pages of other origins were let through, or not. */
  readonly webSockets?: readonly Probe[];
  /** Whom the legacy file crossdomain.xml lets in, and what said so. */
  readonly crossDomainPolicy?: { readonly exchange: Exchange; readonly domains: readonly string[] };
  /** The dynamic stage was cut short: rate limit, reset, deadline. What was proven before still stands. */
  readonly incomplete: string | null;
}

/** One question and its answer. */
export interface Probe {
  /** Unique in its scan: `baseline`, `random-origin`, `null-origin`, `error-page` … */
  readonly id: string;
  readonly kind: ProbeKind;
  /** The page's origin the question was asked as; null for a request without `Origin`. */
  readonly origin: string | null;
  readonly exchange: Exchange;
}

/** Why a question was asked. Several probes may have one kind. */
export type ProbeKind =
  | "baseline" // no Origin at all
  | "own-origin" // the site's own
  | "random-origin" // a registrable name nobody listed
  | "second-random-origin" // independent of the first, to confirm it
  | "null-origin"
  | "composite" // begins with, contains and ends with an allowed name, all at once
  | "prefix-match" // HOST.attacker, APEX.attacker
  | "suffix-match" // attackerAPEX
  | "host-suffix" // attackerHOST, a name that only the same site's owner can have
  | "substring-match" // attackerAPEX.attacker; a name that an allowed one begins with
  | "unescaped-dot" // a letter where an allowed name has a dot
  | "special-character" // HOST_.attacker
  | "subdomain" // a made-up name below the site's own
  | "port" // the site's host, another port
  | "insecure-scheme" // http: names of a site on https
  | "local-origin" // localhost, private addresses
  | "local-prefix" // localhost.attacker
  | "extension" // a made-up browser extension
  | "shared-suffix" // a made-up name where everybody can have one
  | "developer-playground" // where everybody can run a script
  | "sibling-origin" // a name beside the site, or one that the site mentions
  | "forwarded-host" // the site's own origin, and X-Forwarded-Host from a proxy
  | "listed-origin" // an origin that the site's policy allows
  | "listed-preflight" // OPTIONS, from one of those
  | "web-socket" // a handshake, from a random origin
  | "preflight" // OPTIONS, from the random origin
  | "redirected" // where pages alone are sent to, from the same page
  | "guessed-path" // an address that is often there
  | "error-page" // a path that does not exist, without Origin
  | "error-page-with-origin";

/** The request that a probe makes, before it is sent. */
export interface ProbeRequest {
  readonly id: string;
  readonly kind: ProbeKind;
  readonly origin: string | null;
  readonly request: HttpRequest;
}
