import { type Exchange, getHeader, type HttpRequest, type Responder } from "@crosscheck/cors/http";

/**
 * A responder that answers as the recorded site did: the first recorded answer to the same method, URL, `Origin` and
 * preflight headers. A question that nobody asked has no answer, and never a made-up one.
 */
export function replay(exchanges: readonly Exchange[]): Responder {
  const answers = new Map<string, Exchange["response"]>();
  for (const { request, response } of exchanges) {
    const key = questionKey(request);
    if (!answers.has(key)) answers.set(key, response);
  }
  return (request) =>
    answers.get(questionKey(request)) ?? { kind: "failed", why: `${request.method} ${request.url} was not recorded.` };
}

/** What makes two requests one question. */
export function questionKey({ method, url, headers }: HttpRequest): string {
  const names = getHeader(headers, "access-control-request-headers");
  return JSON.stringify([
    method,
    url.replace(/#.*$/s, ""),
    getHeader(headers, "origin"),
    getHeader(headers, "access-control-request-method"),
    names === null ? null : names.toLowerCase().replaceAll(" ", ""),
  ]);
}
