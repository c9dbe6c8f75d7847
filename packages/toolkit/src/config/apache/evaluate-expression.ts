import { compilePcre } from "../pcre.ts";
import type { Place } from "./directive.ts";
import {
  type Expression,
  type Parsed,
  parseExpression,
  parseStringExpression,
  type Word,
  type WordPart,
} from "./expression.ts";
import { type Match, NotModelled, type RequestState } from "./request-state.ts";
import { requestVariable } from "./request-variable.ts";

/** Where an expression is carried out. */
export interface ExpressionContext {
  readonly request: RequestState;
  readonly place: Place;
  /** Whether names of request headers go into Vary. */
  readonly varies: boolean;
  readonly match: Match;
}

const conditions = new Map<string, Parsed<Expression>>();
const values = new Map<string, Parsed<Word>>();
const mostRemembered = 20_000;

export function condition(text: string, request: RequestState, place: Place, varies = true): boolean {
  const parsed = remembered(conditions, text, parseExpression);
  if (!parsed.ok) throw new NotModelled(`an expression that Apache would not take: ${parsed.message}`, place);
  return isTrue(parsed.value, { request, place, varies, match: { groups: [] } });
}

export function stringValue(text: string, request: RequestState, place: Place): string {
  const parsed = remembered(values, text, parseStringExpression);
  if (!parsed.ok) throw new NotModelled(`an expression that Apache would not take: ${parsed.message}`, place);
  return textOf(parsed.value, { request, place, varies: false, match: { groups: [] } });
}

function remembered<T>(memory: Map<string, T>, text: string, parse: (text: string) => T): T {
  const known = memory.get(text);
  if (known !== undefined) return known;
  if (memory.size > mostRemembered) memory.clear();
  const parsed = parse(text);
  memory.set(text, parsed);
  return parsed;
}

export function isTrue(expression: Expression, context: ExpressionContext): boolean {
  switch (expression.type) {
    case "constant":
      return expression.value;
    case "not":
      return !isTrue(expression.of, context);
    case "and":
      return isTrue(expression.left, context) && isTrue(expression.right, context);
    case "or":
      return isTrue(expression.left, context) || isTrue(expression.right, context);
    case "compare":
      return compare(expression.operator, textOf(expression.left, context), textOf(expression.right, context), context);
    case "in": {
      const subject = textOf(expression.subject, context);
      return expression.list.some((word) => textOf(word, context) === subject);
    }
    case "match": {
      const pattern = compilePcre(expression.source, expression.flags);
      if (pattern === null)
        throw new NotModelled(`the regular expression ${JSON.stringify(expression.source)}`, context.place);
      const groups = pattern.exec(textOf(expression.subject, context));
      if (groups !== null && !expression.negated) context.match.groups = groups;
      return (groups !== null) !== expression.negated;
    }
    case "unary":
      return unary(expression.operator, textOf(expression.of, context), context);
  }
}

function compare(operator: string, left: string, right: string, context: ExpressionContext): boolean {
  const number = Number.parseInt(left, 10) - Number.parseInt(right, 10);
  switch (operator.replace(/^-(?=[a-z]{2}$)/, "")) {
    case "=":
    case "==":
      return left === right;
    case "!=":
      return left !== right;
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
    case "eq":
      return number === 0;
    case "ne":
      return number !== 0;
    case "lt":
      return number < 0;
    case "le":
      return number <= 0;
    case "gt":
      return number > 0;
    case "ge":
      return number >= 0;
    default:
      throw new NotModelled(`the operator ${operator} in an expression`, context.place);
  }
}

function unary(operator: string, value: string, context: ExpressionContext): boolean {
  switch (operator) {
    case "-n":
      return value !== "";
    case "-z":
      return value === "";
    case "-T":
      return !/^(?:|0|off|false|no)$/i.test(value);
    default:
      throw new NotModelled(`the test ${operator} in an expression`, context.place);
  }
}

function textOf(word: Word, context: ExpressionContext): string {
  return word.map((part) => partText(part, context)).join("");
}

function partText(part: WordPart, context: ExpressionContext): string {
  switch (part.type) {
    case "text":
      return part.text;
    case "group":
      return context.match.groups[part.number] ?? "";
    case "variable": {
      const header = requestHeaderVariables[part.name];
      if (header !== undefined) return requestHeader(header, context);
      const value = requestVariable(part.name, context.request);
      if (value === null) throw new NotModelled(`the variable %{${part.name}}`, context.place);
      return value;
    }
    case "call":
      return call(part.name, textOf(part.argument, context), context);
  }
}

/** The request headers that have a variable of their own. */
const requestHeaderVariables: Readonly<Record<string, string>> = {
  HTTP_ACCEPT: "Accept",
  HTTP_COOKIE: "Cookie",
  HTTP_FORWARDED: "Forwarded",
  HTTP_HOST: "Host",
  HTTP_PROXY_CONNECTION: "Proxy-Connection",
  HTTP_REFERER: "Referer",
  HTTP_USER_AGENT: "User-Agent",
};

function requestHeader(name: string, { request, varies }: ExpressionContext): string {
  // RFC 9110, 12.5.5: every cache tells hosts apart.
  if (varies && name.toLowerCase() !== "host") request.headersOut.merge("Vary", name);
  return request.headersIn.get(name) ?? "";
}

function call(name: string, argument: string, context: ExpressionContext): string {
  const { request } = context;
  switch (name) {
    case "req":
    case "http":
      return requestHeader(argument, context);
    case "req_novary":
      return request.headersIn.get(argument) ?? "";
    case "resp":
      return request.headersOut.get(argument) ?? request.errHeadersOut.get(argument) ?? "";
    case "reqenv":
      return request.env.get(argument) ?? "";
    case "note":
      return request.notes.get(argument) ?? "";
    case "env":
      return request.notes.get(argument) ?? request.env.get(argument) ?? "";
    case "tolower":
      return argument.toLowerCase();
    case "toupper":
      return argument.toUpperCase();
    default:
      throw new NotModelled(`the function ${name} in an expression`, context.place);
  }
}
