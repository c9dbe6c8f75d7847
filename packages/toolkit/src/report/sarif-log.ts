import { cvssBaseScore, severityOfScore } from "../checks/cvss.ts";
import type { Severity } from "../checks/finding.ts";
import { stableHash } from "./stable-hash.ts";

/** What is said of a rule: its title, its reason, and what to do, as a page of docs/checks says it. */
export interface SarifRule {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  /** By server; `general` first. */
  readonly fix: Readonly<Record<string, string>>;
  readonly spec: string;
  readonly cwe: readonly number[];
  readonly cvss: string | null;
}

export interface SarifResult {
  readonly ruleId: string;
  readonly level: "error" | "warning" | "note";
  /** Null for what is no question of security. */
  readonly severity: Severity | null;
  readonly message: string;
  /** A relative reference: a file of the repository, or what stands for a URL there. */
  readonly uri: string;
  readonly line: number;
  readonly column?: number;
  /** The same in every run that finds the same. */
  readonly fingerprint: string;
  /** More members of the result: `webRequest`, `properties` … */
  readonly more?: Readonly<Record<string, unknown>>;
}

export interface SarifRun {
  /** Tells uploads apart, so that a lint does not close what a scan found. */
  readonly command: "scan" | "lint";
  readonly version: string;
  readonly rules: readonly SarifRule[];
  readonly results: readonly SarifResult[];
  /** Why the run saw less than it should. */
  readonly unfinished?: readonly { readonly target: string; readonly message: string }[];
}

/** https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export function sarifLog({ command, version, rules, results, unfinished = [] }: SarifRun): unknown {
  const ids = [...new Set(results.map(({ ruleId }) => ruleId))];
  const descriptors = ids.map((id) =>
    descriptor(
      id,
      rules.find((rule) => rule.id === id),
      results.filter(({ ruleId }) => ruleId === id),
    ),
  );
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "crosscheck", semanticVersion: version, rules: descriptors } },
        automationDetails: { id: `crosscheck/${command}/` },
        columnKind: "utf16CodeUnits",
        invocations: [
          {
            executionSuccessful: unfinished.length === 0,
            toolExecutionNotifications: unfinished.map(({ target, message }) => ({
              level: "error",
              message: { text: plainText(`${target}: ${message}`) },
            })),
          },
        ],
        results: results.map((result) => resultObject(result, ids.indexOf(result.ruleId))),
      },
    ],
  };
}

function resultObject(result: SarifResult, ruleIndex: number): unknown {
  const { ruleId, level, message, uri, line, column, fingerprint, more } = result;
  return {
    ruleId,
    ruleIndex,
    level,
    message: { text: plainText(message) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri },
          region: { startLine: line, ...(column === undefined ? {} : { startColumn: column }) },
        },
      },
    ],
    partialFingerprints: {
      "crosscheckFinding/v1": fingerprint,
      // The one that GitHub reads. It would be made of the line's text, which a URL has not.
      primaryLocationLineHash: `${stableHash(fingerprint)}:1`,
    },
    ...more,
  };
}

const worstFirst: readonly Severity[] = ["critical", "high", "medium", "low"];
/** The least score of each class, for a finding that is graver or milder than its check's own score says. */
const leastScores: Readonly<Record<Severity, string | null>> = {
  critical: "9.0",
  high: "7.0",
  medium: "4.0",
  low: "0.1",
  info: null,
};

function descriptor(id: string, rule: SarifRule | undefined, results: readonly SarifResult[]): unknown {
  if (rule === undefined) return { id };
  const severity = worstFirst.find((one) => results.some((result) => result.severity === one)) ?? "info";
  const score = rule.cvss === null ? null : cvssBaseScore(rule.cvss);
  const shown = score !== null && severityOfScore(score) === severity ? score.toFixed(1) : leastScores[severity];
  const { general, ...servers } = rule.fix;
  return {
    id,
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.why },
    helpUri: rule.spec,
    help: {
      text: [rule.why, general ?? "", ...Object.entries(servers).map(([server, lines]) => `${server}:\n${lines}`)].join(
        "\n\n",
      ),
      markdown: [
        rule.why,
        "**What to do**",
        general ?? "",
        ...Object.entries(servers).map(([server, lines]) => `**${server}**\n\n\`\`\`\n${lines}\n\`\`\``),
        `[What the standard says](${rule.spec})`,
      ].join("\n\n"),
    },
    properties: {
      precision: "very-high",
      tags: [...(shown === null ? [] : ["security"]), "cors", ...rule.cwe.map((cwe) => `external/cwe/cwe-${cwe}`)],
      ...(shown === null ? {} : { "security-severity": shown }),
    },
  };
}

/** A plain text may hold links, `[text](target)`: a stranger's brackets are escaped. SARIF 2.1.0, section 3.11.6. */
function plainText(text: string): string {
  return text.includes("](") ? text.replace(/[[\]]/g, "\\$&") : text;
}

/** A path as a relative reference: a colon in its first segment would make it a scheme. RFC 3986, section 4.2. */
export function fileUri(path: string): string {
  return encodeURI(path.replaceAll("\\", "/").replace(/\p{Cs}/gu, "\ufffd")).replace(/[:?#]/g, encodeURIComponent);
}
