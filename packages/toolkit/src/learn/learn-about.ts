import { catalogue } from "../checks/catalogue/index.ts";

/** The checks that are told as stories, by their own names. */
const inSecurity: ReadonlySet<string> = new Set(catalogue.map(({ id }) => id));

/** Where else a finding of the linter, or a problem of a policy, is explained: by the first pattern that its name meets. */
const places: readonly (readonly [pattern: RegExp, chapter: string, part: string])[] = [
  [/^insecure-origin$/, "security", "trusts-insecure-scheme"],
  [/^null-origin$|^origin-null/, "security", "trusts-null"],
  [/^local-origin$/, "security", "trusts-local-origin"],
  [/^shared-suffix/, "security", "shared-suffix"],
  [/-with-credentials$/, "directives", "credentials-rules"],
  [/^(?:origin-|any-origin|allow-origins)/, "directives", "access-control-allow-origin"],
  [/^method-/, "directives", "access-control-allow-methods"],
  [/^exposed-header-/, "directives", "access-control-expose-headers"],
  [/^header-(?:not-token|forbidden|response-only)$/, "directives", "access-control-allow-headers"],
  [/^max-age-/, "directives", "access-control-max-age"],
  [/^(?:refuse-unlisted|self-origin)/, "what-cors-is", "is-not"],
  [/preflight/, "simple-and-preflighted", "login-and-preflight"],
  [/^cached-|^caseless-key$/, "caches", "vary"],
  [/^path-/, "per-resource", "by-path"],
];

const parts: Readonly<Record<string, string>> = {
  nginx: "nginx",
  apache: "apache",
  htaccess: "htaccess",
  "web.config": "iis",
};

/**
 * The paragraph of the guide that explains a finding of the scanner or the linter, or a problem of a policy.
 *
 * @param id a check's id or a problem's code
 * @param as the kind of configuration that was linted
 */
export function learnAbout(id: string, as?: string): string {
  if (inSecurity.has(id)) return `/learn/security#${id}`;
  const place = places.find(([pattern]) => pattern.test(id));
  if (place !== undefined) return `/learn/${place[1]}#${place[2]}`;
  const part = as === undefined ? undefined : parts[as];
  return part === undefined ? "/learn/per-resource#by-path" : `/learn/configure-servers#${part}`;
}
