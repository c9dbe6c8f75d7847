import { type BrowserEngine, describeVerdict, type Engine } from "@crosscheck/cors/browser";
import { getHeader } from "@crosscheck/cors/http";
import { type Attempt, attemptsOf, isPageCall } from "./attempt.ts";
import { type Cause, causeTexts, isAboutCors, sortCauses } from "./cause.ts";
import type { ConsoleEvidence } from "./console-evidence.ts";
import { type Diagnosis, diagnoseAttempt } from "./diagnose-attempt.ts";
import type { EngineVerdict, Explanation, Fix, Need } from "./explanation.ts";
import { loginPage } from "./login-page.ts";
import type { Observation, ReadProblem } from "./observation.ts";
import { replayAttempt } from "./replay-attempt.ts";
import { specOfReason } from "./spec-of-reason.ts";
import { timelineOf } from "./timeline.ts";
import { typedCall } from "./typed-call.ts";

/** All that was brought, read. */
export interface Evidence {
  readonly observations: readonly Observation[];
  readonly console: ConsoleEvidence | null;
  /** Calls that were simulated or asked for, rather than recorded. */
  readonly attempts: readonly Attempt[];
  readonly problems: readonly ReadProblem[];
  /** What was recognised, in words. */
  readonly kinds: readonly string[];
  /** What the person says of the call. */
  readonly told: { readonly url: string | null; readonly origin: string | null };
}

/** Makes fixes for a diagnosis; passed in by who knows servers and checks. */
export type ProposeFixes = (diagnosis: Diagnosis | null, causes: readonly Cause[], reason: string) => readonly Fix[];

/** More calls than these are not judged; a recording has a failing one among its first. */
const mostAttempts = 2_000;

export function explain(evidence: Evidence, proposeFixes: ProposeFixes = () => []): Explanation {
  const { console: told } = evidence;
  const attempts = [...evidence.attempts, ...attemptsOf(evidence.observations).filter(isPageCall)]
    .slice(0, mostAttempts)
    .map((attempt) => withTold(attempt, evidence));
  const wanted = evidence.told.url ?? told?.url ?? null;
  const matching = wanted === null ? attempts : attempts.filter((attempt) => isFor(attempt, wanted));
  const diagnoses = (matching.length > 0 ? matching : attempts).map(diagnoseAttempt);
  diagnoses.sort((left, right) => left.rank - right.rank);
  const [first] = diagnoses;
  // A recording of other calls says nothing of this one; what a person pasted for it is meant, though its URL differs.
  const isElsewhere = matching.length === 0 && told !== null && wanted !== null && attempts.every(isRecorded);
  if (first === undefined || isElsewhere) {
    return fromConsole(evidence, first === undefined, proposeFixes);
  }
  const causes = combine(first, told);
  return {
    ...base(evidence, causes),
    reason: first.reason === "unknown" || first.reason === "allowed" ? (told?.reason ?? first.reason) : first.reason,
    ...stepOf(first, told),
    verdicts: verdictsOf(first),
    needs: needsOf(causes, first, told),
    fixes: proposeFixes(first, causes, first.reason),
    summary: summaryOf(causes, first) + aboutLogin(first),
    timeline: timelineOf(first),
    call: typedCall(first),
    others: diagnoses
      .slice(1)
      .filter(({ rank }) => rank <= 1)
      .slice(0, 20)
      .map(urlOf),
  };
}

type Base = Pick<Explanation, "schema" | "cors" | "causes" | "answers" | "evidence" | "problems">;

function base({ kinds, problems }: Evidence, causes: readonly Cause[]): Base {
  const answers = causes.map((cause) => ({ cause, ...causeTexts[cause] }));
  return { schema: "crosscheck/explain@1", cors: isAboutCors(causes), causes, answers, evidence: kinds, problems };
}

/** What the recording and the console leave together; where they contradict, the recording, which shows more. */
function combine(diagnosis: Diagnosis, told: ConsoleEvidence | null): readonly Cause[] {
  const { causes, rank } = diagnosis;
  if (told === null || told.causes.length === 0) return causes;
  const both = causes.filter((cause) => told.causes.includes(cause));
  if (both.length > 0) return both;
  // Nothing wrong in the recording, and a console that complains: it is about something that the recording lacks.
  return rank >= 3 || causes.length === 0 ? sortCauses(told.causes) : causes;
}

function withTold(attempt: Attempt, { told, console: line }: Evidence): Attempt {
  const origin = told.origin ?? attempt.pageOrigin ?? line?.pageOrigin ?? null;
  return { ...attempt, pageOrigin: origin, engine: attempt.engine ?? line?.engine ?? null };
}

function isRecorded({ hops }: Attempt): boolean {
  return hops.every(({ actual, preflight }) => (actual ?? preflight)?.place.startsWith("log.") === true);
}

function isFor({ hops }: Attempt, url: string): boolean {
  const plain = url.replace(/#.*$/s, "").replace(/[.…]+$/, "");
  return hops.some(({ actual, preflight }) => {
    const seen = (actual ?? preflight)?.request.url ?? "";
    // A console cuts a long URL.
    return seen === plain || (plain.length > 20 && seen.startsWith(plain));
  });
}

function urlOf({ attempt }: Diagnosis): string {
  const [hop] = attempt.hops;
  return (hop?.actual ?? hop?.preflight)?.request.url ?? "";
}

function fromConsole(evidence: Evidence, isAlone: boolean, proposeFixes: ProposeFixes): Explanation {
  const { console: told } = evidence;
  const isKeptIn = told === null && isAlone && evidence.observations.some(limitsConnections);
  const causes: readonly Cause[] = told?.causes ?? (isKeptIn ? ["not-cors"] : []);
  const reason = told?.reason ?? (isKeptIn ? "content-security-policy" : "nothing-to-judge");
  const { step, spec } = specOfReason(reason);
  const isAllowed =
    told?.reason === "unsafe-header" || told?.reason === "error-status" || told?.reason === "cookie-rejected";
  const verdict = (engine: Engine): EngineVerdict => {
    if (told === null || (told.engine !== null && engine !== told.engine)) return { type: "unknown" };
    if (engine === "standard" || told.engine === null) return { type: "unknown" };
    return isAllowed ? { type: "allowed" } : { type: "network error", reason, message: told.text };
  };
  return {
    ...base(evidence, causes),
    reason,
    step,
    spec,
    hop: 0,
    verdicts: {
      standard: verdict("standard"),
      chromium: verdict("chromium"),
      firefox: verdict("firefox"),
      webkit: verdict("webkit"),
    },
    needs: needsOfConsole(causes, told),
    fixes: proposeFixes(null, causes, reason),
    summary: summaryOf(causes, null),
    timeline: [],
    call: null,
    others: [],
  };
}

/** A document whose own policy keeps its calls from leaving, so that no recording has them. */
function limitsConnections({ answer, isPreflight }: Observation): boolean {
  if (answer === null || isPreflight) return false;
  const policy = getHeader(answer.headers, "content-security-policy") ?? "";
  return /(?:^|[;,])\s*(?:connect-src|default-src)\s/i.test(policy);
}

function needsOfConsole(causes: readonly Cause[], told: ConsoleEvidence | null): readonly Need[] {
  if (told === null) return ["message", "har"];
  if (causes.length === 1) return [];
  return told.reason === "generic" || told.reason === "follow-up" ? ["message", "har"] : ["har"];
}

function needsOf(
  causes: readonly Cause[],
  { needs, reason }: Diagnosis,
  told: ConsoleEvidence | null,
): readonly Need[] {
  if (causes.length === 1) return [];
  const wanted: Need[] = [];
  for (const need of needs) {
    if (need === "message" && told === null) wanted.push("message");
    else if (need === "response") wanted.push("curl");
    else if (need !== "message") wanted.push(need);
  }
  return causes.length === 0 && reason === "allowed" && wanted.length === 0 && told === null ? ["message"] : wanted;
}

function stepOf(
  { replayed, reason }: Diagnosis,
  told: ConsoleEvidence | null,
): Pick<Explanation, "step" | "spec" | "hop"> {
  const { verdict, missing } = replayed;
  if (verdict.type === "network error" && missing === null)
    return { step: verdict.step, spec: verdict.spec, hop: verdict.hop };
  const hop = missing?.hop ?? ("hop" in verdict ? verdict.hop : 0);
  return { ...specOfReason(reason === "unknown" ? (told?.reason ?? reason) : reason), hop };
}

/** A session that ended looks like a fault of CORS when the server sends scripts, too, to its login page. */
function aboutLogin({ attempt, causes }: Diagnosis): string {
  const page = causes.length === 0 ? null : loginPage(attempt);
  if (page === null) return "";
  return ` The redirect leads to what looks like a login page (${page}): the server takes the call for one of somebody who is not logged in. To a script it should answer 401 with its CORS headers, and no redirect; then send the cookie along, or log in again.`;
}

const engines: readonly Engine[] = ["standard", "chromium", "firefox", "webkit"];

function verdictsOf({ attempt, replayed }: Diagnosis): Explanation["verdicts"] {
  const entries = engines.map((engine): readonly [Engine, EngineVerdict] => {
    const { verdict, missing } = replayAttempt(attempt, engine, replayed.credentials);
    if (missing !== null) return [engine, { type: "unknown" }];
    if (verdict.type !== "network error") return [engine, { type: verdict.type }];
    const message = engine === "standard" ? "" : verdict.messages[engine as BrowserEngine];
    return [engine, { type: verdict.type, reason: verdict.reason, ...(message === "" ? {} : { message }) }];
  });
  return Object.fromEntries(entries) as Explanation["verdicts"];
}

function summaryOf(causes: readonly Cause[], diagnosis: Diagnosis | null): string {
  const [only] = causes;
  if (only === undefined) {
    if (diagnosis?.reason === "allowed")
      return "Nothing in this evidence is blocked: a browser lets the page read the answer.";
    return "The evidence does not show what happened.";
  }
  if (causes.length > 1)
    return `The evidence leaves ${causes.length} causes: it does not show the answer that decided.`;
  const { verdict, missing } = diagnosis?.replayed ?? { verdict: null, missing: null };
  const isShown = verdict?.type === "network error" && missing === null && diagnosis?.attempt.pageOrigin !== null;
  const what = causeTexts[only].what;
  return isShown && verdict !== null ? `${what} ${describeVerdict(verdict)}` : what;
}
