import type { Context } from "hono";
import { messagePage } from "../web/message-page.ts";
import type { Refusal } from "./admission.ts";
import { type BodyError, type ProblemCode, problemDocument, problemStatus } from "./problem.ts";

/** A problem as its reader wants it: a document for the API's clients, a page for people. */
export function answerProblem(
  context: Context,
  code: ProblemCode,
  detail: string,
  errors?: readonly BodyError[],
): Response | Promise<Response> {
  const document = problemDocument(code, detail, errors);
  const status = problemStatus(code);
  const isApi = context.req.path === "/api" || context.req.path.startsWith("/api/");
  return isApi
    ? context.body(JSON.stringify(document), status, { "Content-Type": "application/problem+json" })
    : context.html(messagePage({ title: document.title, detail }), status);
}

/** What was not taken in, with the time to come again. */
export function answerRefusal(
  context: Context,
  { code, detail, retryAfterSeconds }: Refusal,
): Response | Promise<Response> {
  if (retryAfterSeconds !== undefined) context.header("Retry-After", String(retryAfterSeconds));
  return answerProblem(context, code, detail);
}
