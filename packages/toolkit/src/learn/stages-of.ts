import {
  corsCheck,
  describeVerdict,
  type JudgeInput,
  type PreflightCause,
  type Verdict,
} from "@crosscheck/cors/browser";
import { type Exchange, getHeader, isResponse } from "@crosscheck/cors/http";
import { isRedirectStatus } from "../checks/redirect-status.ts";
import { corsCheckSteps, preflightSteps, redirectSteps, type SpecAlgorithm } from "./spec-steps.ts";

/** A part of a fetch: what is decided before anything is sent, one exchange, and what the page gets. */
export interface Stage {
  readonly title: string;
  readonly kind: "page" | "preflight" | "request" | "end";
  /** What happens here, in a sentence or two. */
  readonly says: readonly string[];
  readonly exchange: Exchange | null;
  /** The algorithms gone through, each up to the step that decided. */
  readonly algorithms: readonly AlgorithmRun[];
  readonly outcome: "goes on" | "blocked" | "read" | "unknown";
}

/** How far an algorithm went. Steps after the deciding one were not come to. */
export interface AlgorithmRun {
  readonly algorithm: SpecAlgorithm;
  /** The step at which it returned; null when it went through all of them. */
  readonly decided: string | null;
  readonly failed: boolean;
}

/** A redirect loop is 21 exchanges long: what is in the middle says nothing more. */
const mostExchanges = 8;

/** How a verdict came to be, in order. It repeats no decision: what was passed is known by what was asked next. */
export function stagesOf(input: Pick<JudgeInput, "page" | "request">, verdict: Verdict): readonly Stage[] {
  const exchanges = verdict.exchanges.map((exchange) => stageOf(input, verdict, exchange));
  const middle = exchanges.length - mostExchanges;
  const shown =
    middle <= 0
      ? exchanges
      : [
          ...exchanges.slice(0, mostExchanges / 2),
          note(`… and ${middle} more exchanges like these`),
          ...exchanges.slice(-mostExchanges / 2),
        ];
  return [beforeStage(input, verdict), ...shown, endStage(verdict)];
}

function note(title: string): Stage {
  return { title, kind: "request", says: [], exchange: null, algorithms: [], outcome: "goes on" };
}

function beforeStage({ page, request }: Pick<JudgeInput, "page" | "request">, verdict: Verdict): Stage {
  const sentNothing = verdict.exchanges.length === 0 && verdict.type !== "allowed";
  return {
    title: "The page asks",
    kind: "page",
    says: [sameOrCross(page.origin, request), ...preflightNeed(verdict)],
    exchange: null,
    algorithms: [],
    outcome: sentNothing ? (verdict.type === "not modelled" ? "unknown" : "blocked") : "goes on",
  };
}

function sameOrCross(origin: string, { url, mode = "cors" }: JudgeInput["request"]): string {
  const target = URL.parse(url)?.origin ?? "null";
  if (target === origin && origin !== "null")
    return `${target} is the page’s own origin: scheme, host and port are the same, so the same-origin policy lets it read, and CORS is not asked.`;
  const differs = `${origin === "null" ? "The page has an opaque origin, which is the same as none" : `The page is of ${origin}, and it asks ${target}`}: this is a cross-origin request.`;
  if (mode === "no-cors")
    return `${differs} Mode “no-cors” sends it anyway, and gives the page an answer that it cannot look into.`;
  if (mode === "same-origin") return `${differs} Mode “same-origin” forbids one.`;
  return `${differs} The page may read the answer only if the server says so.`;
}

function preflightNeed({ preflights, exchanges }: Verdict): string[] {
  const [first] = preflights;
  if (first !== undefined) return [`It needs a preflight: ${causesOf(first.because)}.`];
  const hasOrigin = exchanges.some(({ request }) => getHeader(request.headers, "origin") !== null);
  return hasOrigin
    ? ["An HTML form could send such a request: its method and headers need no permission, so there is no preflight."]
    : [];
}

function causesOf(causes: readonly PreflightCause[]): string {
  return causes.map(causeOf).join("; ");
}

function causeOf(because: PreflightCause): string {
  switch (because.cause) {
    case "method":
      return `the method ${because.method} is none of GET, HEAD and POST`;
    case "header":
      return `the header ${because.name}, with this value, is none that a form could send`;
    case "upload-listener":
      return "somebody listens to the upload";
    case "stream-body":
      return "the body is a stream";
    case "redirected-after-preflight":
      return "the redirect came after a preflight";
  }
}

function stageOf(input: Pick<JudgeInput, "page" | "request">, verdict: Verdict, exchange: Exchange): Stage {
  const isLast = verdict.exchanges.at(-1) === exchange;
  const error = isLast && verdict.type === "network error" ? verdict : null;
  const preflight = verdict.preflights.find(({ request }) => request === exchange.request);
  const kind = preflight === undefined ? "request" : "preflight";
  const { request, response } = exchange;
  const origin = getHeader(request.headers, "origin");
  return {
    title: `${kind === "preflight" ? "The preflight" : "The request"}: ${request.method} ${request.url}`,
    kind,
    says: saysOf(kind, origin, input.request.credentials ?? "same-origin", exchange),
    exchange,
    algorithms: isResponse(response) ? algorithmsOf(input, verdict, exchange, kind, error) : [],
    outcome: error !== null ? "blocked" : isLast && verdict.type === "not modelled" ? "unknown" : "goes on",
  };
}

function saysOf(
  kind: "preflight" | "request",
  origin: string | null,
  credentials: string,
  { request, response }: Exchange,
): string[] {
  const says: string[] = [];
  if (kind === "preflight")
    says.push("The browser asks by itself, without cookies, before it lets the page’s request out.");
  else if (origin === null) says.push("It goes out without Origin.");
  else if (origin === "null")
    says.push("It goes out with “Origin: null”: the page’s origin is opaque, or a redirect to a third origin hid it.");
  if (kind === "request" && origin !== null && credentials === "include")
    says.push("Cookies that the browser has for this site, and may send from this page, go with it.");
  if (!isResponse(response)) says.push(`No response came: ${response.why}.`);
  else if (isRedirectStatus(response.status) && getHeader(response.headers, "location") !== null && kind === "request")
    says.push(`The answer is a redirect to ${absolute(getHeader(response.headers, "location") ?? "", request.url)}.`);
  return says;
}

function algorithmsOf(
  { page, request }: Pick<JudgeInput, "page" | "request">,
  verdict: Verdict,
  exchange: Exchange,
  kind: "preflight" | "request",
  error: (Verdict & { readonly type: "network error" }) | null,
): AlgorithmRun[] {
  const runs: AlgorithmRun[] = [];
  const { response } = exchange;
  if (!isResponse(response)) return runs;
  const failedIn = (algorithm: SpecAlgorithm): string | null =>
    error?.step.startsWith(`${algorithm.name}, step `) ? (/step ([\d.]+)/.exec(error.step)?.[1] ?? null) : null;

  // Once cross-origin, always checked: the response tainting never goes back to "basic".
  const hop = verdict.exchanges.indexOf(exchange);
  const urls = verdict.exchanges.slice(0, hop + 1).map((each) => URL.parse(each.request.url)?.origin);
  const isChecked =
    (request.mode ?? "cors") === "cors" && !(page.origin !== "null" && urls.every((each) => each === page.origin));
  if (isChecked) {
    const failed = failedIn(corsCheckSteps);
    const origin = getHeader(exchange.request.headers, "origin") ?? page.origin;
    const check = corsCheck(origin, request.credentials ?? "same-origin", response.headers);
    if (failed !== null) runs.push({ algorithm: corsCheckSteps, decided: failed, failed: true });
    else if (check.ok) runs.push({ algorithm: corsCheckSteps, decided: successStep(exchange, request), failed: false });
    if (failed !== null) return runs;
  }
  if (kind === "preflight") {
    const failed = failedIn(preflightSteps);
    if (failed !== null || error === null)
      runs.push({ algorithm: preflightSteps, decided: failed, failed: failed !== null });
  } else if (isRedirectStatus(response.status)) {
    const failed = failedIn(redirectSteps);
    if (failed !== null || error === null)
      runs.push({ algorithm: redirectSteps, decided: failed, failed: failed !== null });
  }
  return runs;
}

/** Where the CORS check returned success. */
function successStep({ response }: Exchange, { credentials = "same-origin" }: JudgeInput["request"]): string {
  if (credentials === "include") return "7";
  return isResponse(response) && getHeader(response.headers, "access-control-allow-origin") === "*" ? "3" : "5";
}

function endStage(verdict: Verdict): Stage {
  const says = [describeVerdict(verdict)];
  if (verdict.type === "allowed" && verdict.response.type === "cors") {
    const names = verdict.response.headers.map(([name]) => name);
    says.push(
      names.length === 0
        ? "Its script sees no headers."
        : `Of the headers, its script sees ${[...new Set(names)].join(", ")}.`,
    );
    const hidden = hiddenNames(verdict);
    if (hidden.length > 0)
      says.push(`It does not see ${hidden.join(", ")}: name them in Access-Control-Expose-Headers if it should.`);
  }
  return {
    title: "What the page gets",
    kind: "end",
    says,
    exchange: null,
    algorithms: [],
    outcome: verdict.type === "allowed" ? "read" : verdict.type === "not modelled" ? "unknown" : "blocked",
  };
}

/** What caches, connections and browsers read, and no script asks for. */
const ofNoUse =
  /^(?:access-control-.*|vary|date|server|connection|set-cookie|strict-transport-security|x-content-type-options)$/i;

function hiddenNames(verdict: Verdict & { readonly type: "allowed" }): string[] {
  const last = verdict.exchanges.at(-1)?.response;
  if (last === undefined || !isResponse(last)) return [];
  const seen = new Set(verdict.response.headers.map(([name]) => name.toLowerCase()));
  const names = last.headers.map(([name]) => name).filter((name) => !ofNoUse.test(name));
  return [...new Set(names)].filter((name) => !seen.has(name.toLowerCase()));
}

function absolute(location: string, base: string): string {
  return URL.canParse(location, base) ? new URL(location, base).href : location;
}
