import { getDomain, parse } from "tldts";

const options = { allowPrivateDomains: true } as const;

/**
 * The names that a regex lets in whose dot is not escaped: a letter in place of one dot, wherever that leaves a name which
 * somebody else can register.
 */
export function dotlessNames(host: string, letter: string): readonly string[] {
  const own = getDomain(host, options);
  if (own === null) return [];
  return [...host.matchAll(/\./g)]
    .map(({ index }) => `${host.slice(0, index)}${letter}${host.slice(index + 1)}`)
    .filter((name) => {
      const domain = getDomain(name, options);
      return domain !== null && domain !== own && hasTopLevel(name, host);
    });
}

/**
 * The longest name that a listed one begins with and that somebody else can register: `shop.co` of `shop.com`, for a
 * comparison the wrong way round. Null where there is none.
 */
export function cutName(host: string): string | null {
  const own = getDomain(host, options);
  if (own === null) return null;
  for (let length = host.length - 1; length > 2; length--) {
    const name = host.slice(0, length);
    if (!/[a-z0-9]$/.test(name)) continue;
    const domain = getDomain(name, options);
    if (domain !== null && domain !== own && hasTopLevel(name, host)) return name;
  }
  return null;
}

/** Whether a name ends in a top-level domain that there is. Below one made up for a test, every end will do. */
function hasTopLevel(name: string, like: string): boolean {
  return isListed(name) || !isListed(like);
}

function isListed(name: string): boolean {
  const { isIcann, isPrivate } = parse(name, options);
  return isIcann === true || isPrivate === true;
}
