import type { PolicyChange, PolicyChangeCode } from "./policy-change.ts";
import { quote } from "./quote.ts";

/** A change in one sentence: where, and what is different. */
export function describeChange(change: PolicyChange): string {
  return `${place(change)}: ${sentences[change.what](change)}.`;
}

function place({ path, example, ruleId, oldRuleId, what }: PolicyChange): string {
  if (what === "paths-undecided") return "Everywhere";
  if (path === null) return `On targets such as ${quote(example)}${ambiguity(ruleId, oldRuleId)}`;
  const where = `On ${quote(path)}`;
  if (ruleId === undefined) return oldRuleId === undefined ? where : `${where}, until now of rule ${quote(oldRuleId)}`;
  if (oldRuleId === undefined || oldRuleId === ruleId) return `${where}, of rule ${quote(ruleId)}`;
  return `${where}, now of rule ${quote(ruleId)}, until now of ${quote(oldRuleId)}`;
}

/** A target that only differs from a rule's path in case is ambiguous; so it can be that in one policy and not in the other. */
function ambiguity(ruleId: string | undefined, oldRuleId: string | undefined): string {
  if (ruleId !== undefined) return `, until now ambiguous, of rule ${quote(ruleId)}`;
  if (oldRuleId !== undefined) return `, now ambiguous, until now of rule ${quote(oldRuleId)}`;
  return ", which are ambiguous";
}

const sentences: Readonly<Record<PolicyChangeCode, (change: PolicyChange) => string>> = {
  "origins-added": ({ after }) => `pages of ${origins(after)} may read answers that they could not`,
  "origins-removed": ({ before }) => `pages of ${origins(before)} may no longer read answers`,
  "credentials-added": () => "answers to requests with cookies may be read, as the signed-in user",
  "credentials-removed": () => "answers to requests with cookies may no longer be read",
  "methods-added": ({ after }) => `pages may send ${names(after, "any method")}`,
  "methods-removed": ({ before }) => `pages may no longer send ${names(before, "any method")}`,
  "headers-added": ({ after }) => `pages may send the headers ${names(after, "of any name but Authorization")}`,
  "headers-removed": ({ before }) =>
    `pages may no longer send the headers ${names(before, "of any name but Authorization")}`,
  "exposed-headers-added": ({ after }) => `pages may read the response headers ${names(after, "of any name")}`,
  "exposed-headers-removed": ({ before }) =>
    `pages may no longer read the response headers ${names(before, "of any name")}`,
  "refusal-lifted": () =>
    "requests of origins that are not listed reach the application, and are no longer answered 403",
  "refusal-added": () =>
    "requests of origins that are not listed are answered 403, and no longer reach the application",
  "self-origins-added": ({ after }) => `requests of ${origins(after)} are the server's own, and no longer answered 403`,
  "self-origins-removed": ({ before }) =>
    `requests of ${origins(before)} are no longer the server's own, and answered 403`,
  "max-age-changed": ({ before, after }) =>
    `browsers may keep a preflight's answer ${seconds(after)}, and no longer ${seconds(before)}`,
  "path-governed": () =>
    "the policy now answers here: preflights do not reach the application, and CORS headers of other layers are replaced",
  "path-ungoverned": () =>
    "the policy no longer answers here: preflights reach the application, and CORS headers of other layers stay",
  "paths-undecided": () =>
    "the paths of the rules overlap in too many ways to compare, so both more and less must be expected",
};

type Values = PolicyChange["before"];

function origins(values: Values): string {
  return names(values, "any origin");
}

const mostNamed = 10;

function names(values: Values, any: string): string {
  const list = typeof values === "object" && values !== null ? values : [];
  const named = list.slice(0, mostNamed).map((name) => inWords(name, any));
  const rest = list.length - named.length;
  return `${named.join(", ")}${rest === 0 ? "" : `, and ${rest} more`}`;
}

/** `diff` names a function so, which is no origin. */
function inWords(name: string, any: string): string {
  if (name === "*") return any;
  return name === "a function" ? "origins that a function allows" : quote(name);
}

function seconds(value: Values): string {
  if (value === 0) return "for no time";
  return typeof value === "number" ? `for ${value} seconds` : "as long as they choose";
}
