import type { Policy } from "@crosscheck/cors";
import { type HttpRequest, isResponse } from "@crosscheck/cors/http";
import type { Evidence, Probe } from "../checks/evidence.ts";
import { isMissingPage, narrower } from "../checks/policy-differences.ts";
import { staticOrigins } from "../checks/static-origin.ts";
import { askToWait, hasCors } from "./answer-hints.ts";
import { isFailure } from "./client-failure.ts";
import type { Walk } from "./follow-redirects.ts";
import type { ClientAnswer, ClientResponse, HttpClient } from "./http-client.ts";
import { intendedAnswers } from "./intended-answers.ts";
import { pagePaths } from "./page-paths.ts";
import { type PlanResult, plan } from "./plan.ts";
import { ruleOf } from "./policy-paths.ts";
import { policyQuestions } from "./policy-questions.ts";
import { probeRequest } from "./probe-request.ts";
import { registrableDomain } from "./registrable-domain.ts";

export type Send = (request: HttpRequest, options?: { readonly keepsBody?: boolean }) => Promise<ClientAnswer>;

/** How evidence is gathered. */
export interface GatherOptions {
  readonly method?: string;
  readonly paths?: readonly string[];
  /** What the site is meant to answer: its origins are asked as, too, and the answers are compared. */
  readonly policy?: Policy;
  readonly randomLetters: (count: number) => string;
  /** A survey's: no preflight and no error page for a site that shows no CORS, and no URL that was not named. */
  readonly short?: boolean;
}

/** Asks the plan's questions, one after another. A GET without `Origin` was asked on the way. */
export async function gatherEvidence(
  { url, hops, answer: asked }: Pick<Walk, "url" | "hops"> & { readonly answer: ClientAnswer | null },
  client: HttpClient,
  send: Send,
  { method = "GET", policy, randomLetters, short = false }: GatherOptions,
): Promise<Evidence> {
  const domain = registrableDomain(url);
  // Where the page names others, one question is for them.
  const stageOne = stageOneQuestions - (pagePathsOf(asked, url).length > 0 ? 1 : 0);
  const questions = plan({ url, registrableDomain: domain, method, stageOne, short }, { randomLetters });
  let step = questions.next();
  let known = method === "GET" ? asked : null;
  while (!step.done) {
    const answer = known ?? (await send(step.value.request));
    known = null;
    step = questions.next(withoutBody(answer));
  }
  const evidence: Evidence = inDoubt({
    url,
    network: networkOf(url, domain, client),
    registrableDomain: domain,
    hops,
    ...(policy === undefined ? step.value : await comparedWith(policy, url, step.value, send)),
  });
  const missingNames = await missingNamesOf(evidence, client);
  return missingNames.length === 0 ? evidence : { ...evidence, missingNames };
}

/** Asks what the policy's own pages would, and puts beside every answer what the policy says. */
async function comparedWith(
  policy: Policy,
  url: string,
  { probes, incomplete }: PlanResult,
  send: Send,
): Promise<PlanResult & Pick<Evidence, "intended">> {
  const listed: Probe[] = [];
  let doubt = incomplete;
  // A site that asked to be left alone is.
  for (const question of incomplete === null ? policyQuestions(policy, await ruleOf(policy, url), url) : []) {
    const { request, ...asked } = probeRequest(question);
    const response = withoutBody(await send(request));
    listed.push({ ...asked, exchange: { request, response } });
    const why = isResponse(response) ? askToWait(response) : response.why;
    doubt ??= why;
    if (why !== null) break;
  }
  const all = [...probes, ...listed];
  const intended = await intendedAnswers(
    policy,
    all.map(({ exchange }) => exchange),
  );
  return { probes: all, incomplete: doubt, intended };
}

/** A policy's page that the site does not have tells nothing of those that it has. */
function inDoubt(evidence: Evidence): Evidence {
  const missing = narrower(evidence).find(({ status }) => isMissingPage(status));
  if (missing === undefined || evidence.incomplete !== null) return evidence;
  const why = `${evidence.url} answers ${missing.status}, so the policy's rule for it could not be compared. Name a page that exists with --path.`;
  return { ...evidence, incomplete: why };
}

/** A site without CORS is asked eight times at most. */
const stageOneQuestions = 8;

/**
 * The same for other URLs of the origin: those that were named; else, where the judged one has no CORS, those that its page
 * names, until one has.
 */
export async function gatherOthers(
  judged: Evidence,
  answer: ClientResponse,
  client: HttpClient,
  send: Send,
  options: GatherOptions,
): Promise<readonly Evidence[]> {
  const { paths = [], randomLetters } = options;
  const named = paths.flatMap((path) => URL.parse(path, judged.url)?.href ?? []).filter((url) => url !== judged.url);
  if (named.length > 0) {
    const others: Evidence[] = [];
    for (const url of named) others.push(await gatherEvidence({ url, hops: [], answer: null }, client, send, options));
    return others;
  }
  if (options.short === true || judged.probes.some(({ exchange }) => hasCors(exchange)) || judged.incomplete !== null)
    return [];
  for (const url of pagePathsOf(answer, judged.url)) {
    if (client.requests >= stageOneQuestions + judged.hops.length) return [];
    const origin = `https://${randomLetters(12)}.com`;
    const { request } = probeRequest({ id: "random-origin", kind: "random-origin", origin, url });
    const response = withoutBody(await send(request));
    if (!isResponse(response)) return [];
    if (hasCors({ request, response }))
      return [await gatherEvidence({ url, hops: [], answer: null }, client, send, options)];
  }
  return [];
}

function pagePathsOf(answer: ClientAnswer | null, url: string): readonly string[] {
  return answer === null || isFailure(answer) ? [] : pagePaths(answer.body ?? "", url);
}

/** What checks see, and stores keep, is heads. */
function withoutBody(answer: ClientAnswer): ClientAnswer {
  if (!isResponse(answer)) return answer;
  return { status: answer.status, headers: answer.headers };
}

/** A public site's name that leads to this machine is that site being tried out: its content is judged as public. */
export function networkOf(url: string, domain: string | null, client: HttpClient): Evidence["network"] {
  const network = client.networkOf(url) ?? "public";
  const isLocalName = new URL(url).hostname.endsWith(".localhost");
  return network === "loopback" && domain !== null && !isLocalName ? "public" : network;
}

/** As many as a person would list, and look up by hand. */
const mostNames = 3;

/** The allowed origins' hosts whose registrable domain is nobody's. */
async function missingNamesOf(evidence: Evidence, client: HttpClient): Promise<readonly string[]> {
  const hosts = staticOrigins(evidence).map(({ origin }) => new URL(origin).hostname);
  const missing: string[] = [];
  for (const host of [...new Set(hosts)].slice(0, mostNames)) {
    const domain = registrableDomain(`https://${host}/`);
    if (domain === null || domain === evidence.registrableDomain) continue;
    if (await client.isMissing(domain)) missing.push(host);
  }
  return missing;
}
