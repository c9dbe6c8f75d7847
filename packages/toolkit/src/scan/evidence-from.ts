import type { Responder } from "@crosscheck/cors/http";
import type { Evidence } from "../checks/evidence.ts";
import { plan } from "./plan.ts";
import { registrableDomain } from "./registrable-domain.ts";

/** The real plan over a responder in memory: an example of a check, a policy, a configuration. */
export function evidenceFrom(
  url: string,
  respond: Responder,
  options: Partial<Pick<Evidence, "network" | "hops">> & {
    readonly randomLetters?: (count: number) => string;
    /** What is meant to be answered. */
    readonly policy?: Responder | undefined;
    readonly short?: boolean;
  } = {},
): Evidence {
  const domain = registrableDomain(url);
  const questions = plan(
    { url, registrableDomain: domain, ...(options.short === true ? { short: true } : {}) },
    { randomLetters: options.randomLetters ?? countedLetters() },
  );
  let step = questions.next();
  while (!step.done) step = questions.next(respond(step.value.request));
  const { policy } = options;
  const intended =
    policy === undefined
      ? null
      : step.value.probes.map(({ exchange: { request } }) => ({ request, response: policy(request) }));
  return {
    url,
    network: options.network ?? "public",
    registrableDomain: domain,
    hops: options.hops ?? [],
    ...step.value,
    ...(intended === null ? {} : { intended }),
  };
}

/** Names that are others each time and the same in each run: `qaaaaaaaaaab`, `qaaaaaaaaaac` … */
function countedLetters(): (count: number) => string {
  let number = 0;
  return (count) => {
    number++;
    const digits = number
      .toString(26)
      .replace(/[0-9a-p]/g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 26)));
    return `q${digits.padStart(count - 1, "a")}`;
  };
}
