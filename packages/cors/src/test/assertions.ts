import { AssertionError } from "node:assert";
import { type ExpectedBlock, type ExpectedResponse, matchers, type Subject } from "./matchers.ts";

/**
 * For node:test, and for any other runner: rejects with an AssertionError unless the page may read the response.
 *
 * @param subject what `page.fetch` returned
 */
export async function assertAllowed(subject: Promise<Response>, expected: ExpectedResponse = {}): Promise<Response> {
  await assert(matchers.toBeAllowed, subject, expected);
  return subject;
}

/** The same for a request that is to be blocked. */
export async function assertBlocked(subject: Promise<Response>, expected: ExpectedBlock = {}): Promise<void> {
  await assert(matchers.toBeBlocked, subject, expected);
}

async function assert(matcher: typeof matchers.toBeAllowed, subject: Subject, expected: unknown): Promise<void> {
  const { pass, message } = await matcher(subject, expected);
  if (!pass) throw new AssertionError({ message: message(), stackStartFn: assert });
}
