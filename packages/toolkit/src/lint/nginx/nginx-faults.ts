import type { ConfigFault } from "../lint-target.ts";
import { fallbackWithoutHeaders } from "./checks/fallback-without-headers.ts";
import { headerInIfWithTryFiles, headerInServerIf, secondIfWins } from "./checks/header-in-if.ts";
import { headersNotInherited } from "./checks/headers-not-inherited.ts";
import { misspeltHeader, noSuchDirective } from "./checks/near-misses.ts";
import { pathScopeEscapes } from "./checks/path-scope-escapes.ts";
import { blanketPreflight, limitExceptSkipsIf, preflightFails } from "./checks/preflight.ts";
import { caselessKey, dollarBeforeNewline, keyTooLong, mapHashTwice, originNeverMatches } from "./checks/tables.ts";
import { cachedUpstreamOrigin, hidingNotInherited, varyOverwritten } from "./checks/upstream-headers.ts";
import type { NginxCheck, NginxContext } from "./nginx-check.ts";

/** Every check of nginx's own pitfalls. */
const nginxChecks: readonly NginxCheck[] = [
  preflightFails,
  headersNotInherited,
  headerInIfWithTryFiles,
  secondIfWins,
  headerInServerIf,
  limitExceptSkipsIf,
  fallbackWithoutHeaders,
  blanketPreflight,
  hidingNotInherited,
  cachedUpstreamOrigin,
  varyOverwritten,
  pathScopeEscapes,
  dollarBeforeNewline,
  caselessKey,
  originNeverMatches,
  keyTooLong,
  mapHashTwice,
  misspeltHeader,
  noSuchDirective,
];

export function nginxFaults(context: NginxContext): readonly ConfigFault[] {
  return nginxChecks.flatMap(({ run }) => run(context));
}
