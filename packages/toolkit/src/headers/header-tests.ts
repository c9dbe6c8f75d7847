import { getHeader, type HttpResponse } from "@crosscheck/cors/http";
import type { HeaderEvidence, HeaderResult, HeaderTest } from "./header-test.ts";
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
  const page = isHtml(answer.response) ? readPage(body ?? "") : null;
  return headerTests.map((test) => ({ test, ...test.run({ ...answer, page }) }));
}

function isHtml({ headers }: HttpResponse): boolean {
  return /^\s*(?:text\/html|application\/xhtml\+xml)\s*(?:;|$)/i.test(getHeader(headers, "content-type") ?? "");
}
