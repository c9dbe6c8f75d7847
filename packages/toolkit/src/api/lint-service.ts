import { noFiles } from "../config/source.ts";
import type { LintedFile, LintFinding } from "../lint/lint-report.ts";
import type { LintTarget } from "../lint/lint-target.ts";
import { detectTarget, lintTargets } from "../lint/lint-targets.ts";
import { lintText } from "../lint/lint-text.ts";

export interface LintRequest {
  readonly text: string;
  /** The kind; absent to tell it by the name and the text. */
  readonly as?: string;
  /** What the text is called: a label, which is never opened. */
  readonly file?: string;
}

export type LintOutcome =
  | { readonly kind: "linted"; readonly linted: LintedFile }
  | { readonly kind: "unknown kind"; readonly message: string };

const kinds = lintTargets.map(({ name }) => name).join(", ");

/** What `crosscheck lint` does with a file, done with a text: nothing is read from this machine's disk. */
export function lintFromText(request: LintRequest): LintOutcome {
  const bytes = Buffer.from(request.text.replace(/^\ufeff/, "")).toString("latin1");
  const target = kindOf(request, bytes);
  if (typeof target === "string") return { kind: "unknown kind", message: target };
  const file =
    request.file ??
    (target.name === "htaccess" ? ".htaccess" : target.name === "web.config" ? "web.config" : `${target.name}.conf`);
  const linted = lintText(bytes, target, { file, source: noFiles });
  return { kind: "linted", linted: { ...linted, findings: linted.findings.map(asText) } };
}

function kindOf({ as, file }: LintRequest, bytes: string): LintTarget | string {
  if (as === undefined) {
    const detected = detectTarget(file ?? "", bytes);
    return detected ?? `The text looks like none of ${kinds}. Say what it is.`;
  }
  const named = lintTargets.find(({ name }) => name === as);
  return named ?? `There is no kind ${JSON.stringify(as.slice(0, 60))}; there are: ${kinds}.`;
}

/** Lint reads a character a byte; what it quotes of the text is characters again here. */
function asText(finding: LintFinding): LintFinding {
  const { message, fix, example, request } = finding;
  return {
    ...finding,
    message: decoded(message),
    fix: decoded(fix),
    ...(example === undefined ? {} : { example: decoded(example) }),
    ...(request === undefined ? {} : { request: decoded(request) }),
  };
}

function decoded(text: string): string {
  return text.replace(/[\u0080-\u00ff]{2,}/g, (run) => {
    const characters = Buffer.from(run, "latin1").toString("utf8");
    return characters.includes("\ufffd") ? run : characters;
  });
}
