import type { Place, SyntaxProblem } from "../source.ts";

/** A directive, or a block with what is in it. */
export interface NginxDirective {
  readonly name: string;
  /** Its words, quotes and escapes resolved. The code of a Lua block is one word. */
  readonly args: readonly string[];
  readonly place: Place;
  /** Null for a plain directive. */
  readonly children: readonly NginxDirective[] | null;
}

export interface ParsedNginx {
  readonly directives: readonly NginxDirective[];
  readonly problems: readonly SyntaxProblem[];
  /** Includes whose files are not there: what they say may matter. */
  readonly missing: readonly NginxDirective[];
  /** Every file that was read. */
  readonly files: readonly string[];
}
