import { getHeaderValues, isResponse } from "@crosscheck/cors/http";
import type { Evidence } from "./evidence.ts";

/**
 * Whether a browser that has visited the site goes to a host over https alone, so that nobody on the way can be it.
 *
 * https://www.rfc-editor.org/rfc/rfc6797#section-8.2
 */
export function hstsCovers(evidence: Evidence, host: string): boolean {
  const exchanges = [...evidence.hops, ...evidence.probes.map(({ exchange }) => exchange)];
  return exchanges.some(({ request, response }) => {
    const { protocol, hostname } = new URL(request.url);
    if (protocol !== "https:" || !isResponse(response)) return false;
    const [value = ""] = getHeaderValues(response.headers, "strict-transport-security");
    const directives = value.split(";").map((part) => part.trim().toLowerCase());
    const lasting = directives.some((directive) => /^max-age\s*=\s*"?0*[1-9][0-9]*"?$/.test(directive));
    if (!lasting) return false;
    return hostname === host || (directives.includes("includesubdomains") && host.endsWith(`.${hostname}`));
  });
}
