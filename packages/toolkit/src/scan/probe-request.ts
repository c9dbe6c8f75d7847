import type { HeaderList } from "@crosscheck/cors/http";
import type { ProbeRequest } from "../checks/evidence.ts";
import { preflightedRequest } from "../checks/page-access.ts";

/** What to ask, in short. */
export type Question = Pick<ProbeRequest, "id" | "kind" | "origin"> & {
  readonly url: string;
  /** GET unless told; of a preflight, the page's own request says it. */
  readonly method?: string;
  /** Beside those that every probe has. */
  readonly headers?: HeaderList;
};

/** A probe as it goes on the wire: what a browser would send for a page at that origin, as far as CORS reads it. */
export function probeRequest({ id, kind, origin, url, method = "GET", headers: others = [] }: Question): ProbeRequest {
  const asks = origin === null ? [] : [["Origin", origin] as const];
  const headers: HeaderList = [["Accept", "*/*"], ...asks, ...others];
  const preflight = kind === "preflight";
  return {
    id,
    kind,
    origin,
    request: {
      method: preflight ? "OPTIONS" : method,
      url,
      headers: preflight ? [...headers, ...preflightHeaders()] : headers,
    },
  };
}

/** https://fetch.spec.whatwg.org/#cors-preflight-fetch-0 : names in lower case, sorted, joined without spaces. */
function preflightHeaders(): HeaderList {
  const names = Object.keys(preflightedRequest.headers).map((name) => name.toLowerCase());
  return [
    ["Access-Control-Request-Method", preflightedRequest.method],
    ["Access-Control-Request-Headers", names.sort().join(",")],
  ];
}
