import { compilePcre } from "../pcre.ts";
import { condition as expressionHolds } from "./evaluate-expression.ts";
import { ownUrl } from "./own-url.ts";
import { NotModelled, type RequestState } from "./request-state.ts";
import { type RewriteCondition, type RewriteRule, rewriteRules } from "./rewrite-rules.ts";
import { expand, type RewriteContext } from "./rewrite-text.ts";
import type { Scope, ScopedDirective } from "./server-configuration.ts";
import type { World } from "./world.ts";

/** What the rules of a place did with a request. */
export type Rewritten =
  | { readonly kind: "nothing" }
  | { readonly kind: "status"; readonly status: number }
  | { readonly kind: "redirect"; readonly status: number; readonly location: string }
  | { readonly kind: "proxy"; readonly url: string; readonly rule: RewriteRule }
  /** Another path or file; `passThrough`: the other modules see it as the request's. */
  | { readonly kind: "path"; readonly path: string; readonly passThrough: boolean };

const mostRounds = 1_000;

/** The rules of the server itself, before anything is known of files. */
export function rewriteForServer(request: RequestState, world: World): Rewritten {
  const { server } = request;
  const own = server.scopes.at(-1)?.directives ?? [];
  if (!isOn(own)) return { kind: "nothing" };
  const options = own.filter(({ key }) => key === "rewriteoptions");
  let rules = rewriteRules(own);
  for (const { words, place } of options) {
    for (const word of words) {
      const base = server.isMain ? [] : rewriteRules(server.scopes[0]?.directives ?? []);
      if (/^inherit$/i.test(word)) rules = [...rules, ...base];
      else if (/^inheritbefore$/i.test(word)) rules = [...base, ...rules];
      else if (/^inheritdown/i.test(word)) throw new NotModelled(`RewriteOptions ${word}`, place);
    }
  }
  for (const { directives } of server.scopes.slice(0, -1)) {
    const down = directives.find(
      ({ key, words }) => key === "rewriteoptions" && words.some((word) => /^inheritdown/i.test(word)),
    );
    if (down !== undefined) throw new NotModelled("RewriteOptions InheritDown", down.place);
  }
  return applyRules(request, world, rules, { prefix: null, subject: () => request.filename ?? request.uri });
}

/** The rules of the last folder, access file or location that says anything of rewriting: it replaces what those before it said. */
export function rewriteForFolder(request: RequestState, world: World): Rewritten {
  const scopes = request.scopes.filter((scope) => scope.kind !== "server" && speaksOfRewriting(scope));
  const last = scopes.at(-1);
  if (last === undefined) return { kind: "nothing" };
  const engine = scopes.flatMap(({ directives }) => directives).findLast(({ key }) => key === "rewriteengine");
  if (!/^on$/i.test(engine?.words[0] ?? "")) return { kind: "nothing" };
  let rules = rewriteRules(last.directives);
  const options = last.directives.filter(({ key }) => key === "rewriteoptions").flatMap(({ words }) => words);
  if (options.some((word) => /^inherit/i.test(word))) {
    const base = scopes.slice(0, -1).flatMap(({ directives }) => rewriteRules(directives));
    rules = options.some((word) => /^inheritbefore$/i.test(word)) ? [...base, ...rules] : [...rules, ...base];
  }
  // A folder asked for without its slash is mod_dir's.
  const isFolder = /^(?:directory|htaccess)$/.test(last.kind);
  if (isFolder && request.fileKind === "directory" && `${request.filename}/` === last.path) return { kind: "nothing" };
  const prefix = isFolder ? last.path : null;
  const base = last.directives.findLast(({ key }) => key === "rewritebase")?.words[0] ?? null;
  const whole = (): string => `${request.filename ?? ""}${request.pathInfo}`;
  const subject = (): string =>
    prefix !== null && whole().startsWith(prefix) ? whole().slice(prefix.length) : whole();
  const original = request.filename;
  const result = applyRules(request, world, rules, { prefix, subject });
  if (result.kind !== "path") return result;
  if (result.path === original) return { kind: "nothing" };
  return { ...result, path: asUrl(result.path, prefix, base, request) };
}

/** A file that a folder's rules chose, as the path that asks for it. */
function asUrl(path: string, prefix: string | null, base: string | null, request: RequestState): string {
  if (base !== null && prefix !== null && path.startsWith(prefix)) {
    return `${base.replace(/\/$/, "")}/${path.slice(prefix.length)}`;
  }
  const root = request.server.documentRoot.replace(/\/$/, "");
  return path.startsWith(`${root}/`) ? path.slice(root.length) : path;
}

function speaksOfRewriting({ directives }: Scope): boolean {
  return directives.some(({ key }) => /^rewrite(?:engine|rule|cond|base|options)$/.test(key));
}

function isOn(directives: readonly ScopedDirective[]): boolean {
  return /^on$/i.test(directives.findLast(({ key }) => key === "rewriteengine")?.words[0] ?? "");
}

interface Where {
  /** The folder that substitutions are relative to; null for the server's own rules. */
  readonly prefix: string | null;
  readonly subject: () => string;
}

function applyRules(request: RequestState, world: World, rules: readonly RewriteRule[], where: Where): Rewritten {
  if (request.rewriteEnded) return { kind: "nothing" };
  const maps = new Map(
    request.server.scopes.flatMap(({ directives }) =>
      directives
        .filter(({ key }) => key === "rewritemap")
        .map(({ words }) => [words[0] ?? "", words[1] ?? ""] as const),
    ),
  );
  let rounds = 0;
  let redirect: number | null = null;
  let changed = false;
  let passThrough = false;

  for (let index = 0; index < rules.length; index++) {
    if (++rounds > mostRounds) throw new NotModelled("rules that never come to an end", rules[index]?.place ?? null);
    const rule = rules[index];
    if (rule === undefined) break;
    const { flags, place } = rule;
    if (request.main !== null && flags.has("NS")) continue;
    const pattern = compilePcre(rule.pattern, flags.has("NC") ? "i" : "");
    if (pattern === null) throw new NotModelled(`the regular expression ${JSON.stringify(rule.pattern)}`, place);
    const groups = pattern.exec(where.subject());
    const context: RewriteContext = {
      request,
      world,
      maps,
      place,
      ruleGroups: rule.negated ? [] : (groups ?? []),
      conditionGroups: [],
      varies: new Set(),
    };
    if ((groups !== null) === rule.negated || !conditionsHold(rule.conditions, context)) {
      while (rules[index]?.flags.has("C") && index < rules.length) index++;
      continue;
    }

    // What conditions looked at, and not what is put into a variable.
    for (const header of context.varies) request.headersOut.merge("Vary", header);
    const target = rule.substitution;
    const forced = forcedStatus(flags);
    const isStatus = forced !== null && !isRedirect(forced);
    const keeps = target === "-" || isStatus;
    const expanded = keeps ? null : expand(target, context);
    for (const variable of flags.get("E") ?? []) setVariable(expand(variable, context), request);
    if (isStatus) return { kind: "status", status: forced };
    const [unknown] = [...flags.keys()].filter(
      (flag) => /^(?:CO|T|H|B|BNP|DPI|BCTLS|BNE)$/.test(flag) === false && !knownFlags.has(flag),
    );
    if (unknown !== undefined) throw new NotModelled(`the flag ${unknown} of a RewriteRule`, place);

    if (expanded !== null) {
      changed = true;
      const { path, query } = splitQuery(expanded, request.query, flags);
      request.query = query;
      const absolute = /^[a-z][a-z0-9+.-]*:\/\//i.test(path);
      const full = where.prefix !== null && !path.startsWith("/") && !absolute ? where.prefix + path : path;
      if (flags.has("P")) return { kind: "proxy", url: full, rule };
      request.filename = full;
      request.pathInfo = "";
      if (forced !== null || absolute) {
        redirect = forced ?? 302;
        if (!absolute) request.filename = ownUrl(redirectPath(full, where, request), request);
      }
    } else if (flags.has("P")) throw new NotModelled("a RewriteRule - with P", place);
    if (flags.has("PT") && where.prefix === null) {
      passThrough = true;
      changed = true;
      break;
    }
    if (flags.has("END")) {
      request.rewriteEnded = true;
      break;
    }
    if (flags.has("L")) break;
    if (flags.has("N")) {
      index = -1;
      continue;
    }
    const [skip] = flags.get("S") ?? [];
    if (skip !== undefined) index += Number(skip) || 0;
    if (index >= rules.length) break;
  }
  if (redirect !== null) {
    const query = request.query === null ? "" : `?${request.query}`;
    return { kind: "redirect", status: redirect, location: `${request.filename ?? ""}${query}` };
  }
  return changed ? { kind: "path", path: request.filename ?? request.uri, passThrough } : { kind: "nothing" };
}

const knownFlags = new Set([
  "R",
  "L",
  "F",
  "G",
  "NC",
  "P",
  "PT",
  "E",
  "C",
  "S",
  "N",
  "NE",
  "QSA",
  "QSD",
  "QSL",
  "NS",
  "END",
  "DPI",
  "",
]);

/** A folder's file, as the path that a redirect names. */
function redirectPath(path: string, where: Where, request: RequestState): string {
  return where.prefix === null ? path : asUrl(path, where.prefix, null, request);
}

function forcedStatus(flags: RewriteRule["flags"]): number | null {
  if (flags.has("F")) return 403;
  if (flags.has("G")) return 410;
  const [redirect] = flags.get("R") ?? [];
  if (redirect === undefined) return null;
  const named: Readonly<Record<string, number>> = { "": 302, temp: 302, permanent: 301, seeother: 303 };
  return named[redirect.toLowerCase()] ?? Number(redirect);
}

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}

function setVariable(text: string, request: RequestState): void {
  if (text.startsWith("!")) {
    request.env.unset(text.slice(1));
    return;
  }
  const colon = text.indexOf(":");
  request.env.set(colon === -1 ? text : text.slice(0, colon), colon === -1 ? "" : text.slice(colon + 1));
}

function splitQuery(
  target: string,
  query: string | null,
  flags: RewriteRule["flags"],
): { path: string; query: string | null } {
  const question = target.indexOf("?");
  if (flags.has("QSD"))
    return {
      path: question === -1 ? target : target.slice(0, question),
      query: question === -1 ? null : target.slice(question + 1),
    };
  if (question === -1) return { path: target, query };
  const own = target.slice(question + 1);
  const joined = flags.has("QSA") && query !== null ? `${own}&${query}` : own;
  return { path: target.slice(0, question), query: joined === "" ? null : joined };
}

function conditionsHold(conditions: readonly RewriteCondition[], context: RewriteContext): boolean {
  const seen = new Set<string>();
  for (let index = 0; index < conditions.length; index++) {
    let current = conditions[index];
    if (current === undefined) break;
    context.varies.clear();
    const met = conditionHolds(current, context);
    if (!current.varies) context.varies.clear();
    if (current.orNext) {
      if (!met) {
        context.varies.clear();
        continue;
      }
      while (index < conditions.length && current?.orNext) current = conditions[++index];
    } else if (!met) return false;
    for (const header of context.varies) seen.add(header);
  }
  context.varies.clear();
  for (const header of seen) context.varies.add(header);
  return true;
}

function conditionHolds(rewriteCondition: RewriteCondition, context: RewriteContext): boolean {
  const { pattern, negated, caseless, place } = rewriteCondition;
  const within = { ...context, place };
  if (rewriteCondition.subject.toLowerCase() === "expr") {
    return expressionHolds(pattern, context.request, place, rewriteCondition.varies) !== negated;
  }
  const subject = expand(rewriteCondition.subject, within);
  const [, test] = /^-([dfFslLhHxU])$/.exec(pattern) ?? [];
  if (test !== undefined) return fileTest(test, subject, within) !== negated;
  const [, operator, operand] = /^(-eq|-ne|-lt|-le|-gt|-ge)\s*(.*)$/s.exec(pattern) ?? [];
  if (operator !== undefined) return compareNumbers(operator, subject, expand(operand ?? "", within)) !== negated;
  const [, comparison, text] = /^(<=|>=|<|>|=)(.*)$/s.exec(pattern) ?? [];
  if (comparison !== undefined)
    return compareText(comparison, subject, expand((text ?? "").replace(/^""$/, ""), within), caseless) !== negated;
  const compiled = compilePcre(pattern, caseless ? "i" : "");
  if (compiled === null) throw new NotModelled(`the regular expression ${JSON.stringify(pattern)}`, place);
  const groups = compiled.exec(subject);
  if (groups !== null && !negated) context.conditionGroups = groups;
  return (groups !== null) !== negated;
}

function fileTest(test: string, path: string, { world, place }: RewriteContext): boolean {
  const kind = world.kindOf(path);
  if (kind === "unknown") throw new NotModelled(`whether ${JSON.stringify(path)} is there`, place);
  switch (test) {
    case "f":
      return kind === "file";
    case "d":
      return kind === "directory";
    case "s":
      return kind === "file";
    case "l":
    case "L":
    case "h":
      return false;
    default:
      throw new NotModelled(`the condition -${test}`, place);
  }
}

function compareNumbers(operator: string, left: string, right: string): boolean {
  const difference = (Number.parseInt(left, 10) || 0) - (Number.parseInt(right, 10) || 0);
  const results: Readonly<Record<string, boolean>> = {
    "-eq": difference === 0,
    "-ne": difference !== 0,
    "-lt": difference < 0,
    "-le": difference <= 0,
    "-gt": difference > 0,
    "-ge": difference >= 0,
  };
  return results[operator] ?? false;
}

function compareText(operator: string, left: string, right: string, caseless: boolean): boolean {
  const [a, b] = caseless ? [left.toLowerCase(), right.toLowerCase()] : [left, right];
  // < and > count the length first.
  const order = a.length === b.length ? (a < b ? -1 : a > b ? 1 : 0) : a.length - b.length;
  const results: Readonly<Record<string, boolean>> = {
    "=": a === b,
    "<": order < 0,
    "<=": order <= 0,
    ">": order > 0,
    ">=": order >= 0,
  };
  return results[operator] ?? false;
}
