import type { Evidence } from "../checks/evidence.ts";
import { isFailure } from "./client-failure.ts";
import type { Send } from "./gather-evidence.ts";
import { probeRequest } from "./probe-request.ts";

/** As many as are told. */
const mostDomains = 20;

/** Whom `/crossdomain.xml` lets in, for Flash and Acrobat of old; null where there is none. */
export async function askCrossDomainPolicy(url: string, send: Send): Promise<Evidence["crossDomainPolicy"] | null> {
  const address = new URL("/crossdomain.xml", url).href;
  const { request } = probeRequest({ id: "cross-domain-policy", kind: "baseline", origin: null, url: address });
  const answer = await send(request, { keepsBody: true });
  if (isFailure(answer) || answer.status !== 200) return null;
  const { status, headers, body = "" } = answer;
  if (!/<cross-domain-policy[\s>]/i.test(body)) return null;
  const domains = [...body.matchAll(/<allow-access-from\b[^>]{0,300}?\bdomain\s*=\s*["']([^"'<>]{1,253})["']/gi)];
  return {
    exchange: { request, response: { status, headers } },
    domains: [...new Set(domains.map(([, domain = ""]) => domain))].slice(0, mostDomains),
  };
}
