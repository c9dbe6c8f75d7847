import type { Responder } from "@crosscheck/cors/http";
import { catalogue } from "../checks/catalogue/index.ts";
import type { Finding } from "../checks/finding.ts";
import { verdictOf } from "../checks/verdict-of.ts";
import type { Place } from "../config/source.ts";
import { addedTwice } from "./added-twice.ts";
import type { OriginAttack } from "./attack-origin-rule.ts";
import { attackOriginRules } from "./attack-origin-rules.ts";
import { curlLine } from "./curl-line.ts";
import { judgeSite } from "./judge-site.ts";
import type { LintedFile, LintFinding } from "./lint-report.ts";
import type { ConfigFault, LintSubject, LintTarget, OriginRule, ReadOptions } from "./lint-target.ts";
import { lintWorld, worldOf } from "./lint-world.ts";

/** More places of their own than this are sampled. */
const mostSites = 60;

/** What is wrong with a configuration, each finding at its line. */
export function lintText(text: string, target: LintTarget, options: ReadOptions): LintedFile {
  const subject = target.read(text, options);
  const lines = new Map<string, readonly string[]>();
  const findings: LintFinding[] = subject.problems.map(({ place, message }) => ({
    check: "syntax",
    level: "broken",
    severity: "info",
    ...spot(place),
    message,
    fix: "Correct this line; the server does not start with it.",
  }));
  findings.push(...subject.faults.map(fromFault));

  const { judged, unknown, undecided } = judgeAll(subject, target, options.application);
  findings.push(...judged, ...undecided.slice(0, 1).map((rule) => tooLarge(rule, undecided.length)));
  const first = { file: options.file, line: 1, column: 1 };
  const unread = [
    ...subject.missing.map(({ place, message }) => ({ place, why: message })),
    ...unknown.map(({ why, place }) => ({
      place: place ?? first,
      why: `The simulation does not model ${why}: what the server answers there is not known.`,
    })),
  ];
  for (const { place, why } of unread) {
    findings.push({
      check: "not-modelled",
      level: "info",
      severity: "info",
      ...spot(place),
      message: why,
      fix: "Scan the running site to know: crosscheck scan URL.",
    });
  }
  return {
    file: options.file,
    as: target.name,
    verdict: verdictOf(findings, unread.length + undecided.length > 0),
    findings: findings.sort(byPlace).map((finding) => ({ ...finding, text: lineOf(finding) })),
  };

  function lineOf({ file, line }: LintFinding): string {
    const known = lines.get(file) ?? (file === options.file ? text : (options.source.read(file) ?? "")).split("\n");
    lines.set(file, known);
    return (known[line - 1] ?? "").trim();
  }
}

/** What nobody can wait for is told, once. */
function tooLarge({ place }: OriginRule, count: number): LintFinding {
  return {
    check: "expression-too-large",
    level: "info",
    severity: "info",
    ...spot(place),
    message: `Too large to decide: whom this expression lets in${count === 1 ? "" : `, and ${count - 1} more`}. The steps that lint takes over expressions did not suffice.`,
    fix: "List the origins that you mean, each whole; of many, one line each.",
  };
}

interface Judged {
  readonly judged: readonly LintFinding[];
  readonly unknown: readonly { readonly why: string; readonly place: Place | null }[];
  readonly undecided: readonly OriginRule[];
}

function judgeAll(subject: LintSubject, target: LintTarget, application?: Responder): Judged {
  const respond = subject.respond(application === undefined ? lintWorld : worldOf(application));
  const hosts = subject.namedOrigins.flatMap((origin) => (URL.canParse(origin) ? [new URL(origin).hostname] : []));
  const names = [...new Set(hosts)].slice(0, 8);
  const { attacks, undecided } = attackOriginRules(subject.originRules, names);
  const unknown = new Map<string, { readonly why: string; readonly place: Place | null }>();
  const judged = new Map<string, LintFinding>();
  for (const site of subject.sites.slice(0, mostSites)) {
    const { findings, notModelled } = judgeSite(site, respond, attacks, subject.namedOrigins.slice(0, 5));
    for (const one of notModelled) unknown.set(one.why, one);
    for (const { finding, place } of findings) {
      const twice = application === undefined ? null : addedTwice(finding, place, target);
      if (twice !== null) judged.set(`${twice.check} ${place.file}:${place.line}`, twice);
      if (twice !== null) continue;
      const linted = fromFinding(finding, place, target, attacks);
      const key = `${linted.check} ${linted.file}:${linted.line}:${linted.column}`;
      const known = judged.get(key);
      if (known === undefined || (known.level === "info" && linted.level === "broken")) judged.set(key, linted);
    }
  }
  return { judged: [...judged.values()], unknown: [...unknown.values()], undecided };
}

function fromFinding(
  finding: Finding,
  place: Place,
  target: LintTarget,
  attacks: readonly OriginAttack[],
): LintFinding {
  const check = catalogue.find(({ id }) => id === finding.check);
  const [exchange] = finding.evidence;
  const letsIn = finding.level !== "broken" && finding.level !== "info" && finding.origin !== null;
  const attack = attacks.find(({ origins }) => origins.includes(finding.origin ?? ""));
  const example = letsIn ? (attack?.origins[0] ?? finding.origin) : null;
  return {
    check: finding.check,
    level: finding.level,
    severity: finding.severity,
    ...spot(place),
    message: finding.message,
    fix: check?.fix[target.fixName] ?? check?.fix.general ?? "",
    ...(example === null ? {} : { example }),
    ...(exchange === undefined ? {} : { request: curlLine(exchange.request) }),
  };
}

function fromFault({ place, ...fault }: ConfigFault): LintFinding {
  const { check, level, severity, message, fix, example, request } = fault;
  return {
    check,
    level,
    severity,
    ...spot(place),
    message,
    fix,
    ...(example === undefined ? {} : { example }),
    ...(request === undefined ? {} : { request }),
  };
}

function spot({ file, line, column }: Place): Pick<LintFinding, "file" | "line" | "column"> {
  return { file, line, column };
}

function byPlace(left: LintFinding, right: LintFinding): number {
  return left.file.localeCompare(right.file) || left.line - right.line || left.column - right.column;
}
