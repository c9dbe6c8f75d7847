import type { AllowOriginsFunction } from "./allow-origins-function.ts";

/**
 * The policy file as data: what `definePolicy` takes and `policy.toJSON()` gives back.
 *
 * Its parameters are what `definePolicy` infers: the names of the sets, the entries of the rules' lists, and the rules' ids,
 * so that `$apss` is an error where the sets have `apps`. Texts that are not known when a program is compiled are let
 * through; `parsePolicy` checks them all the same.
 */
export interface PolicyDocument<
  SetName extends string = string,
  Entry extends string = string,
  RuleId extends string = string,
> extends PolicyParts<SetName> {
  /** Chosen by path alone; the first match wins; no match, no CORS headers at all. */
  readonly rules: readonly RuleDocument<SetName, Entry, RuleId>[];
}

interface PolicyParts<SetName extends string> {
  readonly version?: 1;
  /** Named lists of origin patterns, used in a rule as `$name`. */
  readonly originSets?: Readonly<Record<SetName, readonly string[]>>;
  readonly environments?: Readonly<Record<string, EnvironmentDocument<NoInfer<SetName>>>>;
}

/** A rule of a policy file. */
export type RuleDocument<
  SetName extends string = string,
  Entry extends string = string,
  RuleId extends string = string,
> = RuleNames<RuleId> & RuleSettings<SetName, Entry>;

/** A rule alone is a policy too: its id is `default` and its path everything, unless it says otherwise. */
export type LoneRuleDocument<
  SetName extends string = string,
  Entry extends string = string,
  RuleId extends string = string,
> = Partial<RuleNames<RuleId>> & RuleSettings<SetName, Entry> & PolicyParts<SetName>;

/** An entry of a rule's list, or, for a `$name` that no set has, the names there are. */
type OriginEntry<SetName extends string, Entry extends string> = Entry &
  (Entry extends `$${infer Name}` ? (Name extends NoInfer<SetName> ? Entry : `$${NoInfer<SetName>}`) : Entry);

interface RuleNames<RuleId extends string> {
  /** Letters, digits, `.`, `_` and `-`: it is printed in logs and generated configurations. */
  readonly id: RuleId;
  /** Literals, `:name` for one segment, a trailing `*`: `/users/:id`, `/api/*`. */
  readonly path: string;
}

/** The six response headers of CORS without their prefix, and what goes with them. `*` and credentials exclude each other. */
type RuleSettings<SetName extends string, Entry extends string> = CommonSettings &
  (AnyOriginSettings | AnonymousSettings<SetName, Entry> | CredentialedSettings<SetName, Entry>);

interface AnyOriginSettings extends ListsWithWildcard {
  readonly allowOrigins: "*";
  readonly allowCredentials?: false;
}

interface AnonymousSettings<SetName extends string, Entry extends string> extends ListsWithWildcard {
  /** Patterns (`https://app.example.com`, `https://*.example.com`, `http://localhost:*`) and set names (`$apps`). In code, a function. */
  readonly allowOrigins: readonly OriginEntry<SetName, Entry>[] | AllowOriginsFunction;
  readonly allowCredentials?: false;
}

interface CredentialedSettings<SetName extends string, Entry extends string> {
  readonly allowOrigins: readonly OriginEntry<SetName, Entry>[] | AllowOriginsFunction;
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
  /** With a function as `allowOrigins`: the request headers it looks at, beside `Origin`. Added to `Vary`. */
  readonly variesOn?: readonly string[];
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
export interface EnvironmentDocument<SetName extends string = string> {
  /** Loopback and private-address origins are expected here. */
  readonly development?: boolean;
  /** By set name; `replace` goes first when both are there. */
  readonly originSets?: Readonly<
    Partial<Record<SetName, { readonly add?: readonly string[]; readonly replace?: readonly string[] }>>
  >;
  /** For every rule that allows an origin. */
  readonly maxAge?: number | string;
}
