/** Names that always mean this machine. */
const loopbackNames: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * The names this server answers to when it is bound to `hostname`; null for any. Bound to loopback it is for this machine
 * alone, and a page whose own name was made to point here (DNS rebinding) must not become same-origin with it.
 */
export function namesFor(hostname: string): ReadonlySet<string> | null {
  const bound = hostname.includes(":") ? `[${hostname}]` : hostname.toLowerCase();
  const isLoopback = loopbackNames.has(bound) || bound.startsWith("127.");
  return isLoopback ? new Set([...loopbackNames, bound]) : null;
}

/** Whether a request was made to one of our names. */
export function isForUs(request: Request, names: ReadonlySet<string> | null): boolean {
  return names === null || names.has(new URL(request.url).hostname);
}

/**
 * Whether a page of another site or origin makes this request. Browsers that send `Sec-Fetch-Site` say so themselves, and
 * a page cannot change it; for others `Origin` decides. A request with neither does not come from a page's form or script.
 *
 * @param scheme by which a trusted proxy says that the visitor came, if one does
 */
export function isFromElsewhere(request: Request, scheme: "http" | "https" | null = null): boolean {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null) return site !== "same-origin" && site !== "none";
  const origin = request.headers.get("origin");
  if (origin === null) return false;
  const own = new URL(request.url);
  return origin !== `${scheme ?? own.protocol.slice(0, -1)}://${own.host}`;
}
