import { type Block, innerBlock, nginxRegex } from "./block.ts";
import type { NginxDirective } from "./directive.ts";
import { filePath } from "./file-path.ts";
import { NotModelled } from "./not-modelled.ts";
import type { State } from "./state.ts";
import { expand, matchAndCapture, variable } from "./variables.ts";

/** What the directives of a block's rewrite phase came to. */
export type Rewritten =
  | { readonly kind: "on" }
  /** The URI changed: the location is chosen again. */
  | { readonly kind: "again" }
  /** Answered here and now, without an error page. */
  | { readonly kind: "answer"; readonly status: number; readonly location?: string }
  /** As if a handler had this status: error pages count. */
  | { readonly kind: "status"; readonly status: number };

/** `enter` is called when an `if` is met: what follows happens in its block. */
export function runRewrites(block: Block, state: State, enter: (block: Block) => void): Rewritten {
  let changed = false;
  const ended = run(block);
  if (ended !== null) return ended;
  return changed ? { kind: "again" } : { kind: "on" };

  function run(within: Block): Rewritten | null {
    for (const directive of within.children) {
      const done = one(directive, within);
      if (done !== null) return done;
    }
    return null;
  }

  function one(directive: NginxDirective, within: Block): Rewritten | null {
    const { name, args, place } = directive;
    switch (name) {
      case "set": {
        const variable = (args[0] ?? "").replace(/^\$/, "");
        state.variables.set(variable, expand(args[1] ?? "", state, place));
        // The condition decides, not the line that it lets happen.
        state.decidedAt.set(variable, within.kind === "if" ? (within.directive?.place ?? place) : place);
        return null;
      }
      case "break":
        return changed ? { kind: "again" } : { kind: "on" };
      case "return":
        return returned(directive, state);
      case "rewrite":
        return rewrite(directive);
      case "if": {
        if (!isMet(directive, state)) return null;
        const inner = innerBlock(within, directive);
        enter(inner);
        return run(inner);
      }
      default:
        return null;
    }
  }

  function rewrite(directive: NginxDirective): Rewritten | null {
    const [pattern = "", replacement = "", flag] = directive.args;
    if (!matchAndCapture(nginxRegex(pattern, false, directive), pattern, state.uri, state)) return null;
    const isRedirect = flag === "redirect" || flag === "permanent" || /^(?:https?:\/\/|\$scheme)/.test(replacement);
    const [text = "", ...query] = replacement.split("?");
    const dropsArgs = replacement.endsWith("?");
    const path = expand(text, state, directive.place);
    const own = expand(query.join("?").replace(/\?$/, ""), state, directive.place);
    const joined = dropsArgs || state.args === "" ? own : own === "" ? state.args : `${own}&${state.args}`;
    if (isRedirect) {
      const location = joined === "" ? path : `${path}?${joined}`;
      return { kind: "answer", status: flag === "permanent" ? 301 : 302, location };
    }
    if (path === "") return { kind: "status", status: 500 };
    state.uri = path;
    state.args = joined;
    state.isRewritten = true;
    if (flag === "break") {
      changed = false;
      return { kind: "on" };
    }
    changed = true;
    return flag === "last" ? { kind: "again" } : null;
  }
}

function returned({ args, place }: NginxDirective, state: State): Rewritten {
  const [first = "", text] = args;
  if (!/^\d{3}$/.test(first)) return { kind: "answer", status: 302, location: expand(first, state, place) };
  const status = Number(first);
  if (status === 444) throw new NotModelled("return 444, which closes the connection", place);
  if ([301, 302, 303, 307, 308].includes(status) && text !== undefined) {
    return { kind: "answer", status, location: expand(text, state, place) };
  }
  return status < 400 || text !== undefined ? { kind: "answer", status } : { kind: "status", status };
}

/** https://nginx.org/en/docs/http/ngx_http_rewrite_module.html#if */
function isMet(directive: NginxDirective, state: State): boolean {
  const { place } = directive;
  const words = [...directive.args];
  const first = (words[0] ?? "").replace(/^\(/, "");
  const last = (words.at(-1) ?? "").replace(/\)$/, "");
  if (words.length === 1) {
    const value = variableOf(first.replace(/\)$/, ""));
    return value !== "" && value !== "0";
  }
  // A bracket may stand apart.
  const parts = [first, ...words.slice(1, -1), last].filter((word) => word !== "");
  const [left = "", operator = "", right] = parts;
  if (right === undefined && parts.length === 1) {
    const value = variableOf(left);
    return value !== "" && value !== "0";
  }
  if (/^!?-[fdex]$/.test(left)) return fileTest(left, operator);
  const value = variableOf(left);
  switch (operator) {
    case "=":
      return value === expand(right ?? "", state, place);
    case "!=":
      return value !== expand(right ?? "", state, place);
    case "~":
    case "~*":
    case "!~":
    case "!~*": {
      const regex = nginxRegex(right ?? "", operator.endsWith("*"), directive);
      const matches = matchAndCapture(regex, right ?? "", value, state);
      return operator.startsWith("!") ? !matches : matches;
    }
    default:
      throw new NotModelled(`if ${directive.args.join(" ")}`, place);
  }

  function variableOf(word: string): string {
    if (!word.startsWith("$")) throw new NotModelled(`if ${directive.args.join(" ")}`, place);
    const name = word.slice(1).replace(/^\{(.*)\}$/, "$1");
    return /^[1-9]$/.test(name) ? (state.captures[Number(name)] ?? "") : variable(name, state, place);
  }

  function fileTest(operator: string, word: string): boolean {
    const path = expand(word, state, place);
    const kind = state.world.kindOf(path.startsWith("/") ? path : filePath(state, path));
    if (kind === "unknown") throw new NotModelled(`whether ${path} is there`, place);
    const test = operator.at(-1);
    if (test === "x") throw new NotModelled("if -x", place);
    const met = test === "e" ? kind !== "missing" : test === "f" ? kind === "file" : kind === "directory";
    return operator.startsWith("!") ? !met : met;
  }
}
