import { corsResponseHeaderNames } from "@crosscheck/cors";
import { getHeaderValues, type HttpResponse, varyMembers } from "@crosscheck/cors/http";
import type { MatrixRequest } from "./request-matrix.ts";

/** Where a simulated answer is unlike the real one, in one sentence; empty: nowhere that CORS looks at. */
export function apacheDifferences(
  request: MatrixRequest,
  real: HttpResponse,
  simulated: HttpResponse,
): readonly string[] {
  const shown = `${request.method} ${request.target.slice(0, 80)} ${JSON.stringify(request.headers).slice(0, 160)}`;
  const [wanted, got] = [real, simulated].map((response) => JSON.stringify(seen(response)));
  return wanted === got ? [] : [`${shown}\n  real:      ${wanted}\n  simulated: ${got}`];
}

/** What compression adds to Vary is none of CORS's. */
function seen({ status, headers }: HttpResponse): unknown {
  const vary = varyMembers(getHeaderValues(headers, "vary")).map((name) => name.toLowerCase());
  return {
    status,
    cors: corsResponseHeaderNames.map((name) => getHeaderValues(headers, name)),
    vary: vary.filter((name) => name !== "accept-encoding").sort(),
    location: getHeaderValues(headers, "location"),
  };
}
