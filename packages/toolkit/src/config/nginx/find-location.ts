import type { Block } from "./block.ts";
import type { NginxDirective } from "./directive.ts";
import type { State } from "./state.ts";
import { matchAndCapture } from "./variables.ts";

type Found =
  | { readonly kind: "location"; readonly block: Block; readonly isFinal: boolean }
  /** `/x` where only `location /x/ { proxy_pass … }` is: a redirect to it. */
  | { readonly kind: "add slash"; readonly block: Block }
  | null;

/** Handlers whose location answers a URI without its last slash with a redirect. */
const upstreamPasses = ["proxy_pass", "fastcgi_pass", "uwsgi_pass", "scgi_pass", "grpc_pass", "memcached_pass"];

/** What passes the requests of a block on. */
export function passDirective(block: Block): NginxDirective | null {
  // An `if` and a `limit_except` have their location's handler.
  for (let at: Block | null = block; at !== null; at = at.parent) {
    for (const name of upstreamPasses) {
      const pass = at.own.get(name)?.[0];
      if (pass !== undefined) return pass;
    }
    if (at.kind === "location" || at.kind === "server") return null;
  }
  return null;
}

/**
 * Exact, else the longest prefix, whose own locations are asked first; then the regular expressions, unless `^~`.
 *
 * https://github.com/nginx/nginx/blob/release-1.22.1/src/http/ngx_http_core_module.c#L1410
 */
export function findLocation(state: State, within: Block): Found {
  const { locations } = within;
  const exact = locations.exact.get(state.uri);
  if (exact !== undefined) return { kind: "location", block: exact, isFinal: true };

  const withSlash = locations.prefixes.find(
    (block) => block.match?.text === `${state.uri}/` && passDirective(block) !== null,
  );
  if (withSlash !== undefined && !locations.prefixes.some((block) => block.match?.text === state.uri)) {
    return { kind: "add slash", block: withSlash };
  }
  const prefix = locations.prefixes.find((block) => state.uri.startsWith(block.match?.text ?? ""));
  let inner: Found = null;
  if (prefix !== undefined) {
    inner = findLocation(state, prefix);
    if (inner !== null && (inner.kind === "add slash" || inner.isFinal)) return inner;
  }
  if (prefix?.match?.kind !== "prefix-only") {
    for (const block of locations.regexes) {
      const { regex, text = "" } = block.match ?? {};
      if (regex == null || !matchAndCapture(regex, text, state.uri, state)) continue;
      const nested = findLocation(state, block);
      if (nested?.kind === "location") return { kind: "location", block: nested.block, isFinal: true };
      return { kind: "location", block, isFinal: true };
    }
  }
  if (inner !== null) return inner;
  return prefix === undefined ? null : { kind: "location", block: prefix, isFinal: false };
}
