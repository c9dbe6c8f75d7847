import { getHeaderValues, type HeaderList, parseSerializedOrigin } from "@crosscheck/cors/http";
import { parse } from "tldts";
import { registrableDomain } from "./registrable-domain.ts";

/** Origins that a site itself mentions, and that it may therefore trust. */
export interface LearnedOrigins {
  /** Of the site's own registrable domain, its own host left out. */
  readonly siblings: readonly string[];
  /** Of others; those that the site connects to or is framed by first. */
  readonly partners: readonly string[];
  /** Hosts where everybody can have a name (`netlify.app`), of which a name is mentioned. */
  readonly sharedSuffixes: readonly string[];
}

/** As many as are asked as. */
const most = { siblings: 2, partners: 2, sharedSuffixes: 1 } as const;
/** Bounded, so that a hostile page costs no more than its length. */
const mostMentions = 200;

/**
 * What the answer's Content-Security-Policy and text mention. A page is connected to what its CSP lets it connect to, and a
 * site that is framed by another is likely to talk to it.
 */
export function learnedOrigins(headers: HeaderList, body: string, url: string): LearnedOrigins {
  const { hostname } = new URL(url);
  const own = registrableDomain(url);
  const siblings = new Set<string>();
  const partners = new Set<string>();
  const sharedSuffixes = new Set<string>();
  for (const origin of [...policyOrigins(headers), ...textOrigins(body)].slice(0, mostMentions)) {
    const { hostname: name } = new URL(origin);
    const domain = registrableDomain(origin);
    if (name === hostname || domain === null) continue;
    const { publicSuffix, isPrivate } = parse(name, { allowPrivateDomains: true });
    if (isPrivate === true && publicSuffix !== null) sharedSuffixes.add(publicSuffix);
    (domain === own ? siblings : partners).add(origin);
  }
  return {
    siblings: [...siblings].slice(0, most.siblings),
    partners: [...partners].slice(0, most.partners),
    sharedSuffixes: [...sharedSuffixes].slice(0, most.sharedSuffixes),
  };
}

const telling: readonly string[] = ["connect-src", "frame-ancestors", "form-action", "default-src"];

/** https://www.w3.org/TR/CSP3/#grammardef-host-source , without wildcards and paths. */
function policyOrigins(headers: HeaderList): readonly string[] {
  const policies = ["content-security-policy", "content-security-policy-report-only"].flatMap((name) =>
    getHeaderValues(headers, name),
  );
  const directives = policies
    .flatMap((policy) => policy.slice(0, 8_192).split(/[;,]/))
    .map((directive) => directive.trim().split(/\s+/));
  return telling.flatMap((name) =>
    directives
      .filter(([directive = ""]) => directive.toLowerCase() === name)
      .flatMap(([, ...sources]) => sources)
      .map((source) => /^(?:(https?|wss?):\/\/)?((?:[a-z0-9-]+\.)+[a-z0-9-]+(?::\d+)?)(?:\/|$)/i.exec(source))
      .flatMap((found) => (found === null ? [] : originOf(`${httpScheme(found[1])}://${found[2]}`))),
  );
}

function httpScheme(scheme: string | undefined): string {
  return scheme?.toLowerCase() === "http" || scheme?.toLowerCase() === "ws" ? "http" : "https";
}

function textOrigins(body: string): readonly string[] {
  const found: string[] = [];
  for (const [, scheme = "", host = ""] of body.matchAll(
    /\b(https?):\\?\/\\?\/((?:[a-z0-9-]{1,63}\.){1,8}[a-z0-9-]{2,63}(?::\d{1,5})?)/gi,
  )) {
    found.push(...originOf(`${scheme}://${host}`));
    if (found.length >= mostMentions) break;
  }
  return found;
}

function originOf(text: string): readonly string[] {
  const origin = URL.parse(text)?.origin ?? "null";
  return parseSerializedOrigin(origin) === null || origin === "null" ? [] : [origin];
}
