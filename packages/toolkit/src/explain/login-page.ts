import { getHeader } from "@crosscheck/cors/http";
import { type Attempt, redirectTarget } from "./attempt.ts";

/** Names that login pages have: a part of the path, or of the host, or the protocol's own words. */
const path =
  /(?:^|[/._-])(?:log-?in|log_in|sign-?in|sign_in|sso|saml2?|adfs|oidc|oauth2?|openid(?:-connect)?|authorize|authenticate|authorization|auth|cas|identity|session\/new|sessions\/new)(?:[/._-]|$)/i;
const host =
  /^(?:login|signin|sso|auth|accounts?|id|idp|identity|adfs|oauth|cas)\.|^login-|\.(?:auth0|okta|onelogin)\.com$/i;

/** Where a redirect sends the browser to log in: of the preflight, or of the request; null where none does. */
export function loginPage({ hops }: Attempt): string | null {
  for (const { preflight, actual } of hops) {
    for (const one of [preflight, actual]) {
      const target = one === null ? null : redirectTarget(one);
      if (target !== null && isLoginPage(target)) return target;
    }
  }
  return null;
}

function isLoginPage(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname, pathname } = new URL(url);
  return host.test(hostname) || path.test(pathname);
}

/** The answer at the end is a page for people, and the call was of a script. */
export function endsAtPage({ hops }: Attempt): boolean {
  const type = getHeader(hops.at(-1)?.actual?.answer?.headers ?? [], "content-type") ?? "";
  return /^text\/html\b/i.test(type);
}
