import type { Check } from "../check.ts";
import { inconsistentOnError } from "./inconsistent-on-error.ts";
import { invalidOrDuplicate } from "./invalid-or-duplicate.ts";
import { prefixMatch } from "./prefix-match.ts";
import { reflectsAnyOrigin } from "./reflects-any-origin.ts";
import { reflectsAnyOriginAnonymously } from "./reflects-any-origin-anonymously.ts";
import { trustsNull } from "./trusts-null.ts";
import { wildcardWithCredentials } from "./wildcard-with-credentials.ts";

/** Every check, the gravest first. */
export const catalogue: readonly Check[] = [
  reflectsAnyOrigin,
  trustsNull,
  prefixMatch,
  reflectsAnyOriginAnonymously,
  wildcardWithCredentials,
  invalidOrDuplicate,
  inconsistentOnError,
];
