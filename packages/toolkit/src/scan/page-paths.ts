/** Addresses of the same origin that a page's text names, the likeliest to be an API first. At most ten. */
export function pagePaths(body: string, url: string): readonly string[] {
  if (body === "") return [];
  const base = new URL(url);
  const found = new Map<string, number>();
  for (const { pattern, weight } of mentions) {
    for (const [, path = ""] of body.matchAll(pattern)) {
      const address = URL.parse(path.replaceAll("&amp;", "&"), url);
      if (address === null || address.origin !== base.origin || isFile(address.pathname)) continue;
      address.hash = "";
      if (address.href === base.href || isAction(address.pathname)) continue;
      const likelihood =
        weight + (/\/(?:api|graphql|rest|v[0-9]+|ajax|json|rpc|data)(?:\/|$|\.)/i.test(address.pathname) ? 4 : 0);
      found.set(address.href, Math.max(found.get(address.href) ?? 0, likelihood));
    }
  }
  return [...found]
    .toSorted(([, left], [, right]) => right - left)
    .map(([address]) => address)
    .slice(0, 10);
}

// Bounded, so that a hostile page costs no more than its length.
const mentions = [
  { pattern: /\b(?:fetch|get|post|ajax|axios)\(\s*["'`]([^"'`\s<>]{1,300})["'`]/gi, weight: 3 },
  { pattern: /\.open\(\s*["'][A-Za-z]{3,7}["']\s*,\s*["'`]([^"'`\s<>]{1,300})["'`]/g, weight: 3 },
  { pattern: /\b(?:data-[a-z-]{0,30}|action|href|src)\s*=\s*["']([^"'\s<>]{1,300})["']/gi, weight: 1 },
  { pattern: /["'](\/(?:api|graphql|rest|v[0-9]+)(?:\/[^"'\s<>]{0,200})?)["']/gi, weight: 2 },
] as const;

/** What is the same for everybody and changes nothing is asked; what may end a session or change data is not. */
function isAction(pathname: string): boolean {
  return /(?:log|sign)[-_]?(?:out|off)|delete|remove|unsubscribe/i.test(pathname);
}

function isFile(pathname: string): boolean {
  return /\.(?:css|js|mjs|png|jpe?g|gif|svg|ico|webp|woff2?|ttf|map|pdf|mp4)$/i.test(pathname);
}
