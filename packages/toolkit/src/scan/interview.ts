import { type HttpResponse, isResponse, type NetworkAnswer } from "@crosscheck/cors/http";
import type { Probe, ProbeKind, ProbeRequest } from "../checks/evidence.ts";
import { names } from "../checks/names.ts";
import { askToWait, isUnavailable } from "./answer-hints.ts";
import type { OriginShape } from "./attacker-origins.ts";
import { isRedirect, locationUrl } from "./follow-redirects.ts";
import { probeRequest, type Question } from "./probe-request.ts";

/** Two questions without an answer, and the rest would only wait for the deadline. */
const mostFailures = 2;

/** A site that lets in whatever shape it is asked as has shown enough: no scan asks more often than this. */
const mostQuestions = 32;

/** A row of questions: what was asked and answered, and whether the answers can be relied on. */
export interface Interview {
  /** The judged URL. */
  readonly url: string;
  readonly probes: readonly Probe[];
  /** Why the site was not asked everything, or did not answer alike; null when it was and did. */
  readonly incomplete: string | null;
  /** The answer, or null when there is none or the site asks to be left alone. */
  ask(question: Question): Generator<ProbeRequest, HttpResponse | null, NetworkAnswer>;
  /** Whether pages at an origin's look-alike are let in; confirmed at once by another of its shape. */
  askAs(shape: OriginShape): Generator<ProbeRequest, boolean, NetworkAnswer>;
  doubt(why: string): void;
  /** What was asked under one id answers another question as well, whose id is its kind. */
  alsoAs(id: string, kind: ProbeKind): void;
}

/** Asks about one URL, by one method. */
export function interview(url: string, method = "GET"): Interview {
  const probes: Probe[] = [];
  let incomplete: string | null = null;
  let failures = 0;
  let stopped = false;
  let plainRedirects = false;

  function* ask(question: Question): Generator<ProbeRequest, HttpResponse | null, NetworkAnswer> {
    if (stopped) return null;
    const probe = probeRequest(question.url === url ? { ...question, method } : question);
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
    const unlikePlain =
      question.url === url && origin !== null && kind !== "baseline" && kind !== "preflight" && !plainRedirects;
    if (kind === "baseline") plainRedirects = isRedirect(response);
    if (unlikePlain && isRedirect(response)) yield* follow(probe, response);
    if (isUnavailable(response) && question.url === url && kind !== "preflight") {
      doubt(`The site answered ${response.status}, which is a gateway's or a server's failure and not its own answer.`);
    }
    return response;
  }

  /**
   * Where pages alone are sent elsewhere, a browser that may read the redirect asks there: as the page's origin, and as
   * null where that is another site. https://fetch.spec.whatwg.org/#concept-http-redirect-fetch
   */
  function* follow({ id, origin }: ProbeRequest, response: HttpResponse): Generator<ProbeRequest, void, NetworkAnswer> {
    const to = locationUrl(response, url);
    const isReadable = names(response, origin) || names(response, "*");
    if (to !== null && isReadable && probes.length < mostQuestions) {
      const next = new URL(to).origin === new URL(url).origin ? origin : "null";
      const answer = yield* ask({ id: `${id}-redirected`, kind: "redirected", origin: next, url: to });
      if (answer === null || !isRedirect(answer)) return;
    }
    doubt(
      `The site sends a page at ${origin} elsewhere, and a request without an origin not: where to was not tested.`,
    );
  }

  function* askAs({ id, kind, origin, again }: OriginShape): Generator<ProbeRequest, boolean, NetworkAnswer> {
    if (probes.some((probe) => probe.id === id)) return isConfirmed(id);
    if (probes.length >= mostQuestions) return false;
    const answer = yield* ask({ id, kind, origin, url });
    if (!names(answer, origin)) return false;
    const second = yield* ask({ id: `${id}-again`, kind, origin: again, url });
    if (second === null || names(second, again)) return second !== null;
    doubt(
      origin === again
        ? `The site answered ${origin} in two ways.`
        : `The site answered ${origin} and ${again} differently, and they differ in an attacker's name alone.`,
    );
    return false;
  }

  function isConfirmed(id: string): boolean {
    const again = probes.find((probe) => probe.id === `${id}-again`);
    return again !== undefined && again.origin !== null && names(again.exchange.response, again.origin);
  }

  function doubt(why: string): void {
    incomplete ??= why;
  }

  return {
    url,
    probes,
    get incomplete() {
      return incomplete;
    },
    ask,
    askAs,
    doubt,
    alsoAs: (id, kind) => {
      const probe = probes.find((other) => other.id === id);
      if (probe !== undefined) probes.push({ ...probe, id: kind, kind });
    },
  };
}
