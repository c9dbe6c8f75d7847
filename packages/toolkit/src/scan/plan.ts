import {
  containsHeader,
  getHeader,
  type HttpResponse,
  isResponse,
  type NetworkAnswer,
  variesOn,
} from "@crosscheck/cors/http";
import type { Probe, ProbeRequest } from "../checks/evidence.ts";
import { names } from "../checks/names.ts";
import {
  hasCors,
  isCredentialed,
  isNoAnswerOfItsOwn,
  isRefusal,
  namesHost,
  namesMethodsOrHeaders,
} from "./answer-hints.ts";
import { type AttackerOrigins, attackerOrigins } from "./attacker-origins.ts";
import { type Interview, interview } from "./interview.ts";
import type { LearnedOrigins } from "./learned-origins.ts";
import { askShapes } from "./shape-plan.ts";

export interface PlanStart {
  /** The URL whose CORS is judged: absolute, without a fragment. */
  readonly url: string;
  /** Its registrable domain; null for an IP address, `localhost`, a public suffix. */
  readonly registrableDomain: string | null;
  /** How the judged URL is asked; GET unless told. Error pages are asked by GET. */
  readonly method?: string;
  /** Origins that the site mentions; none unless told. */
  readonly learned?: LearnedOrigins;
  /** An address that is often there where nothing names it. Where it is not, its answer is the error page's. */
  readonly guess?: string;
  /** So many questions tell whether there is any CORS; eight unless told. */
  readonly stageOne?: number;
  /**
   * Ask a site that shows no CORS only as those that a list or a comparison may let in: no preflight, no error page. A
   * survey's plan; what it leaves out is found where anything else betrays CORS.
   */
  readonly short?: boolean;
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
  const asking = interview(url, start.method);
  const { ask, doubt, probes } = asking;

  // Stage one.
  const baseline = yield* ask({ id: "baseline", kind: "baseline", origin: null, url });
  if (baseline === null) return { probes, incomplete: asking.incomplete };

  const random = yield* ask({ id: "random-origin", kind: "random-origin", origin: origins.random, url });
  const reflects = names(random, origins.random);
  const refuses = isRefusal(random, baseline);
  if (reflects || refuses) yield* confirmRandom(asking, origins, reflects, baseline);
  const nullOrigin = yield* ask({ id: "null-origin", kind: "null-origin", origin: "null", url });
  if (names(nullOrigin, "null")) {
    const again = yield* ask({ id: "null-origin-again", kind: "null-origin", origin: "null", url });
    if (again !== null && !names(again, "null")) doubt("The site answered the origin null in two ways.");
  }
  yield* ask({ id: "own-origin", kind: "own-origin", origin: origins.own, url });
  const credentialed = isCredentialed(random, origins.random);
  if (start.short === true) {
    if (!credentialed) yield* askLikely(asking, start, origins);
    if (!refuses && !probes.some(({ exchange }) => hasCors(exchange))) {
      if (isNoAnswerOfItsOwn(baseline)) doubt(noAnswerOfItsOwn(baseline));
      return { probes, incomplete: asking.incomplete };
    }
  }
  const preflight = yield* ask({ id: "preflight", kind: "preflight", origin: origins.random, url });
  if (!credentialed) yield* askLikely(asking, start, origins);
  const stageOne = start.stageOne ?? 8;
  const missing = new URL(`./${randomLetters(12)}`, url).href;
  const granted = probes.find(({ kind, origin, exchange: { response } }) => {
    return origin !== null && isQuestion(kind) && (names(response, origin) || names(response, "*"));
  });
  const reader = granted?.origin ?? origins.random;
  const errorWithOrigin = {
    id: "error-page-with-origin",
    kind: "error-page-with-origin",
    origin: reader,
    url: missing,
  } as const;
  const betrayed = probes.some(({ exchange }) => hasCors(exchange));
  const shares = probes.some(
    ({ exchange: { response } }) =>
      isResponse(response) && containsHeader(response.headers, "access-control-allow-origin"),
  );
  if (probes.length < stageOne && (shares || !betrayed)) {
    if (betrayed || start.guess === undefined) yield* ask(errorWithOrigin);
    else yield* askGuess(asking, start.guess, origins.random);
  }

  // Stage two, where who asks may make a difference.
  const anyCors = probes.some(
    ({ kind, origin, exchange }) =>
      kind !== "guessed-path" &&
      hasCors(exchange) &&
      // An error page that lets everybody in says nothing of the judged one, which let nobody in.
      !(kind === "error-page-with-origin" && !betrayed && names(exchange.response, origin)),
  );
  const everyone = isTheSameForAll(probes);
  if ((anyCors || refuses) && !everyone && !credentialed) {
    if (!reflects && origins.secondRandom.startsWith("http:")) yield* askInsecure(asking, origins);
    yield* askShapes(asking, origins);
  }
  if (anyCors) {
    const asked = probes.some(({ kind }) => kind === "error-page-with-origin");
    if (!asked && shares) yield* ask(errorWithOrigin);
    if (everyone) yield* ask({ id: "error-page", kind: "error-page", origin: null, url: missing });
  }
  // The preflight of one that is allowed has what the site's own pages meet.
  const lists = preflight !== null && namesMethodsOrHeaders(preflight);
  if (reader !== origins.random && reader !== "null" && anyCors && !everyone && !lists) {
    yield* ask({ id: "preflight-own", kind: "preflight", origin: reader, url });
  }
  if (!names(random, origins.random) && isCredentialed(preflight, origins.random)) {
    yield* ask({ id: "preflight-again", kind: "preflight", origin: origins.thirdRandom, url });
  }
  // What names the site's host to somebody else may be made of what the request says that is.
  const { host } = new URL(url);
  if (!credentialed && probes.some(({ origin, exchange }) => origin !== origins.own && namesHost(exchange, host))) {
    yield* askForwarded(asking, origins);
  }
  const refused = probes.some(
    ({ kind, exchange: { response } }) => isQuestion(kind) && isResponse(response) && isRefusal(response, baseline),
  );
  if (refused) {
    // A refusal of foreign origins is safe; a firewall that has had enough of the scan is not an answer.
    const again = yield* ask({ id: "baseline-again", kind: "baseline", origin: null, url });
    if (isRefusal(again, baseline)) doubt("The site began to refuse every request while it was scanned.");
  }
  if (!anyCors && isNoAnswerOfItsOwn(baseline)) doubt(noAnswerOfItsOwn(baseline));
  return { probes, incomplete: asking.incomplete };
}

type Asking = Generator<ProbeRequest, void, NetworkAnswer>;

function noAnswerOfItsOwn({ status }: HttpResponse): string {
  return `The site answers ${status} to the scan's plain request: a firewall or a fault may stand before it.`;
}

/** A list that no answer betrays shows itself to those that are likely on it. */
function* askLikely(
  { url, ask, askAs, probes }: Interview,
  { registrableDomain, stageOne = 8 }: PlanStart,
  origins: AttackerOrigins,
): Asking {
  for (const likely of origins.likely) {
    if (probes.length >= stageOne) break;
    // That a name beside the site is allowed is no fault in itself, and needs no second answer.
    if (likely.kind !== "sibling-origin") yield* askAs(likely);
    else if (!probes.some(({ id }) => id === likely.id)) yield* ask({ ...likely, url });
  }
  // An address has no names below it; what begins like it is asked at once.
  for (const shapes of registrableDomain === null ? origins.names : []) yield* askAs(shapes.composite);
}

/** Whether an address is there that nothing names; where it is not, this was the question for an error page. */
function* askGuess({ ask, alsoAs }: Interview, url: string, origin: string): Asking {
  const answer = yield* ask({ id: "guessed-path", kind: "guessed-path", origin, url });
  if (answer?.status === 404) alsoAs("guessed-path", "error-page-with-origin");
}

/** A site on http may let every page on http in, and none on https. */
function* askInsecure({ url, ask, doubt }: Interview, origins: AttackerOrigins): Asking {
  const { insecureRandom: origin, secondRandom: again } = origins;
  const answer = yield* ask({ id: "random-origin-http", kind: "random-origin", origin, url });
  if (!names(answer, origin)) return;
  const second = yield* ask({ id: "random-origin-http-again", kind: "second-random-origin", origin: again, url });
  if (second !== null && !names(second, again)) {
    doubt(`The site answered ${origin} and ${again} differently, and nobody can have listed either.`);
  }
}

/** Another name's answer; where that is on http and unlike the first, a third on https: the scheme may be the reason. */
function* confirmRandom(
  { url, ask, doubt }: Interview,
  origins: AttackerOrigins,
  reflects: boolean,
  plain: HttpResponse,
): Asking {
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

/** Whether the allowed origin is made of what a request says its host is. */
function* askForwarded({ url, ask }: Interview, { own, random, thirdRandom }: AttackerOrigins): Asking {
  for (const [id, origin] of [
    ["forwarded-host", random],
    ["forwarded-host-again", thirdRandom],
  ] as const) {
    const { host } = new URL(origin);
    const headers = [["X-Forwarded-Host", host]] as const;
    const answer = yield* ask({ id, kind: "forwarded-host", origin: own, url, headers });
    if (answer === null || !namesHost({ response: answer }, host)) return;
  }
}

/** Whether every page gets one answer, whoever asks, and it says so: a fixed origin, or `*`. */
function isTheSameForAll(probes: readonly Probe[]): boolean {
  const answers = probes.filter(({ kind }) => isQuestion(kind)).map(({ exchange: { response } }) => response);
  const [first] = answers;
  if (first === undefined || !isResponse(first)) return false;
  const allowed = getHeader(first.headers, "access-control-allow-origin");
  if (allowed === null) return false;
  return answers.every(
    (answer) =>
      isResponse(answer) &&
      getHeader(answer.headers, "access-control-allow-origin") === allowed &&
      (allowed === "*" || !variesOn(answer.headers, "origin")),
  );
}

/** The questions of pages at the judged URL itself. */
function isQuestion(kind: Probe["kind"]): boolean {
  return !otherKinds.has(kind);
}

const otherKinds: ReadonlySet<Probe["kind"]> = new Set([
  "preflight",
  "error-page",
  "error-page-with-origin",
  "forwarded-host",
  "guessed-path",
  "redirected",
]);
