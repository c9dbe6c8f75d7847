import { describe, describeWithoutPlace, type Problem } from "@crosscheck/cors";

/** Something wrong in a policy file, and where. */
export interface LocatedProblem {
  /** As it was given. */
  readonly file: string;
  /** From 1; null when it is about the whole file. */
  readonly line: number | null;
  /** From 1, in UTF-16 code units. */
  readonly column: number | null;
  readonly severity: "error" | "warning";
  readonly problem: Problem | FileProblem;
}

/** What keeps a file from being read as a document at all. Codes are public: never reused or renamed. */
export interface FileProblem {
  readonly code:
    | "file-missing"
    | "file-unreadable"
    | "file-too-large"
    | "file-not-text"
    | "file-kind-unknown"
    | "file-empty"
    | "syntax"
    | "duplicate-key"
    | "too-many-aliases"
    | "module-throws"
    | "module-never-settles"
    | "module-no-export"
    | "options-unreadable";
  /** What happened, why it matters and what to do: sentences. */
  readonly message: string;
}

/** `crosscheck.policy.yaml:4:7: rules[0].allowOrigins[1]: "https://app.example/" has a path. …` */
export function describeLocated({ file, line, column, problem }: LocatedProblem): string {
  const place = line === null ? file : column === null ? `${file}:${line}` : `${file}:${line}:${column}`;
  if ("message" in problem) return `${place}: ${problem.message}`;
  return `${place}: ${problem.path.length === 0 ? describeWithoutPlace(problem) : describe(problem)}`;
}
