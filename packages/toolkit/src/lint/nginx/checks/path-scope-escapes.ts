import type { ConfigFault } from "../../lint-target.ts";
import { samplePath } from "../../sample-path.ts";
import { isOkStatus } from "../is-ok-status.ts";
import { allowedOrigin, type NginxCheck } from "../nginx-check.ts";

/** The policy of a path is chosen by its raw spelling, and another spelling of the same path gets more. */
export const pathScopeEscapes: NginxCheck = {
  id: "path-scope-escapes",
  run: ({ configuration, sites, ask }) => {
    const found: ConfigFault[] = [];
    for (const map of configuration.tables.values()) {
      if (map.name !== "map" || !/\$\{?request_uri\b/.test(map.args[0] ?? "")) continue;
      for (const { name, place } of (map.children ?? []).slice(0, 20)) {
        const path = name.startsWith("~") ? samplePath(name.replace(/^~\*?/, "")) : name.startsWith("/") ? name : null;
        if (path === null || path.length < 2) continue;
        const escaping = sites.slice(0, 20).flatMap((site) => escapesFrom(site, path))[0];
        if (escaping !== undefined) found.push({ ...escaping, place });
      }
    }
    return found;

    function escapesFrom(site: (typeof sites)[number], path: string): readonly Omit<ConfigFault, "place">[] {
      for (const origin of ["https://qxattackera.com", ...site.named]) {
        const headers = [["Origin", origin] as const];
        const plain = ask(site, { method: "GET", target: path, headers });
        if (plain === null || allowedOrigin(plain) !== null || !isOkStatus(plain.status)) continue;
        for (const target of spellings(path)) {
          const answer = ask(site, { method: "GET", target, headers });
          const allowed = allowedOrigin(answer);
          if (answer === null || !isOkStatus(answer.status) || (allowed !== "*" && allowed !== origin)) continue;
          return [
            {
              check: "path-scope-escapes",
              level: "conditional",
              severity: "medium",
              message: `${path} is not shared with ${origin}, but ${target} is the same path to nginx and is: $request_uri is the path as the client spells it.`,
              fix: "Refuse ambiguous targets before the map is asked, or choose by location instead of by $request_uri.",
              example: origin,
              request: `curl -i --path-as-is -H 'Origin: ${origin}' '${new URL(site.url).origin}${target}'`,
            },
          ];
        }
      }
      return [];
    }
  },
};

function spellings(path: string): readonly string[] {
  const first = path[1] ?? "";
  const encoded = `/%${first.charCodeAt(0).toString(16)}${path.slice(2)}`;
  return [encoded, `/${path}`, `/x/..${path}`];
}
