import type { Responder } from "@crosscheck/cors/http";
import type { Evidence } from "./evidence.ts";
import type { Attacker, Finding, Severity } from "./finding.ts";

/** One class of misconfiguration: what it is, how it is shown, what to do. One file each, in `catalogue/`. */
export interface Check {
  /** Kebab-case; the file's name, the finding's `check`, and the anchor of its page. */
  readonly id: string;
  /** As it reads when it is found: "Every origin is allowed, with credentials". */
  readonly title: string;
  /** The severity it has when nothing about the site lowers it. */
  readonly severity: Severity;
  readonly attacker: Attacker;
  /** CVSS 3.1 vector, or null when nobody gains anything. */
  readonly cvss: string | null;
  readonly cwe: readonly number[];
  /** Why it matters, in plain words. */
  readonly why: string;
  /** What to do, for each server; `general` always. Plain text; configuration lines where they help. */
  readonly fix: Readonly<Record<string, string>> & { readonly general: string };
  /** The anchor of the standard that decides it. */
  readonly spec: string;
  /** Told for each URL of a site that has it, where others are told once, at the worst. */
  readonly isOfOneUrl?: true;
  readonly run: (evidence: Evidence) => readonly Finding[];
  /** Run as tests (the real plan over each site, then the check) and printed in the docs. */
  readonly examples: { readonly bad: readonly Example[]; readonly good: readonly Example[] };
}

/** A site small enough to read: bad ones must be reported by this check, good ones must not. */
export interface Example {
  readonly title: string;
  /** Where the example lives; `https://shop.example/` unless told. */
  readonly url?: string;
  /** Where its address is; public unless told. */
  readonly network?: Evidence["network"];
  /** Redirects that led there. */
  readonly hops?: Evidence["hops"];
  /** What is known beside the answers. */
  readonly known?: Pick<Evidence, "missingNames" | "danglingNames" | "webSockets" | "crossDomainPolicy">;
  readonly respond: Responder;
  /** What is meant to be answered, where a check compares. */
  readonly policy?: Responder;
}

/** Names the parts and keeps their types. */
export function defineCheck(check: Check): Check {
  return Object.freeze(check);
}
