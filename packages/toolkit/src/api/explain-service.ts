import { policyResponder } from "@crosscheck/cors";
import type { NetworkAnswer, Responder } from "@crosscheck/cors/http";
import { runChecks } from "../checks/run-checks.ts";
import { noFiles } from "../config/source.ts";
import { explain } from "../explain/explain.ts";
import type { Explanation } from "../explain/explanation.ts";
import type { ReadProblem } from "../explain/observation.ts";
import { fixesFor } from "../explain/propose-fixes.ts";
import { type Given, readEvidence } from "../explain/read-evidence.ts";
import { stepperAddress } from "../learn/typed-exchange.ts";
import type { LintTarget, ReadOptions } from "../lint/lint-target.ts";
import { detectTarget } from "../lint/lint-targets.ts";
import { lintWorld } from "../lint/lint-world.ts";
import { describeLocated } from "../policy-file/located-problem.ts";
import { evidenceFrom } from "../scan/evidence-from.ts";
import { addressWithin } from "./address-within.ts";
import { checkPolicyText } from "./policy-text.ts";

/** The answer to what was brought. A text that is a policy or a server's configuration is the responder. */
export function explainGiven(given: Given, now: Date): Explanation {
  const text = given.text ?? "";
  const responder = given.responder ?? readResponder(text, now);
  const evidence = readEvidence(responder === null ? given : { ...given, responder });
  return explain(evidence, fixesFor(faultsOf));
}

/** What a scan would find at a server that answers so: what is broken, and what anybody could use. */
function faultsOf(url: string, responder: Responder): ReadonlySet<string> {
  const findings = runChecks(evidenceFrom(url, responder));
  return new Set(
    findings.filter(({ level, severity }) => level === "broken" || severity !== "info").map(({ check }) => check),
  );
}

/** The address of the guide's stepper with the call in it; null where there is none, or it is too long for one. */
export function stepperFor({ call }: Explanation): string | null {
  return call === null ? null : addressWithin(stepperAddress(call));
}

type ReadResponder = NonNullable<Given["responder"]>;

/** Larger texts are no configuration that somebody pastes. */
const largestConfiguration = 512 * 1024;

/** A policy or a configuration in a text; null for neither. */
function readResponder(text: string, now: Date): ReadResponder | null {
  if (text.length > largestConfiguration || text.trim() === "" || /"log"\s*:/.test(text)) return null;
  if (/^\s*["']?(?:rules|allowOrigins)["']?\s*:/m.test(text)) {
    const { policy, problems } = checkPolicyText({ policy: text }, now);
    const read = problems.map((problem): ReadProblem => ({ place: "the policy", message: describeLocated(problem) }));
    if (policy !== null) return { as: "a policy", respond: policyResponder(policy), problems: read };
    return { as: "a policy that has errors", respond: unreadable, problems: read };
  }
  const bytes = Buffer.from(text.replace(/^\ufeff/, "")).toString("latin1");
  const target = detectTarget("", bytes);
  return target === null ? null : configurationResponder(bytes, target, { file: target.name, source: noFiles });
}

/** The simulated server of a configuration; a character a byte. */
export function configurationResponder(bytes: string, target: LintTarget, options: ReadOptions): ReadResponder {
  const subject = target.read(bytes, options);
  const respond = subject.respond(lintWorld);
  const problems = subject.problems.map(
    ({ place, message }): ReadProblem => ({ place: `${place.file}:${place.line}`, message }),
  );
  const [first] = subject.sites;
  const responder: Responder = (request): NetworkAnswer => {
    const { host, pathname, search, protocol, port } = new URL(request.url);
    const scheme = protocol === "https:" ? "https" : "http";
    const asked = Number(port || (scheme === "https" ? 443 : 80));
    // A configuration that is behind something else listens where no page asks.
    const site = subject.sites.find((candidate) => candidate.port === asked) ?? first;
    const headers = [["Host", host] as const, ...request.headers.filter(([name]) => name.toLowerCase() !== "host")];
    const evaluated = respond({
      method: request.method,
      target: pathname + search,
      headers,
      scheme: site?.scheme ?? scheme,
      port: site?.port ?? asked,
    });
    return evaluated.kind === "answer"
      ? evaluated.response
      : { kind: "failed", why: `The simulation does not model ${evaluated.why}.` };
  };
  return { as: `a configuration (${target.name})`, respond: responder, problems };
}

const unreadable: Responder = () => ({ kind: "failed", why: "The policy has errors." });
