import { inherited, setting } from "../../../config/nginx/block.ts";
import { everyBlock } from "../every-block.ts";
import { broken, lineOf, type NginxCheck, sendsAllowOrigin } from "../nginx-check.ts";

const hides =
  (name: string) =>
  (directive: { readonly args: readonly string[] }): boolean =>
    directive.args[0]?.toLowerCase() === name;
const hidesAllowOrigin = hides("access-control-allow-origin");

/** One `proxy_hide_header` in a location drops all that it would inherit. */
export const hidingNotInherited: NginxCheck = {
  id: "hiding-not-inherited",
  run: ({ configuration }) =>
    everyBlock(configuration).flatMap((block) => {
      const own = block.own.get("proxy_hide_header") ?? [];
      const [first] = own;
      if (first === undefined || block.parent === null || own.some(hidesAllowOrigin)) return [];
      const lost = inherited(block.parent, "proxy_hide_header");
      if (!lost.some(hidesAllowOrigin) || !sendsAllowOrigin(block)) return [];
      return [
        broken(
          "hiding-not-inherited",
          first,
          `This location has a proxy_hide_header of its own, so it inherits none: the application's Access-Control-Allow-Origin, hidden in line ${lost.find(hidesAllowOrigin)?.place.line}, is sent here beside nginx's, and two are one too many.`,
          lost.map(lineOf).join("\n"),
        ),
      ];
    }),
};

/** A cache keeps the application's answer to one origin, and gives it to all. */
export const cachedUpstreamOrigin: NginxCheck = {
  id: "cached-upstream-origin",
  run: ({ configuration }) =>
    everyBlock(configuration).flatMap((block) => {
      const cache = block.own.get("proxy_cache")?.at(-1);
      if (cache === undefined || cache.args[0] === "off") return [];
      if (inherited(block, "proxy_hide_header").some(hidesAllowOrigin)) return [];
      if (/\$http_origin/.test(setting(block, "proxy_cache_key") ?? "")) return [];
      return [
        {
          check: "cached-upstream-origin",
          level: "info",
          severity: "info",
          place: cache.place,
          message:
            "If the application answers with the origin that asked, this cache gives one visitor's Access-Control-Allow-Origin to all.",
          fix: "proxy_hide_header Access-Control-Allow-Origin;\nadd_header Access-Control-Allow-Origin $cors_origin always;",
        },
      ];
    }),
};

/** headers-more replaces a header, and Vary is a list that others have members in. */
export const varyOverwritten: NginxCheck = {
  id: "vary-overwritten",
  run: ({ configuration }) =>
    everyBlock(configuration).flatMap((block) =>
      (block.own.get("more_set_headers") ?? [])
        .filter(({ args }) => !args.includes("-a") && args.some((word) => /^\s*vary\s*:/i.test(word)))
        .map((directive) =>
          broken(
            "vary-overwritten",
            directive,
            "more_set_headers replaces the Vary of the application: caches then mix answers that differ by what it named.",
            "add_header Vary Origin always;",
          ),
        ),
    ),
};
