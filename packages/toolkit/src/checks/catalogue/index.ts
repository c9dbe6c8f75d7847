import type { Check } from "../check.ts";
import { costlyPreflight } from "./costly-preflight.ts";
import { crossDomainPolicy } from "./cross-domain-policy.ts";
import { developerPlayground } from "./developer-playground.ts";
import { foreignOrigin } from "./foreign-origin.ts";
import { inconsistentOnError } from "./inconsistent-on-error.ts";
import { invalidOrDuplicate } from "./invalid-or-duplicate.ts";
import { localPrefix } from "./local-prefix.ts";
import { missingVary } from "./missing-vary.ts";
import { narrowerThanPolicy } from "./narrower-than-policy.ts";
import { onlyOnError } from "./only-on-error.ts";
import { onlyOnRedirect } from "./only-on-redirect.ts";
import { pointlessHeader } from "./pointless-header.ts";
import { prefixMatch } from "./prefix-match.ts";
import { preflightOnly } from "./preflight-only.ts";
import { publicOnPrivateHost } from "./public-on-private-host.ts";
import { reflectsAnyOrigin } from "./reflects-any-origin.ts";
import { reflectsAnyOriginAnonymously } from "./reflects-any-origin-anonymously.ts";
import { reflectsHost } from "./reflects-host.ts";
import { sharedSuffix } from "./shared-suffix.ts";
import { specialCharacter } from "./special-character.ts";
import { substringMatch } from "./substring-match.ts";
import { suffixMatch } from "./suffix-match.ts";
import { timingAllowOrigin } from "./timing-allow-origin.ts";
import { trustsAnyPort } from "./trusts-any-port.ts";
import { trustsAnySubdomain } from "./trusts-any-subdomain.ts";
import { trustsExtensions } from "./trusts-extensions.ts";
import { trustsInsecureScheme } from "./trusts-insecure-scheme.ts";
import { trustsLocalOrigin } from "./trusts-local-origin.ts";
import { trustsNull } from "./trusts-null.ts";
import { unescapedDot } from "./unescaped-dot.ts";
import { websocketOrigin } from "./websocket-origin.ts";
import { widerThanPolicy } from "./wider-than-policy.ts";
import { wildcardListWithCredentials } from "./wildcard-list-with-credentials.ts";
import { wildcardWithCredentials } from "./wildcard-with-credentials.ts";

/** Every check, the gravest first. */
export const catalogue: readonly Check[] = [
  reflectsAnyOrigin,
  trustsNull,
  substringMatch,
  prefixMatch,
  suffixMatch,
  unescapedDot,
  specialCharacter,
  localPrefix,
  sharedSuffix,
  developerPlayground,
  websocketOrigin,
  preflightOnly,
  trustsInsecureScheme,
  foreignOrigin,
  reflectsHost,
  reflectsAnyOriginAnonymously,
  publicOnPrivateHost,
  widerThanPolicy,
  trustsAnySubdomain,
  trustsAnyPort,
  trustsLocalOrigin,
  trustsExtensions,
  missingVary,
  wildcardWithCredentials,
  invalidOrDuplicate,
  wildcardListWithCredentials,
  narrowerThanPolicy,
  inconsistentOnError,
  onlyOnError,
  onlyOnRedirect,
  costlyPreflight,
  pointlessHeader,
  timingAllowOrigin,
  crossDomainPolicy,
];
