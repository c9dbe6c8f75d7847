import type { HeaderList } from "../../packages/cors/src/http/header-list.ts";
import type { Cause } from "../../packages/toolkit/src/explain/cause.ts";

/** A page that meets one cause, and the servers that it meets it at. Origins are tokens: `{page}`, `{other}`, `{host}` … */
export interface Scenario {
  /** Part of every path. */
  readonly id: string;
  /** Written before the code that reads it, or after, or drawn from a seed: then it is a fresh check. */
  readonly set: "first" | "later" | "drawn";
  readonly cause: Cause;
  /** Of the page itself: its content security policy. */
  readonly pageHeaders?: HeaderList;
  /** Where only one of the two tells: the other is that of a call that went well, or of many causes. */
  readonly shows?: "archive" | "console";
  /** The page's script; `url("a")` is a URL of this scenario at another origin. */
  readonly script: string;
  /** By the last part of the path. */
  readonly answers: Readonly<Record<string, ScenarioAnswers>>;
}

export interface ScenarioAnswers {
  readonly preflight?: Answer;
  readonly actual?: Answer;
  /** For a request without `Origin`; else the one above. */
  readonly withoutOrigin?: Answer;
  /** For a request with a cookie; else one of the above. */
  readonly withCookie?: Answer;
}

/** `close` hangs up without a word. */
export type Answer = { readonly status: number; readonly headers: HeaderList; readonly body?: string } | "close";

/** The tokens: the page; another port; another host at that port; a TLS port with a certificate of nobody; a port where nobody is. */
export type ScenarioOrigins = Readonly<Record<"page" | "other" | "host" | "tls" | "dead" | "nowhere", string>>;

export function expand<T>(value: T, origins: ScenarioOrigins): T {
  return JSON.parse(
    JSON.stringify(value).replace(
      /\{(page|other|host|tls|dead|nowhere)\}/g,
      (_all, name: keyof ScenarioOrigins) => origins[name],
    ),
  ) as T;
}
