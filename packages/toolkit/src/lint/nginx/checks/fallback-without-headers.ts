import { type Block, inherited } from "../../../config/nginx/block.ts";
import { everyBlock } from "../every-block.ts";
import { type NginxCheck, sendsAllowOrigin } from "../nginx-check.ts";

/** `error_page` and `try_files` answer with the headers of the location that they lead to. */
export const fallbackWithoutHeaders: NginxCheck = {
  id: "fallback-without-headers",
  run: ({ configuration }) =>
    configuration.servers.flatMap((server) =>
      everyBlock({ ...configuration, servers: [server] }).flatMap((block) => {
        if (block.kind !== "location" || !sendsAllowOrigin(block)) return [];
        const leads = [...(block.own.get("try_files") ?? []), ...inherited(block, "error_page")];
        return leads.flatMap((directive) => {
          const to = directive.args.at(-1) ?? "";
          const target = leadsTo(server.block, to);
          if (target === null || target === block || sendsAllowOrigin(target)) return [];
          return [
            {
              check: "fallback-without-headers",
              level: "info" as const,
              severity: "info" as const,
              place: directive.place,
              message: `${directive.name} leads to ${to}, whose location (line ${target.directive?.place.line}) sends no Access-Control-Allow-Origin, unlike this one.`,
              fix: `Put the add_header lines in the location of ${to}, too.`,
            },
          ];
        });
      }),
    ),
};

function leadsTo(server: Block, to: string): Block | null {
  const { named, exact, prefixes } = server.locations;
  if (to.startsWith("@")) return named.get(to) ?? null;
  if (!to.startsWith("/") || to.includes("$")) return null;
  return exact.get(to) ?? prefixes.find(({ match }) => to.startsWith(match?.text ?? "")) ?? server;
}
