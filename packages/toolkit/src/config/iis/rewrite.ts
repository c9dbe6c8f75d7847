import { getHeader, getHeaderValues, type HeaderList, type HttpResponse, withoutHeader } from "@crosscheck/cors/http";
import { compilePcre } from "../pcre.ts";
import { type IisRequest, NotDocumented } from "./evaluate.ts";
import { attribute, type ConfigElement, childrenOf } from "./parse.ts";

/** The groups of the rule's match and of its last condition. */
interface Groups {
  readonly rule: readonly (string | undefined)[];
  condition: readonly (string | undefined)[];
}

/** The answer that an inbound rule of URL Rewrite gives at once; null to go on. */
export function answerOfRules(servers: readonly ConfigElement[], request: IisRequest): HttpResponse | null {
  const path = decoded(request.target).replace(/^\//, "").replace(/\?.*$/s, "");
  for (const rule of childrenOf(childrenOf(childrenOf(servers, "rewrite"), "rules"), "rule")) {
    if (attribute(rule, "enabled") === "false") continue;
    const groups = matchedBy(rule, "url", path);
    if (groups === null || !conditionsHold(rule, request, [], groups)) continue;
    const [action] = childrenOf([rule], "action");
    const type = action === undefined ? "None" : (attribute(action, "type") ?? "None");
    if (type === "CustomResponse")
      return { status: Number(action === undefined ? 0 : attribute(action, "statusCode")), headers: [] };
    if (type === "Redirect") return { status: redirectStatus(action), headers: [["Location", ""]] };
    if (type === "AbortRequest") throw new NotDocumented("a rule that breaks off the connection", rule.place);
    if (type === "Rewrite") throw new NotDocumented("where a rule leads inside the site", rule.place);
    if (attribute(rule, "stopProcessing") === "true") return null;
  }
  return null;
}

function redirectStatus(action: ConfigElement | undefined): number {
  const type = action === undefined ? null : attribute(action, "redirectType");
  return { Found: 302, SeeOther: 303, Temporary: 307 }[type ?? ""] ?? 301;
}

/** Outbound rules on response headers. */
export function rewriteResponse(
  servers: readonly ConfigElement[],
  request: IisRequest,
  response: HttpResponse,
): HttpResponse {
  let headers: HeaderList = response.headers;
  for (const rule of childrenOf(childrenOf(childrenOf(servers, "rewrite"), "outboundRules"), "rule")) {
    if (attribute(rule, "preCondition") !== null)
      throw new NotDocumented("an outbound rule with a precondition", rule.place);
    const [match] = childrenOf([rule], "match");
    const variable = match === undefined ? null : attribute(match, "serverVariable");
    if (variable === null) continue;
    const name = variable.replace(/^RESPONSE_/i, "").replaceAll("_", "-");
    const groups = matchedBy(rule, "serverVariable", getHeaderValues(headers, name).join(", "));
    if (groups === null || !conditionsHold(rule, request, headers, groups)) continue;
    const [action] = childrenOf([rule], "action");
    if (action === undefined || attribute(action, "type") !== "Rewrite") continue;
    const value = expand(attribute(action, "value") ?? "", request, headers, groups);
    headers = withoutHeader(headers, name);
    if (value !== "") headers = [...headers, [name, value]];
  }
  return { status: response.status, headers };
}

function matchedBy(rule: ConfigElement, subjectName: string, subject: string): Groups | null {
  const [match] = childrenOf([rule], "match");
  if (match === undefined) return null;
  const source = attribute(match, subjectName === "url" ? "url" : "pattern") ?? "";
  const pattern = compilePcre(source, attribute(match, "ignoreCase") === "false" ? "" : "i");
  if (pattern === null) throw new NotDocumented(`the regular expression ${JSON.stringify(source)}`, match.place);
  const groups = pattern.exec(subject);
  const negated = attribute(match, "negate") === "true";
  if ((groups !== null) === negated) return null;
  return { rule: groups ?? [], condition: [] };
}

function conditionsHold(rule: ConfigElement, request: IisRequest, headers: HeaderList, groups: Groups): boolean {
  const [list] = childrenOf([rule], "conditions");
  if (list === undefined) return true;
  const any = attribute(list, "logicalGrouping") === "MatchAny";
  const added = childrenOf([list], "add");
  const holds = (item: ConfigElement): boolean => {
    if ((attribute(item, "matchType") ?? "Pattern") !== "Pattern")
      throw new NotDocumented("whether a file is there", item.place);
    const source = attribute(item, "pattern") ?? "";
    const pattern = compilePcre(source, attribute(item, "ignoreCase") === "false" ? "" : "i");
    if (pattern === null) throw new NotDocumented(`the regular expression ${JSON.stringify(source)}`, item.place);
    const found = pattern.exec(expand(attribute(item, "input") ?? "", request, headers, groups));
    const negated = attribute(item, "negate") === "true";
    if (found !== null && !negated) groups.condition = found;
    return (found !== null) !== negated;
  };
  return any ? added.length === 0 || added.some(holds) : added.every(holds);
}

/** `{R:1}`, `{C:1}` and server variables, put in. */
function expand(text: string, request: IisRequest, headers: HeaderList, groups: Groups): string {
  return text.replace(/\{([^{}]+)\}/g, (_whole, name: string) => {
    const [, kind, number] = /^([RC]):(\d)$/.exec(name) ?? [];
    if (kind !== undefined) return (kind === "R" ? groups.rule : groups.condition)[Number(number)] ?? "";
    return serverVariable(name.toUpperCase(), request, headers);
  });
}

function serverVariable(name: string, { method, target, headers }: IisRequest, answer: HeaderList): string {
  if (name === "REQUEST_METHOD") return method;
  if (name === "UNENCODED_URL") return target;
  if (name === "REQUEST_URI") return target;
  if (name === "URL" || name === "PATH_INFO") return decoded(target).replace(/\?.*$/s, "");
  if (name === "QUERY_STRING") return target.includes("?") ? target.slice(target.indexOf("?") + 1) : "";
  if (name === "HTTPS") return "on";
  if (name.startsWith("HTTP_")) return getHeader(headers, name.slice(5).replaceAll("_", "-")) ?? "";
  if (name.startsWith("RESPONSE_")) return getHeader(answer, name.slice(9).replaceAll("_", "-")) ?? "";
  throw new NotDocumented(`the server variable {${name}}`, null);
}

function decoded(target: string): string {
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
}
