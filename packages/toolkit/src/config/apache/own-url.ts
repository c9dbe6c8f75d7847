import type { RequestState } from "./request-state.ts";

/** The absolute URL of a path here, as Apache writes it into Location. */
export function ownUrl(path: string, { scheme, hostname, port }: RequestState): string {
  const usual = (scheme === "http" && port === 80) || (scheme === "https" && port === 443);
  return `${scheme}://${hostname}${usual ? "" : `:${port}`}${path}`;
}
