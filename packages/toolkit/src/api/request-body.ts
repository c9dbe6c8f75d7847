import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { answerProblem } from "./answer-problem.ts";

/** Bytes. */
export const largestBody: number = 16 * 1024;

/** The type of a request's body without parameters, in lower case; empty when it has none. */
export function mediaType(request: Request): string {
  return (request.headers.get("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

export function unknownScan(context: Context): Response | Promise<Response> {
  return answerProblem(
    context,
    "unknown-scan",
    "There is no scan with this id: it is misspelled, or its result is no longer kept. Scan the site again.",
  );
}

/** Of a text that is judged or generated from, in bytes: 10,000 origins, or 10,000 lines of a configuration. */
const largestText = 512 * 1024;

/** Of a body that holds such a text, escaped or encoded. */
const largestTextBody = 3 * largestText + largestBody;

/** Refuses a body that cannot be such a text. */
export const limitText: MiddlewareHandler = bodyLimit({
  maxSize: largestTextBody,
  onError: (context) =>
    answerProblem(context, "body-too-large", `A text may have ${largestText} bytes. Use the command for a larger one.`),
});

/** The limit in words; null when the text is within it. */
export function describeSize(text: string): string | null {
  const size = Buffer.byteLength(text);
  return size > largestText
    ? `The text has ${size} bytes, and ${largestText} are taken. Use the command for it.`
    : null;
}

/** The body's value; undefined, which is no JSON value, when it is not JSON. */
export async function readJson(context: Context): Promise<unknown> {
  try {
    return JSON.parse(await context.req.text());
  } catch {
    return undefined;
  }
}

/** A mistake with its place. */
export function sentence({ pointer, detail }: { readonly pointer: string; readonly detail: string }): string {
  return pointer === "" ? detail : `${pointer}: ${detail}`;
}
