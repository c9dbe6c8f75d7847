import type { NginxDirective } from "../../../config/nginx/directive.ts";
import type { ConfigFault } from "../../lint-target.ts";
import { everyBlock } from "../every-block.ts";
import { broken, type NginxCheck } from "../nginx-check.ts";

const advice = `map $http_origin $cors_origin {
    "~^https://app\\.example\\.com$" $http_origin;
}
add_header Access-Control-Allow-Origin $cors_origin always;`;

const addsCors = ({ children }: NginxDirective): boolean =>
  (children ?? []).some(({ name, args }) => name === "add_header" && /^access-control-/i.test(args[0] ?? ""));
const returns = ({ children }: NginxDirective): boolean => (children ?? []).some(({ name }) => name === "return");

/** `if { add_header }` beside `try_files`: where the condition is met, try_files is not carried out. */
export const headerInIfWithTryFiles: NginxCheck = {
  id: "header-in-if-with-try-files",
  run: ({ configuration }) =>
    everyBlock(configuration).flatMap((block): readonly ConfigFault[] => {
      if (block.kind !== "location" || !block.own.has("try_files")) return [];
      return (block.own.get("if") ?? [])
        .filter((directive) => addsCors(directive) && !returns(directive))
        .map((directive) =>
          broken(
            "header-in-if-with-try-files",
            directive,
            "Where this condition is met, try_files of the same location is not carried out: a request with an Origin gets 404 where one without gets the file.",
            advice,
          ),
        );
    }),
};

/** Of several conditions that are met, only the last one's headers are sent. */
export const secondIfWins: NginxCheck = {
  id: "second-if-wins",
  run: ({ configuration }) =>
    everyBlock(configuration).flatMap((block): readonly ConfigFault[] => {
      if (block.kind !== "location") return [];
      const conditions = (block.own.get("if") ?? []).filter(
        (directive) => (directive.children ?? []).some(({ name }) => name === "add_header") && !returns(directive),
      );
      return conditions.slice(1).flatMap((directive, index) => {
        const before = conditions[index];
        if (before === undefined || excludeEachOther(before, directive)) return [];
        if (!addsCors(before) && !addsCors(directive)) return [];
        return [
          broken(
            "second-if-wins",
            directive,
            `When the condition of line ${before.place.line} is met, too, its headers are not sent: only those of the last if that is met are.`,
            advice,
          ),
        ];
      });
    }),
};

/** The same variable compared with two different values: never both. */
function excludeEachOther(left: NginxDirective, right: NginxDirective): boolean {
  const [variable, operator, value] = left.args;
  const isEquality = operator === "=" && right.args[1] === "=" && variable === right.args[0];
  return isEquality && value !== right.args[2];
}

/** nginx takes `add_header` in an `if` of a location only. */
export const headerInServerIf: NginxCheck = {
  id: "header-in-server-if",
  run: ({ configuration }) =>
    configuration.servers.flatMap(({ block }) =>
      (block.own.get("if") ?? []).flatMap(({ children }) =>
        (children ?? [])
          .filter(({ name }) => name === "add_header")
          .slice(0, 1)
          .map((directive) =>
            broken(
              "header-in-server-if",
              directive,
              '"add_header" is not allowed here: nginx does not start with one in an if of the server.',
              advice,
            ),
          ),
      ),
    ),
};
