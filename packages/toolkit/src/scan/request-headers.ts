import { containsHeader, type Header, type HeaderList, type HttpRequest } from "@crosscheck/cors/http";
import type { ScanTarget } from "./scan-target.ts";

/** Who asks, in every server's log, unless a service has a name of its own. */
export const defaultUserAgent: string = "Crosscheck/0.1 (CORS scanner)";

const methodsWithoutBody: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/** The request's headers as given, after those that every request needs and that it does not set itself. */
export function requestHeaders(request: HttpRequest, target: ScanTarget): HeaderList {
  const own: Header[] = [
    ["Host", target.authority],
    ["User-Agent", defaultUserAgent],
    ["Accept-Encoding", "identity"],
  ];
  // There is never a body; without this, Node.js announces an empty chunked one.
  if (!methodsWithoutBody.has(request.method)) own.push(["Content-Length", "0"]);
  return [...own.filter(([name]) => !containsHeader(request.headers, name)), ...request.headers];
}
