import { getHeader, type HttpResponse } from "@crosscheck/cors/http";
import { type HeaderEvidence, type HeaderResult, type HeaderTest, inconclusive } from "./header-test.ts";
import { readPage } from "./page-elements.ts";
import { contentSecurityPolicy } from "./tests/content-security-policy.ts";
import { cookies } from "./tests/cookies.ts";
import { crossOriginEmbedderPolicy } from "./tests/cross-origin-embedder-policy.ts";
import { crossOriginOpenerPolicy } from "./tests/cross-origin-opener-policy.ts";
import { crossOriginResourcePolicy } from "./tests/cross-origin-resource-policy.ts";
import { leakingHeaders } from "./tests/leaking-headers.ts";
import { permissionsPolicy } from "./tests/permissions-policy.ts";
import { redirection } from "./tests/redirection.ts";
import { referrerPolicy } from "./tests/referrer-policy.ts";
import { strictTransportSecurity } from "./tests/strict-transport-security.ts";
import { subresourceIntegrity } from "./tests/subresource-integrity.ts";
import { xContentTypeOptions } from "./tests/x-content-type-options.ts";
import { xFrameOptions } from "./tests/x-frame-options.ts";

/** The tests of *HTTP Security Headers* beside CORS, in the order in which they are shown. */
export const headerTests: readonly HeaderTest[] = [
  contentSecurityPolicy,
  strictTransportSecurity,
  xFrameOptions,
  xContentTypeOptions,
  referrerPolicy,
  permissionsPolicy,
  crossOriginOpenerPolicy,
  crossOriginEmbedderPolicy,
  crossOriginResourcePolicy,
  cookies,
  redirection,
  subresourceIntegrity,
  leakingHeaders,
];

/** The answer that a visitor is shown, and the text of it if it was read. */
export interface ShownAnswer extends Omit<HeaderEvidence, "page"> {
  readonly body: string | null;
}

/** What each test says of an answer. */
export function runHeaderTests({
  body,
  ...answer
}: ShownAnswer): readonly (HeaderResult & { readonly test: HeaderTest })[] {
  const page = isHtml(answer.response) ? readPage(body) : null;
  const evidence = { ...answer, page };
  return headerTests.map((test) => ({ test, ...(unfit(test, answer) ?? test.run(evidence)) }));
}

/** An answer that stands in for the site's own, from a server in trouble or one that has had enough of us. */
function unfit({ id }: HeaderTest, { response: { status } }: Pick<ShownAnswer, "response">): HeaderResult | null {
  if (id === redirection.id || (status !== 429 && status < 500)) return null;
  return inconclusive(`The site answered ${status}: this is no page of its own, whose headers may be others.`);
}

function isHtml({ headers }: HttpResponse): boolean {
  return /^\s*(?:text\/html|application\/xhtml\+xml)\s*(?:;|$)/i.test(getHeader(headers, "content-type") ?? "");
}
