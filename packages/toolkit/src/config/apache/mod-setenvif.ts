import { compilePcre } from "../pcre.ts";
import { isTrue } from "./evaluate-expression.ts";
import { parseExpression } from "./expression.ts";
import { type Match, NotModelled, type RequestState } from "./request-state.ts";
import { clientAddress } from "./request-variable.ts";
import type { Scope, ScopedDirective } from "./server-configuration.ts";
import { firstWord, words } from "./words.ts";

/** `SetEnvIf` and its kind, in order. https://httpd.apache.org/docs/2.4/mod/mod_setenvif.html */
export function setVariables(request: RequestState, scopes: readonly Scope[]): void {
  for (const { directives } of scopes) {
    for (const directive of directives) {
      const { key, place } = directive;
      if (key === "setenvifexpr") setByExpression(request, directive);
      else if (key === "setenvif" || key === "setenvifnocase") {
        const { word: attribute, rest } = firstWord(directive.rest);
        const { word: source, rest: variables } = firstWord(rest);
        const subject = attributeOf(request, attribute);
        const pattern = compilePcre(source, key === "setenvif" ? "" : "i");
        if (pattern === null) throw new NotModelled(`the regular expression ${JSON.stringify(source)}`, place);
        const groups = pattern.exec(subject);
        if (groups !== null) assign(request, words(variables), { groups });
      } else if (key === "browsermatch" || key === "browsermatchnocase") {
        const { word: source, rest: variables } = firstWord(directive.rest);
        const pattern = compilePcre(source, key === "browsermatch" ? "" : "i");
        if (pattern === null) throw new NotModelled(`the regular expression ${JSON.stringify(source)}`, place);
        const groups = pattern.exec(request.headersIn.get("User-Agent") ?? "");
        if (groups !== null) assign(request, words(variables), { groups });
      }
    }
  }
}

function setByExpression(request: RequestState, { rest, place }: ScopedDirective): void {
  const { word: text, rest: variables } = firstWord(rest);
  const parsed = parseExpression(text);
  if (!parsed.ok) throw new NotModelled(`an expression that Apache would not take: ${parsed.message}`, place);
  const match: Match = { groups: [] };
  if (isTrue(parsed.value, { request, place, varies: true, match })) assign(request, words(variables), match);
}

function assign(request: RequestState, assignments: readonly string[], match: Match): void {
  for (const assignment of assignments) {
    const equals = assignment.indexOf("=");
    const name = equals === -1 ? assignment : assignment.slice(0, equals);
    if (name.startsWith("!")) request.env.unset(name.slice(1));
    else request.env.set(name, equals === -1 ? "1" : withGroups(assignment.slice(equals + 1), match.groups));
  }
}

/** `$0` … `$9`, put in; a backslash keeps one as it is. */
export function withGroups(text: string, groups: readonly (string | undefined)[]): string {
  return text.replace(/\\([$&\\])|\$(\d)/g, (_whole, kept: string | undefined, number: string | undefined) =>
    kept === undefined ? (groups[Number(number)] ?? "") : kept,
  );
}

/** What is not there is empty, and can match. */
function attributeOf(request: RequestState, attribute: string): string {
  switch (attribute.toLowerCase()) {
    case "remote_addr":
    case "remote_host":
    case "server_addr":
      return clientAddress;
    case "request_method":
      return request.method;
    case "request_protocol":
      return request.protocol;
    case "request_uri":
      return request.uri;
  }
  if (/^[A-Za-z0-9_-]*$/.test(attribute)) return request.headersIn.get(attribute) ?? request.env.get(attribute) ?? "";
  const names = compilePcre(attribute, "i");
  return request.headersIn.list().find(([name]) => names?.exec(name) != null)?.[1] ?? "";
}

/** `SetEnv` and `UnsetEnv`: once, when all that applies is known. */
export function setFixedVariables(request: RequestState): void {
  for (const { directives } of request.scopes) {
    for (const { key, words } of directives) {
      const [name = "", value = ""] = words;
      if (key === "setenv") request.env.set(name, value);
      else if (key === "unsetenv") for (const unwanted of words) request.env.unset(unwanted);
    }
  }
}
