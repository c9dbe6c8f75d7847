import type { Directive } from "./directive.ts";
import { words } from "./words.ts";

/** A `Header` or `RequestHeader` directive, taken apart. */
export interface HeaderDirective {
  /** The table: `always` is sent with errors too. */
  readonly table: "onsuccess" | "always";
  readonly action: HeaderAction;
  readonly name: string;
  readonly value: string;
  /** Of `edit` and `edit*`. */
  readonly replacement: string | null;
  readonly condition: HeaderCondition | null;
}

type HeaderAction = "set" | "setifempty" | "add" | "append" | "merge" | "unset" | "echo" | "note" | "edit" | "edit*";
type HeaderCondition =
  | { readonly type: "variable"; readonly name: string; readonly negated: boolean }
  | { readonly type: "expression"; readonly text: string }
  | { readonly type: "early" };

const actions: readonly string[] = [
  "set",
  "setifempty",
  "add",
  "append",
  "merge",
  "unset",
  "echo",
  "note",
  "edit",
  "edit*",
];

/** Takes a directive apart as mod_headers does; a sentence when Apache would not start with it. */
export function parseHeaderDirective({ key, rest }: Directive): HeaderDirective | string {
  const [first = "", ...others] = words(rest);
  const condition = key === "header" ? /^(?:always|onsuccess)$/i.exec(first)?.[0].toLowerCase() : undefined;
  const [actionWord = "", name = "", ...more] = condition === undefined ? [first, ...others] : others;
  const action = actionWord.toLowerCase();
  if (!isAction(action))
    return `"${actionWord}" is no action of ${key === "header" ? "Header" : "RequestHeader"}: write set, append, merge, add, unset, edit, echo or setifempty.`;
  const table = condition === "always" ? "always" : "onsuccess";
  const takesValue = action !== "unset" && action !== "echo";
  const takesReplacement = action === "edit" || action === "edit*";
  const [value, replacement, clause] = takesReplacement
    ? more
    : takesValue
      ? [more[0], undefined, more[1]]
      : ["-", undefined, more.at(-1)];
  if (value === undefined || name === "") return `Header ${action} takes a name and a value.`;
  if (takesReplacement && replacement === undefined) return "Header edit takes a regular expression and a replacement.";
  const parsed = clause === undefined ? null : parseCondition(clause);
  if (typeof parsed === "string") return parsed;
  return { table, action, name: name.replace(/:.*$/s, ""), value, replacement: replacement ?? null, condition: parsed };
}

function isAction(text: string): text is HeaderAction {
  return actions.includes(text);
}

function parseCondition(clause: string): HeaderCondition | string {
  if (/^early$/i.test(clause)) return { type: "early" };
  const [, kind, text = ""] = /^(env|expr)=(.*)$/is.exec(clause) ?? [];
  if (kind?.toLowerCase() === "expr") return { type: "expression", text };
  if (kind !== undefined) return { type: "variable", name: text.replace(/^!/, ""), negated: text.startsWith("!") };
  return `${JSON.stringify(clause)} is no condition: write env=NAME or expr=….`;
}
