/** One way in which the answers of two policies differ. `describeChange` makes the sentence. */
export interface PolicyChange {
  /**
   * widens: some request gets what it did not get; narrows: some request no longer gets what it got; changes: neither, as
   * far as the policy alone can say.
   */
  readonly change: "widens" | "narrows" | "changes";
  readonly what: PolicyChangeCode;
  /** The rule that decides in the new policy; absent when none does. */
  readonly ruleId?: string;
  /** The rule that decided in the old one; absent when none did. */
  readonly oldRuleId?: string;
  /** The narrower of the two rules' paths; null for targets that are ambiguous in the old policy, the new one, or both. */
  readonly path: string | null;
  /** A request target that is decided otherwise than before; null when the paths could not be told apart. */
  readonly example: string | null;
  /** What is gone: names or origin patterns; for maxAge the old seconds, null for none. */
  readonly before?: readonly string[] | number | null;
  /** What is new: names or origin patterns; for maxAge the new seconds, null for none. */
  readonly after?: readonly string[] | number | null;
}

/** Public: never reused or renamed. */
export type PolicyChangeCode =
  | "origins-added"
  | "origins-removed"
  | "credentials-added"
  | "credentials-removed"
  | "methods-added"
  | "methods-removed"
  | "headers-added"
  | "headers-removed"
  | "exposed-headers-added"
  | "exposed-headers-removed"
  | "refusal-lifted"
  | "refusal-added"
  | "self-origins-added"
  | "self-origins-removed"
  | "max-age-changed"
  | "path-governed"
  | "path-ungoverned"
  | "paths-undecided";
