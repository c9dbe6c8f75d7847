import { type Block, innerBlock } from "../../../config/nginx/block.ts";
import type { NginxDirective } from "../../../config/nginx/directive.ts";
import { everyBlock } from "../every-block.ts";
import { isOkStatus } from "../is-ok-status.ts";
import { allowedOrigin, broken, isAllowOrigin, type NginxCheck, sendsAllowOrigin } from "../nginx-check.ts";

const answer = `if ($request_method = OPTIONS) {
    add_header Access-Control-Allow-Origin $cors_origin always;
    add_header Access-Control-Allow-Methods "GET, POST" always;
    add_header Access-Control-Allow-Headers "Content-Type, Authorization" always;
    add_header Vary Origin always;
    return 204;
}`;

/** Preflight headers are configured, and no preflight can succeed. */
export const preflightFails: NginxCheck = {
  id: "preflight-fails",
  run: ({ sites, ask }) => {
    const origins = ["https://app.example.com", ...(sites[0]?.named ?? [])];
    const found = new Map<string, ReturnType<typeof broken>>();
    for (const site of sites.slice(0, 60)) {
      const promise = promiseOf(site.block);
      if (promise === null) continue;
      for (const origin of origins) {
        const headers = [["Origin", origin] as const];
        if (allowedOrigin(ask(site, { method: "GET", headers })) === null) continue;
        const preflight = ask(site, {
          method: "OPTIONS",
          headers: [...headers, ["Access-Control-Request-Method", "PUT"]],
        });
        if (preflight === null) continue;
        const noOrigin = allowedOrigin(preflight) === null;
        if (isOkStatus(preflight.status) && !noOrigin) continue;
        const why = isOkStatus(preflight.status)
          ? "carries no Access-Control-Allow-Origin"
          : `has the status ${preflight.status}, and a preflight needs 200 to 299`;
        const fault = broken(
          "preflight-fails",
          promise,
          `Access-Control-Allow-Methods and -Headers are for preflights, and the answer to one ${why}: every browser gives up before the request.`,
          answer,
          {
            request: `curl -i -X OPTIONS -H 'Origin: ${origin}' -H 'Access-Control-Request-Method: PUT' '${site.url}'`,
          },
        );
        found.set(`${promise.place.file}:${promise.place.line}:${promise.place.column}`, fault);
        break;
      }
    }
    return [...found.values()];
  },
};

/** The line that says what a preflight may ask for. */
function promiseOf(block: Block): NginxDirective | null {
  for (let at: Block | null = block; at !== null; at = at.parent) {
    const lines = at.own.get("add_header") ?? [];
    const promise = lines.find(({ args }) => /^access-control-allow-(?:methods|headers)$/i.test(args[0] ?? ""));
    if (promise !== undefined) return promise;
    if (lines.length > 0) return null;
  }
  return null;
}

/** `limit_except` without OPTIONS answers the preflight with 403, and skips the location's `if`. */
export const limitExceptSkipsIf: NginxCheck = {
  id: "limit-except-refuses-preflight",
  run: ({ configuration }) =>
    everyBlock(configuration).flatMap((block) => {
      const limit = block.own.get("limit_except")?.at(-1);
      if (limit === undefined || limit.args.some((method) => method.toUpperCase() === "OPTIONS")) return [];
      const answersPreflight = (block.own.get("if") ?? []).some((directive) =>
        directive.args.join(" ").includes("OPTIONS"),
      );
      if (!sendsAllowOrigin(block) && !answersPreflight) return [];
      if (!(innerBlock(block, limit).own.has("deny") || innerBlock(block, limit).own.has("auth_basic"))) return [];
      return [
        broken(
          "limit-except-refuses-preflight",
          limit,
          "A preflight is OPTIONS, which this limit_except refuses before the location's if is looked at.",
          `limit_except ${[...limit.args, "OPTIONS"].join(" ")} { … }`,
        ),
      ];
    }),
};

/** A server-level answer to every OPTIONS grants preflights of locations that share nothing. */
export const blanketPreflight: NginxCheck = {
  id: "blanket-preflight",
  run: ({ configuration }) =>
    configuration.servers.flatMap(({ block }) => {
      if (!(block.own.get("add_header") ?? []).some(isAllowOrigin)) return [];
      const answers = (block.own.get("if") ?? []).find(
        ({ args, children }) =>
          args.join(" ").includes("OPTIONS") &&
          (children ?? []).some(({ name, args: [status] }) => name === "return" && /^20\d$/.test(status ?? "")),
      );
      if (answers === undefined) return [];
      const shut = everyBlock({
        ...configuration,
        servers: configuration.servers.filter((s) => s.block === block),
      }).find((inner) => inner.kind === "location" && (inner.own.has("deny") || inner.own.has("auth_basic")));
      if (shut === undefined) return [];
      const { place } = answers;
      return [
        {
          check: "blanket-preflight",
          level: "info",
          severity: "info",
          place,
          message: `Every preflight of this server is answered here, also those of the location of line ${shut.directive?.place.line}, which is not shared.`,
          fix: "Answer preflights in the locations that are shared, or choose the rule by the path first.",
        },
      ];
    }),
};
