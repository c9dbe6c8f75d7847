import type { Policy } from "@crosscheck/cors";
import { type HttpRequest, isResponse } from "@crosscheck/cors/http";
import type { Evidence, Probe } from "../checks/evidence.ts";
import { isMissingPage, narrower } from "../checks/policy-differences.ts";
import { staticOrigins } from "../checks/static-origin.ts";
import { askToWait, hasCors } from "./answer-hints.ts";
import { isFailure } from "./client-failure.ts";
import { askCrossDomainPolicy } from "./cross-domain-policy.ts";
import { isRedirect, type Walk } from "./follow-redirects.ts";
import type { ClientAnswer, ClientResponse, HttpClient } from "./http-client.ts";
import { intendedAnswers } from "./intended-answers.ts";
import { learnedOrigins } from "./learned-origins.ts";
import { pagePaths } from "./page-paths.ts";
import { type PlanResult, plan } from "./plan.ts";
import { ruleOf } from "./policy-paths.ts";
import { policyQuestions } from "./policy-questions.ts";
import { probeRequest } from "./probe-request.ts";
import { registrableDomain } from "./registrable-domain.ts";
import { askWebSockets, webSocketUrls } from "./web-sockets.ts";

export type Send = (request: HttpRequest, options?: { readonly keepsBody?: boolean }) => Promise<ClientAnswer>;

/** How evidence is gathered. */
export interface GatherOptions {
  readonly method?: string;
  readonly paths?: readonly string[];
  /** What the site is meant to answer: its origins are asked as, too, and the answers are compared. */
  readonly policy?: Policy;
  readonly randomLetters: (count: number) => string;
  /** Questions of the eight that were asked for something else. */
  readonly asked?: number;
  /** A survey's: no preflight and no error page for a site that shows no CORS, and no URL that was not named. */
  readonly short?: boolean;
}

/** Asks the plan's questions, one after another. A GET without `Origin` was asked on the way. */
export async function gatherEvidence(
  { url, hops, answer: asked }: Pick<Walk, "url" | "hops"> & { readonly answer: ClientAnswer | null },
  client: HttpClient,
  send: Send,
  { method = "GET", policy, randomLetters, short = false, asked: askedBefore = 0 }: GatherOptions,
): Promise<Evidence> {
  const domain = registrableDomain(url);
  const known = answered(asked);
  const body = known?.body ?? "";
  const sockets = short ? [] : webSocketUrls(body, url);
  const isGuessed = !short && new URL("./", url).pathname === "/" && !(known !== null && isRedirect(known));
  const questions = plan(
    {
      url,
      registrableDomain: domain,
      method,
      short,
      stageOne: stageOneQuestions - askedBefore - hops.length - reserved(body, url, hops, sockets),
      ...(short ? {} : { learned: learnedOrigins(known?.headers ?? [], body, url) }),
      ...(isGuessed ? { guess: new URL("/graphql", url).href } : {}),
    },
    { randomLetters },
  );
  let step = questions.next();
  let first = method === "GET" ? asked : null;
  while (!step.done) {
    const answer = first ?? (await send(step.value.request));
    first = null;
    step = questions.next(withoutBody(answer));
  }
  const evidence: Evidence = inDoubt({
    url,
    network: networkOf(url, domain, client),
    registrableDomain: domain,
    hops,
    ...(policy === undefined ? step.value : await comparedWith(policy, url, step.value, send)),
  });
  if (evidence.incomplete !== null) return evidence;
  const webSockets = await askWebSockets(sockets, send, randomLetters);
  const spent = client.requests + reserved(body, url, hops, []);
  const crossDomainPolicy = short ? null : await crossDomainPolicyOf(evidence, spent, send);
  return {
    ...evidence,
    ...(await namesNowhere(evidence, client)),
    ...(webSockets.length > 0 ? { webSockets } : {}),
    ...(crossDomainPolicy === null ? {} : { crossDomainPolicy }),
  };
}

/** Questions that are put aside: for what the page names, for its WebSockets, for where redirects began. */
function reserved(body: string, url: string, hops: readonly unknown[], sockets: readonly string[]): number {
  return (pagePaths(body, url).length > 0 ? 1 : 0) + Math.min(sockets.length, 1) + (hops.length > 0 ? 1 : 0);
}

/** Asked where there is CORS, or a question to spare. */
async function crossDomainPolicyOf(
  { url, probes }: Evidence,
  spent: number,
  send: Send,
): Promise<Evidence["crossDomainPolicy"] | null> {
  const isShared = probes.some(({ exchange }) => hasCors(exchange));
  if (!isShared && spent >= stageOneQuestions) return null;
  return askCrossDomainPolicy(url, send);
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
export const stageOneQuestions = 8;

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
  if (options.short === true || judged.incomplete !== null) return [];
  const guessed = judged.probes.find(({ kind }) => kind === "guessed-path")?.exchange;
  const isShared = judged.probes.some(({ kind, exchange }) => kind !== "guessed-path" && hasCors(exchange));
  const began = judged.hops[0]?.request.url;
  const candidates = [
    ...(began === undefined ? [] : [began]),
    ...(isShared ? [] : pagePaths(answer.body ?? "", judged.url)),
  ];
  const judge = (url: string): Promise<Evidence> =>
    gatherEvidence({ url, hops: [], answer: null }, client, send, options);
  // Where the guessed address is none, its answer was an error page's.
  if (guessed !== undefined && hasCors(guessed) && isResponse(guessed.response) && guessed.response.status !== 404) {
    return [await judge(guessed.request.url)];
  }
  for (const url of candidates) {
    if (client.requests >= stageOneQuestions && !(isShared && url === began)) return [];
    const origin = `https://${randomLetters(12)}.com`;
    const { request } = probeRequest({ id: "random-origin", kind: "random-origin", origin, url });
    const response = withoutBody(await send(request));
    if (!isResponse(response)) return [];
    if (!isRedirect(response) && hasCors({ request, response })) return [await judge(url)];
  }
  return [];
}

function answered(answer: ClientAnswer | null): ClientResponse | null {
  return answer === null || isFailure(answer) ? null : answer;
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

/** The allowed origins' hosts that are nobody's: whose registrable domain is gone, or whose alias leads nowhere. */
async function namesNowhere(
  evidence: Evidence,
  client: HttpClient,
): Promise<Pick<Evidence, "missingNames" | "danglingNames">> {
  const hosts = staticOrigins(evidence).map(({ origin }) => new URL(origin).hostname);
  const missingNames: string[] = [];
  const danglingNames: { host: string; alias: string }[] = [];
  for (const host of [...new Set(hosts)].slice(0, mostNames)) {
    const domain = registrableDomain(`https://${host}/`);
    if (domain === null || host === new URL(evidence.url).hostname) continue;
    if (domain !== evidence.registrableDomain && (await client.isMissing(domain))) missingNames.push(host);
    else {
      const alias = await client.danglingAlias(host);
      if (alias !== null) danglingNames.push({ host, alias });
    }
  }
  return {
    ...(missingNames.length > 0 ? { missingNames } : {}),
    ...(danglingNames.length > 0 ? { danglingNames } : {}),
  };
}
