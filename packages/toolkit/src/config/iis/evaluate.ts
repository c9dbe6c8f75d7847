import { getHeader, type HeaderList, type HttpResponse } from "@crosscheck/cors/http";
import type { Place } from "../apache/directive.ts";
import { type ConfigurationError, collection, webServersFor } from "./effective-configuration.ts";
import { isOnlyStar, matchedOrigin, type OriginRule } from "./origin-rules.ts";
import { attribute, type ConfigElement, childrenOf } from "./parse.ts";
import { answerOfRules, rewriteResponse } from "./rewrite.ts";

export interface IisRequest {
  readonly method: string;
  /** In origin form, as sent. */
  readonly target: string;
  readonly headers: HeaderList;
}

/** What IIS would answer by its documentation. No IIS was asked: every answer says so. */
export type IisEvaluated =
  | { readonly kind: "answer"; readonly unverified: true; readonly response: HttpResponse }
  | { readonly kind: "not modelled"; readonly unverified: true; readonly why: string; readonly place: Place | null };

/** What stands behind: a static file, or an application that answers for itself. */
export type IisApplication = (request: IisRequest) => HttpResponse;

/** A static file, and IIS's own handler of OPTIONS. */
const staticFile: IisApplication = ({ method }) => {
  if (method === "OPTIONS")
    return {
      status: 200,
      headers: [
        ["Allow", "OPTIONS, TRACE, GET, HEAD, POST"],
        ["Public", "OPTIONS, TRACE, GET, HEAD, POST"],
      ],
    };
  return { status: method === "GET" || method === "HEAD" ? 200 : 405, headers: [] };
};

/** Thrown inside for what the documentation does not tell. */
export class NotDocumented extends Error {
  readonly place: Place | null;

  constructor(why: string, place: Place | null) {
    super(why);
    this.place = place;
  }
}

/** An emulator of IIS's header modules, after their documentation. */
export function evaluateIis(
  root: ConfigElement,
  application: IisApplication = staticFile,
): (request: IisRequest) => IisEvaluated {
  return (request) => {
    try {
      return { kind: "answer", unverified: true, response: answer(root, request, application) };
    } catch (error) {
      if (error instanceof NotDocumented)
        return { kind: "not modelled", unverified: true, why: error.message, place: error.place };
      throw error;
    }
  };
}

function answer(root: ConfigElement, request: IisRequest, application: IisApplication): HttpResponse {
  const servers = webServersFor(root, pathOf(request.target));
  const custom = collection(childrenOf(childrenOf(servers, "httpProtocol"), "customHeaders"), "name");
  const cors = corsSection(childrenOf(servers, "cors"));
  if (isError(custom) || (cors !== null && isError(cors))) return { status: 500, headers: [] };
  const headers = custom.map((item): readonly [string, string] => [
    attribute(item, "name") ?? "",
    attribute(item, "value") ?? "",
  ]);
  const rewritten = answerOfRules(servers, request);
  const inner = rewritten ?? (cors === null ? null : preflightAnswer(cors, request)) ?? application(request);
  const withCors =
    cors === null || rewritten !== null || isPreflight(request) ? inner : actualAnswer(cors, request, inner);
  // Custom headers are added beside what is there.
  const added: HttpResponse = { status: withCors.status, headers: [...withCors.headers, ...headers] };
  return rewriteResponse(servers, request, added);
}

interface CorsSection {
  readonly failUnlisted: boolean;
  readonly rules: readonly OriginRule[];
}

function isError(value: readonly ConfigElement[] | CorsSection | ConfigurationError): value is ConfigurationError {
  return "message" in value;
}

/** Null where the module does nothing. */
function corsSection(sections: readonly ConfigElement[]): CorsSection | ConfigurationError | null {
  const last = (name: string): string | null =>
    sections.map((section) => attribute(section, name)).findLast((value) => value !== null) ?? null;
  if (last("enabled") !== "true") return null;
  const items = collection(sections, "origin");
  if ("message" in items) return items;
  return {
    failUnlisted: last("failUnlistedOrigins") === "true",
    rules: items.map((element) => ({ element, origin: attribute(element, "origin") ?? "" })),
  };
}

function isPreflight({ method, headers }: IisRequest): boolean {
  return (
    method === "OPTIONS" &&
    getHeader(headers, "origin") !== null &&
    getHeader(headers, "access-control-request-method") !== null
  );
}

/** The module answers preflights itself, before every other module. */
function preflightAnswer(cors: CorsSection, request: IisRequest): HttpResponse | null {
  if (!isPreflight(request)) return null;
  const origin = getHeader(request.headers, "origin") ?? "";
  const rule = matchedOrigin(cors.rules, origin);
  if (rule === null || attribute(rule.element, "allowed") === "false")
    return { status: cors.failUnlisted ? 403 : 204, headers: varyOf(cors) };
  const requested = getHeader(request.headers, "access-control-request-headers");
  const [allowHeaders] = childrenOf([rule.element], "allowHeaders");
  const echoes = allowHeaders !== undefined && attribute(allowHeaders, "allowAllRequestedHeaders") === "true";
  const names = allowHeaders === undefined ? [] : values([allowHeaders], "header");
  const methods = values(childrenOf([rule.element], "allowMethods"), "method");
  const maxAge = Number(attribute(rule.element, "maxAge") ?? -1);
  return {
    status: 204,
    headers: [
      ...grant(cors, rule, origin),
      ...(maxAge >= 0 ? [["Access-Control-Max-Age", String(maxAge)] as const] : []),
      ...(methods.length > 0 ? [["Access-Control-Allow-Methods", methods.join(",")] as const] : []),
      ...(echoes && requested !== null ? [["Access-Control-Allow-Headers", requested] as const] : []),
      ...(!echoes && names.length > 0 ? [["Access-Control-Allow-Headers", names.join(",")] as const] : []),
    ],
  };
}

function actualAnswer(cors: CorsSection, request: IisRequest, inner: HttpResponse): HttpResponse {
  const origin = getHeader(request.headers, "origin");
  // `*` alone is sent whatever the Origin; any other answer needs one.
  if (origin === null && !isOnlyStar(cors.rules)) return { ...inner, headers: [...inner.headers, ...varyOf(cors)] };
  const rule = matchedOrigin(cors.rules, origin ?? "");
  if (rule === null || attribute(rule.element, "allowed") === "false") {
    return cors.failUnlisted && origin !== null
      ? { status: 403, headers: varyOf(cors) }
      : { ...inner, headers: [...inner.headers, ...varyOf(cors)] };
  }
  const exposed = values(childrenOf([rule.element], "exposeHeaders"), "header");
  return {
    status: inner.status,
    headers: [
      ...inner.headers,
      ...grant(cors, rule, origin ?? ""),
      ...(exposed.length > 0 ? [["Access-Control-Expose-Headers", exposed.join(",")] as const] : []),
    ],
  };
}

function grant(cors: CorsSection, { element }: OriginRule, origin: string): HeaderList {
  const star = isOnlyStar(cors.rules);
  return [
    ["Access-Control-Allow-Origin", star ? "*" : origin],
    ...(attribute(element, "allowCredentials") === "true"
      ? [["Access-Control-Allow-Credentials", "true"] as const]
      : []),
    ...varyOf(cors),
  ];
}

function varyOf({ rules }: CorsSection): HeaderList {
  return isOnlyStar(rules) || rules.length === 0 ? [] : [["Vary", "Origin"]];
}

function values(lists: readonly ConfigElement[], name: string): readonly string[] {
  return childrenOf(lists, "add").flatMap((item) => attribute(item, name) ?? []);
}

function pathOf(target: string): string {
  const [path = ""] = target.split("?");
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
