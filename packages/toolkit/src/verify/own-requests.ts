import type { OriginPattern, PathPattern, Policy } from "@crosscheck/cors";

/** A long list is tried by its first, its last, and some between. */
const mostOrigins = 20;

/** Origins that a policy allows, one for each pattern. */
export function allowedOrigins(policy: Policy): readonly string[] {
  const patterns = policy.rules.flatMap(({ allowOrigins }) => (allowOrigins === "*" ? [] : allowOrigins));
  const every = Math.max(1, Math.ceil(patterns.length / mostOrigins));
  const some = patterns.filter((_, index) => index % every === 0 || index === patterns.length - 1);
  return [...new Set([...some.map(originOf), ...policy.rules.flatMap(({ selfOrigins }) => selfOrigins)])];
}

/** What the requests of every policy do not have: the policy's own paths, and origins that look like its own. */
export function ownRequests(policy: Policy): {
  readonly targets: readonly string[];
  readonly origins: readonly string[];
} {
  return {
    targets: [...new Set(policy.rules.slice(0, mostOrigins).flatMap(({ path }) => targetsOf(path)))],
    origins: [...new Set(allowedOrigins(policy).slice(0, 5).flatMap(lookAlikes))],
  };
}

function originOf({ scheme, host, wildcard, port }: OriginPattern): string {
  if (wildcard === "null") return "null";
  const name = wildcard === "subdomains" ? `a.b.${host}` : host.replace("*", "x");
  return `${scheme}://${name}${port === null ? "" : `:${port === "*" ? 4443 : port}`}`;
}

function targetsOf({ segments, everythingBelow }: PathPattern): readonly string[] {
  const path = `/${segments.map((segment) => ("literal" in segment ? segment.literal : "any")).join("/")}`;
  const below = path === "/" ? "/crosscheck/x" : `${path}/crosscheck/x`;
  const paths = [path, `${path}${path === "/" ? "" : "/"}`, below, ...(everythingBelow ? [`${path}//x`] : [])];
  // What is not plain ASCII goes percent-encoded.
  return paths.map((text) => text.replace(/[^!-~]/g, encodeURIComponent));
}

function lookAlikes(origin: string): readonly string[] {
  const [, scheme = "https", host = ""] = /^([^:]+):\/\/(.*)$/.exec(origin) ?? [];
  if (host === "") return [];
  return [
    `${origin}.evil.example`,
    `${scheme}://evil${host}`,
    `${scheme}://evil.${host}`,
    `${scheme}://${host.replaceAll(".", "x")}`,
    `${scheme === "https" ? "http" : "https"}://${host}`,
    origin.toUpperCase(),
    `${origin}/`,
    `${origin}:1`,
  ];
}
