import { inherited } from "../../../config/nginx/block.ts";
import { everyBlock } from "../every-block.ts";
import { broken, isAllowOrigin, lineOf, type NginxCheck } from "../nginx-check.ts";

/** One `add_header` in a location drops all that it would inherit. */
export const headersNotInherited: NginxCheck = {
  id: "headers-not-inherited",
  run: ({ configuration }) =>
    everyBlock(configuration).flatMap((block) => {
      const own = block.own.get("add_header") ?? [];
      const [first] = own;
      if (first === undefined || block.parent === null || own.some(isAllowOrigin)) return [];
      if (inherited(block, "add_header_inherit").at(-1)?.args[0] === "merge") return [];
      const lost = inherited(block.parent, "add_header").filter(({ args }) =>
        /^access-control-|^vary$/i.test(args[0] ?? ""),
      );
      if (!lost.some(isAllowOrigin)) return [];
      const where = block.kind === "if" ? "This if" : "This location";
      return [
        broken(
          "headers-not-inherited",
          first,
          `${where} has an add_header of its own, so it inherits none: Access-Control-Allow-Origin of line ${lost[0]?.place.line} is not sent here.`,
          lost.map(lineOf).join("\n"),
        ),
      ];
    }),
};
