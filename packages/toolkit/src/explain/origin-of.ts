/** The origin of a URL as a browser serializes it; null for what is no http(s) URL. */
export function originOf(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { origin, protocol } = new URL(url);
  return protocol === "http:" || protocol === "https:" ? origin : null;
}

/** Whether two URLs have one origin. */
export function isSameOrigin(left: string, right: string): boolean {
  const origin = originOf(left);
  return origin !== null && origin === originOf(right);
}
