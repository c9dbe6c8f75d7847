import type { Responder } from "@crosscheck/cors/http";
import type { Severity } from "../checks/finding.ts";
import type { ArrivingRequest, Evaluated, SiteWorld } from "../config/simulation.ts";
import type { FileSource, Place, SyntaxProblem } from "../config/source.ts";
import type { RuleOrigins } from "./rule-origins.ts";

/** A kind of configuration that can be linted: a line of the table, and what it reads. */
export interface LintTarget {
  /** The value of `--as`, and the `as` of a result. */
  readonly name: string;
  /** One line for the help. */
  readonly summary: string;
  /** The key of `fix` in the catalogue's checks. */
  readonly fixName: string;
  /** Whether a file looks like one: by its name, else by its text. */
  readonly detect: (file: string, text: string) => "by name" | "by text" | null;
  readonly read: (text: string, options: ReadOptions) => LintSubject;
}

export interface ReadOptions {
  /** The path of the file, for places and relative includes. */
  readonly file: string;
  readonly source: FileSource;
  /** What the application behind the server answers; unless told, it knows nothing of CORS. */
  readonly application?: Responder;
}

/** A configuration that was read, with all that lint asks of it. */
export interface LintSubject {
  readonly problems: readonly SyntaxProblem[];
  /** What was not there to be read and may matter: the result is never Passed. */
  readonly missing: readonly SyntaxProblem[];
  /** Every file that was read. */
  readonly files: readonly string[];
  /** The simulated server. */
  readonly respond: (world: SiteWorld) => (request: ArrivingRequest) => Evaluated;
  /** Where to ask: a URL in each place of the configuration that answers in a way of its own. */
  readonly sites: readonly LintSite[];
  /** The regular expressions that an Origin is compared with. */
  readonly originRules: readonly OriginRule[];
  /** Whom those let in, as far as that can be told. */
  readonly ruleOrigins: readonly RuleOrigins[];
  /** The origins that the configuration names. */
  readonly namedOrigins: readonly string[];
  /** What the server's own checks find: pitfalls, near misses. */
  readonly faults: readonly ConfigFault[];
}

export interface LintSite {
  readonly url: string;
  readonly scheme: "http" | "https";
  readonly port: number;
  /** The block that answers. */
  readonly place: Place;
}

export interface OriginRule {
  /** In PCRE's syntax, without delimiters. */
  readonly source: string;
  readonly caseless: boolean;
  readonly place: Place;
}

export interface ConfigFault {
  readonly check: string;
  readonly level: "vulnerable" | "conditional" | "write-only" | "public" | "broken" | "info";
  readonly severity: Severity;
  readonly place: Place;
  readonly message: string;
  /** The corrected lines. */
  readonly fix: string;
  /** An origin that it lets in. */
  readonly example?: string;
  /** The request that shows it, as a line of curl. */
  readonly request?: string;
}
