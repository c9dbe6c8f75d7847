import { compilePcre } from "../pcre.ts";
import type { Place } from "./directive.ts";
import { condition as holds, stringValue } from "./evaluate-expression.ts";
import { type HeaderDirective, parseHeaderDirective } from "./header-directive.ts";
import { withGroups } from "./mod-setenvif.ts";
import { NotModelled, type RequestState } from "./request-state.ts";
import type { Table } from "./table.ts";

/**
 * What mod_headers does to an answer: its two tables, the one for errors first. An error of Apache's own sees only that one.
 *
 * https://httpd.apache.org/docs/2.4/mod/mod_headers.html
 */
export function changeAnswer(request: RequestState, answer: "normal" | "error"): void {
  change(request, request.errHeadersOut, "header", "always");
  if (answer === "normal") change(request, request.headersOut, "header", "onsuccess");
}

export function changeRequestHeaders(request: RequestState): void {
  change(request, request.headersIn, "requestheader", "onsuccess");
}

function change(request: RequestState, headers: Table, key: string, table: HeaderDirective["table"]): void {
  for (const scope of request.scopes) {
    for (const directive of scope.directives) {
      if (directive.key !== key) continue;
      const parsed = parseHeaderDirective(directive);
      if (typeof parsed === "string") throw new NotModelled(parsed, directive.place);
      if (parsed.table === table && applies(parsed, request, directive.place)) {
        carryOut(parsed, headers, request, directive.place);
        if (key === "header") request.headerPlaces.set(parsed.name.toLowerCase(), directive.place);
      }
    }
  }
}

function applies({ condition }: HeaderDirective, request: RequestState, place: Place): boolean {
  if (condition === null) return true;
  switch (condition.type) {
    case "variable":
      return request.env.has(condition.name) !== condition.negated;
    case "expression":
      return holds(condition.text, request, place);
    case "early":
      throw new NotModelled("Header … early", place);
  }
}

function carryOut(directive: HeaderDirective, headers: Table, request: RequestState, place: Place): void {
  const { action, name } = directive;
  const value = (): string => formatted(directive.value, request, place);
  switch (action) {
    case "set":
      headers.set(name, value());
      return;
    case "setifempty":
      if (!headers.has(name)) headers.set(name, value());
      return;
    case "add":
      headers.add(name, value());
      return;
    case "append":
      headers.merge(name, value());
      return;
    case "merge": {
      const token = value();
      if (!hasToken(headers.get(name), token)) headers.merge(name, token);
      return;
    }
    case "unset":
      headers.unset(name);
      return;
    case "note":
      request.notes.set(name, value());
      return;
    case "echo": {
      const pattern = compilePcre(name, "i");
      if (pattern === null) throw new NotModelled(`the regular expression ${JSON.stringify(name)}`, place);
      for (const [header, sent] of request.headersIn.list())
        if (pattern.exec(header) !== null) headers.add(header, sent);
      return;
    }
    case "edit":
    case "edit*":
      edit(directive, headers, request, place);
  }
}

function edit(
  { action, name, value, replacement }: HeaderDirective,
  headers: Table,
  request: RequestState,
  place: Place,
): void {
  const pattern = compilePcre(value);
  if (pattern === null) throw new NotModelled(`the regular expression ${JSON.stringify(value)}`, place);
  const text = replacement ?? "";
  headers.edit(name, (old) => {
    let done = "";
    let rest = old;
    for (;;) {
      const groups = pattern.exec(rest);
      const [whole] = groups ?? [];
      if (groups === null || whole === undefined) return done + rest;
      const start = rest.indexOf(whole);
      done += rest.slice(0, start) + withGroups(formatted(text, request, place), groups);
      rest = rest.slice(start + whole.length);
      if (action === "edit" || whole === "") return done + rest;
    }
  });
}

/** Whether one member of a list is exactly this. */
function hasToken(list: string | null, token: string): boolean {
  return list?.split(",").some((member) => member.trimStart() === token) ?? false;
}

/** `%{NAME}e` and `expr=`, put in. A variable that is not set is written `(null)`. */
function formatted(text: string, request: RequestState, place: Place): string {
  if (text.startsWith("expr=")) return stringValue(text.slice(5), request, place);
  return text.replace(
    /%(%|\{([^}]*)\}([a-z])|[a-zA-Z])|\\([\\rnt])/g,
    (whole, format: string | undefined, name: string, kind: string, escaped: string | undefined) => {
      if (format === undefined) return { "\\": "\\", r: "\r", n: "\n", t: "\t" }[escaped as "r"] ?? whole;
      if (format === "%") return "%";
      if (kind === "e") return request.env.get(name) ?? "(null)";
      if (/^[tDlibs]$/.test(format)) return "0";
      throw new NotModelled(`the format ${whole} of a header's value`, place);
    },
  );
}
