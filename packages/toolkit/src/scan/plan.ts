import { type HttpResponse, isResponse, type NetworkAnswer } from "@crosscheck/cors/http";
import type { Probe, ProbeRequest } from "../checks/evidence.ts";
import {
  askToWait,
  hasCors,
  isCredentialed,
  isNoAnswerOfItsOwn,
  isRefusal,
  isUnavailable,
  names,
} from "./answer-hints.ts";
import { attackerOrigins } from "./attacker-origins.ts";
import { isRedirect } from "./follow-redirects.ts";
import { probeRequest } from "./probe-request.ts";

export interface PlanStart {
  /** The URL whose CORS is judged: absolute, without a fragment. */
  readonly url: string;
  /** Its registrable domain; null for an IP address, `localhost`, a public suffix. */
  readonly registrableDomain: string | null;
}

export interface PlanOptions {
  /** So many random lower-case letters, others each time: the attackers' names. */
  readonly randomLetters: (count: number) => string;
}

export interface PlanResult {
  readonly probes: readonly Probe[];
  /** Why the site was not asked everything, or did not answer alike; null when it was and did. */
  readonly incomplete: string | null;
}

/** Two questions without an answer, and the rest would only wait for the deadline. */
const mostFailures = 2;

/**
 * What a site is asked. Stage one, at most eight requests, tells whether there is any CORS whose answer depends on who
 * asks; only then stage two, the origins that wrong comparisons let in. What is granted is confirmed at once by a second,
 * independent question, so that it is proven however soon the site stops answering. Verdicts are the checks'; the plan
 * looks at answers only to choose the next question.
 */
export function* plan(
  start: PlanStart,
  { randomLetters }: PlanOptions,
): Generator<ProbeRequest, PlanResult, NetworkAnswer> {
  const { url } = start;
  const origins = attackerOrigins(start, randomLetters);
  const probes: Probe[] = [];
  let incomplete: string | null = null;
  let failures = 0;
  let stopped = false;
  let plainRedirects = false;

  // Stage one.
  const baseline = yield* ask({ id: "baseline", kind: "baseline", origin: null, url });
  if (baseline === null) return { probes, incomplete };

  const random = yield* ask({ id: "random-origin", kind: "random-origin", origin: origins.random, url });
  const reflects = names(random, origins.random);
  const refuses = isRefusal(random, baseline);
  if (reflects || refuses) yield* confirmRandom(baseline);
  const nullOrigin = yield* ask({ id: "null-origin", kind: "null-origin", origin: "null", url });
  if (names(nullOrigin, "null")) {
    const again = yield* ask({ id: "null-origin-again", kind: "null-origin", origin: "null", url });
    if (again !== null && !names(again, "null")) doubt("The site answered the origin null in two ways.");
  }
  const own = yield* ask({ id: "own-origin", kind: "own-origin", origin: origins.own, url });
  yield* ask({ id: "preflight", kind: "preflight", origin: origins.random, url });

  const missing = new URL(`./${randomLetters(12)}`, url).href;
  const granted = [
    { origin: origins.random, answer: random },
    { origin: origins.own, answer: own },
    { origin: "null", answer: nullOrigin },
  ].find(({ origin, answer }) => names(answer, origin) || names(answer, "*"));
  const reader = granted?.origin ?? origins.random;
  yield* ask({ id: "error-page", kind: "error-page", origin: null, url: missing });
  yield* ask({ id: "error-page-with-origin", kind: "error-page-with-origin", origin: reader, url: missing });

  const [first, ...rest] = origins.prefixes;
  if (first !== undefined && !isCredentialed(random, origins.random)) yield* askPrefix(first);

  // Stage two, where who asks may make a difference.
  const anyCors = probes.some(({ exchange }) => hasCors(exchange));
  const everyone = probes.every(({ exchange, kind }) => !isQuestion(kind) || names(exchange.response, "*"));
  if ((anyCors || refuses) && !everyone && !isCredentialed(random, origins.random)) {
    if (!reflects && origins.secondRandom.startsWith("http:")) yield* askInsecure();
    for (const prefix of rest) yield* askPrefix(prefix);
  }
  const refused = probes.some(
    ({ kind, exchange: { response } }) => isQuestion(kind) && isResponse(response) && isRefusal(response, baseline),
  );
  if (refused) {
    // A refusal of foreign origins is safe; a firewall that has had enough of the scan is not an answer.
    const again = yield* ask({ id: "baseline-again", kind: "baseline", origin: null, url });
    if (isRefusal(again, baseline)) doubt("The site began to refuse every request while it was scanned.");
  }
  if (!anyCors && isNoAnswerOfItsOwn(baseline)) {
    doubt(
      `The site answers ${baseline.status} to the scan's plain request: a firewall or a fault may stand before it.`,
    );
  }
  return { probes, incomplete };

  /** A site on http may let every page on http in, and none on https. */
  function* askInsecure(): Generator<ProbeRequest, void, NetworkAnswer> {
    const { insecureRandom: origin, secondRandom: again } = origins;
    const answer = yield* ask({ id: "random-origin-http", kind: "random-origin", origin, url });
    if (!names(answer, origin)) return;
    const second = yield* ask({ id: "random-origin-http-again", kind: "second-random-origin", origin: again, url });
    if (second !== null && !names(second, again)) {
      doubt(`The site answered ${origin} and ${again} differently, and nobody can have listed either.`);
    }
  }

  /** Another name's answer; where that is on http and unlike the first, a third on https: the scheme may be the reason. */
  function* confirmRandom(plain: HttpResponse): Generator<ProbeRequest, void, NetworkAnswer> {
    const others = [
      ["second-random-origin", origins.secondRandom],
      ["third-random-origin", origins.thirdRandom],
    ] as const;
    for (const [id, origin] of others) {
      const answer = yield* ask({ id, kind: "second-random-origin", origin, url });
      if (answer === null || (reflects ? names(answer, origin) : isRefusal(answer, plain))) return;
      if (origin.startsWith("http:")) continue;
      doubt(`The site answered ${origins.random} and ${origin} differently, and nobody can have listed either.`);
      return;
    }
  }

  function* askPrefix({
    id,
    origin,
    again,
  }: (typeof origins.prefixes)[number]): Generator<ProbeRequest, void, NetworkAnswer> {
    const answer = yield* ask({ id, kind: "prefix-match", origin, url });
    if (!names(answer, origin)) return;
    const second = yield* ask({ id: `${id}-again`, kind: "prefix-match", origin: again, url });
    if (second !== null && !names(second, again)) {
      doubt(`The site answered ${origin} and ${again} differently, and they differ in an attacker's name alone.`);
    }
  }

  /** The answer, or null when there is none or the site asks to be left alone. */
  function* ask(
    question: Parameters<typeof probeRequest>[0],
  ): Generator<ProbeRequest, HttpResponse | null, NetworkAnswer> {
    if (stopped) return null;
    const probe = probeRequest(question);
    const response = yield probe;
    const { id, kind, origin, request } = probe;
    probes.push({ id, kind, origin, exchange: { request, response } });
    if (!isResponse(response)) {
      doubt(response.why);
      failures++;
      stopped = failures >= mostFailures;
      return null;
    }
    const busy = askToWait(response);
    if (busy !== null) {
      doubt(busy);
      stopped = true;
      return null;
    }
    const unlikePlain = question.url === url && kind !== "baseline" && kind !== "preflight" && !plainRedirects;
    if (kind === "baseline") plainRedirects = isRedirect(response);
    if (unlikePlain && isRedirect(response)) {
      doubt(
        `The site sends a page at ${question.origin} elsewhere, and a request without an origin not: where to was not tested.`,
      );
    }
    if (isUnavailable(response) && question.url === url && kind !== "preflight") {
      doubt(`The site answered ${response.status}, which is a gateway's or a server's failure and not its own answer.`);
    }
    return response;
  }

  function doubt(why: string): void {
    incomplete ??= why;
  }
}

/** The questions of pages at the judged URL itself. */
function isQuestion(kind: Probe["kind"]): boolean {
  return kind !== "preflight" && kind !== "error-page" && kind !== "error-page-with-origin";
}
