/** The policy file as data: what `definePolicy` takes and `policy.toJSON()` gives back. */
export interface PolicyDocument {
  readonly version?: 1;
  /** Named lists of origin patterns, used in a rule as `$name`. */
  readonly originSets?: Readonly<Record<string, readonly string[]>>;
  /** Chosen by path alone; the first match wins; no match, no CORS headers at all. */
  readonly rules: readonly RuleDocument[];
  readonly environments?: Readonly<Record<string, EnvironmentDocument>>;
}

/** A rule of a policy file. */
export type RuleDocument = RuleNames & RuleSettings;

/** A rule alone is a policy too: its id is `default` and its path everything, unless it says otherwise. */
export type LoneRuleDocument = Partial<RuleNames> & RuleSettings & Partial<Omit<PolicyDocument, "rules">>;

interface RuleNames {
  /** Letters, digits, `.`, `_` and `-`: it is printed in logs and generated configurations. */
  readonly id: string;
  /** Literals, `:name` for one segment, a trailing `*`: `/users/:id`, `/api/*`. */
  readonly path: string;
}

/** The six response headers of CORS without their prefix, and what goes with them. `*` and credentials exclude each other. */
type RuleSettings = CommonSettings & (AnyOriginSettings | AnonymousSettings | CredentialedSettings);

interface AnyOriginSettings extends ListsWithWildcard {
  readonly allowOrigins: "*";
  readonly allowCredentials?: false;
}

interface AnonymousSettings extends ListsWithWildcard {
  /** Patterns (`https://app.example.com`, `https://*.example.com`, `http://localhost:*`) and set names (`$apps`). */
  readonly allowOrigins: readonly string[];
  readonly allowCredentials?: false;
}

interface CredentialedSettings {
  readonly allowOrigins: readonly string[];
  readonly allowCredentials: boolean;
  readonly allowMethods?: readonly string[];
  readonly allowHeaders?: readonly string[];
  readonly exposeHeaders?: readonly string[];
}

interface ListsWithWildcard {
  /** GET, HEAD and POST need no permission; listing them is harmless. */
  readonly allowMethods?: "*" | readonly string[];
  readonly allowHeaders?: "*" | readonly string[];
  readonly exposeHeaders?: "*" | readonly string[];
}

interface CommonSettings {
  /** Seconds, or `90s`, `10m`, `2h`, `1d`; at most one day. */
  readonly maxAge?: number | string;
  /** Answer 403 to an actual request whose Origin is neither allowed nor among `selfOrigins`. */
  readonly refuseUnlisted?: boolean;
  /** The server's own public origins. */
  readonly selfOrigins?: readonly string[];
  readonly danger?: readonly DangerDocument[];
}

/** A risk taken on purpose, for a time. */
export interface DangerDocument {
  readonly allow: DangerId;
  readonly reason: string;
  /** The last day it holds, in UTC: `2027-03-31`. */
  readonly expires: string;
}

export type DangerId = "insecure-origin" | "shared-suffix" | "null-origin" | "local-origin";

/** What one environment changes: origin sets and maxAge, never the structure. */
export interface EnvironmentDocument {
  /** Loopback and private-address origins are expected here. */
  readonly development?: boolean;
  /** By set name; `replace` goes first when both are there. */
  readonly originSets?: Readonly<
    Record<string, { readonly add?: readonly string[]; readonly replace?: readonly string[] }>
  >;
  /** For every rule that allows an origin. */
  readonly maxAge?: number | string;
}
