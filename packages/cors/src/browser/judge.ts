import type { AsyncResponder, HttpRequest, NetworkAnswer, Responder } from "../http/exchange.ts";
import { type Environment, fetchFromPage } from "./fetch-from-page.ts";
import type { Page, PageRequest } from "./page-request.ts";
import type { Verdict } from "./verdict.ts";

/** A page, what it asks, and the browser around it. */
export interface JudgeInput extends Omit<Environment, "cookies"> {
  readonly page: Page;
  readonly request: PageRequest;
  /** The cookies of every URL asked, or a function from a URL to its own. */
  readonly cookies?: string | ((url: string) => string | null);
}

/**
 * What a page gets from `fetch`, when this responder answers. A responder that throws is a network that failed.
 *
 * @throws TypeError if `page.origin` is not what a browser serializes an origin to, or if the
 *   responder is no function or returns a promise
 */
export function judge(input: JudgeInput & { readonly responder: Responder }): Verdict {
  const fetching = start(input);
  let result = fetching.next();
  while (result.done !== true) result = fetching.next(ask(input.responder, result.value));
  return result.value;
}

/** `judge`, for a responder that has to wait. */
export async function judgeAsync(input: JudgeInput & { readonly responder: AsyncResponder }): Promise<Verdict> {
  const fetching = start(input);
  let result = fetching.next();
  while (result.done !== true) result = fetching.next(await askAsync(input.responder, result.value));
  return result.value;
}

function start(input: JudgeInput): Generator<HttpRequest, Verdict, NetworkAnswer> {
  const { page, request, cookies, ...environment } = input;
  if (cookies === undefined) return fetchFromPage(page, request, environment);
  return fetchFromPage(page, request, {
    ...environment,
    cookies: typeof cookies === "function" ? cookies : () => cookies,
  });
}

function ask(responder: Responder, request: HttpRequest): NetworkAnswer {
  requireResponder(responder);
  let answer: NetworkAnswer;
  try {
    answer = responder(request);
  } catch (error) {
    return failed(error);
  }
  if (answer instanceof Promise)
    throw new TypeError("judge() was given a responder that returns a promise: use judgeAsync().");
  return answer;
}

async function askAsync(responder: AsyncResponder, request: HttpRequest): Promise<NetworkAnswer> {
  requireResponder(responder);
  try {
    return await responder(request);
  } catch (error) {
    return failed(error);
  }
}

function requireResponder(responder: unknown): void {
  if (typeof responder === "function") return;
  throw new TypeError("judge() has no responder: give it a function from a request to { status, headers }.");
}

function failed(error: unknown): NetworkAnswer {
  return { kind: "failed", why: error instanceof Error ? error.message : String(error) };
}
