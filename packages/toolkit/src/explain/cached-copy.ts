import { containsHeader, getHeader, type HeaderList, type HttpResponse, variesOn } from "@crosscheck/cors/http";
import type { Attempt } from "./attempt.ts";
import type { Observation } from "./observation.ts";

/** Whether an answer is from the browser's cache, or from one on the way that says so, and stored without regard to who asked. */
export function isCachedCopy(
  attempt: Attempt,
  observation: Observation | null,
  { headers, status }: HttpResponse,
): boolean {
  if (variesOn(headers, "origin") || status >= 400) return false;
  if (observation?.from === "browser-cache" || status === 304) return true;
  if (Number(getHeader(headers, "age") ?? 0) > 0 || headers.some(saysHit)) return true;
  const { earlier, pageOrigin } = attempt;
  return (
    earlier?.answer != null && !containsHeader(earlier.request.headers, "origin") && isStale(earlier.answer, pageOrigin)
  );
}

/**
 * `X-Cache: TCP_HIT`, `CF-Cache-Status: HIT`, `Cache-Status: "edge"; hit` (RFC 9211), `X-Cache-Hits: 0, 4`, Varnish's second
 * number: caches name the header as they like, with their own word in it.
 */
function saysHit([name, value]: HeaderList[number]): boolean {
  const lower = name.toLowerCase();
  if (lower === "x-varnish") return /^\s*\d+\s+\d+\s*$/.test(value);
  if (/^x-cache-hits?$/.test(lower)) return /(?:^|[,\s])[1-9]\d*(?:[,\s]|$)/.test(value) || hit.test(value);
  if (lower === "server-timing") return /\bcache\b[^,]*\bdesc="?hit/i.test(value);
  if (!lower.includes("cache") || lower === "cache-control") return false;
  return hit.test(value) || /^(?:stale|revalidated|updating)\b/i.test(value.trim());
}

const hit = /(?:^|[^a-z])hit(?:[^a-z]|$)/i;

/** A copy that a cache may give to this page, and that is not for it. */
export function isStale(answer: HttpResponse, pageOrigin: string | null): boolean {
  const control = getHeader(answer.headers, "cache-control") ?? "";
  if (/no-store/i.test(control) || variesOn(answer.headers, "origin")) return false;
  const keeps =
    /max-age=[1-9]|public|immutable/i.test(control) ||
    containsHeader(answer.headers, "expires") ||
    containsHeader(answer.headers, "last-modified") ||
    containsHeader(answer.headers, "etag");
  const allowed = getHeader(answer.headers, "access-control-allow-origin");
  return keeps && allowed !== "*" && allowed !== pageOrigin;
}
