import type { Engine } from "@crosscheck/cors/browser";

/** A page, its request and what the server answers, as a person types them: the fields of the stepper's form. */
export interface TypedExchange {
  /** The page's: `https://app.example`, or `null` for a sandboxed page. */
  readonly origin: string;
  readonly method: string;
  readonly url: string;
  /** The request's own headers, a line each. */
  readonly headers: string;
  readonly credentials: "omit" | "same-origin" | "include";
  readonly mode: "cors" | "no-cors" | "same-origin";
  readonly redirect: "follow" | "error" | "manual";
  /** The answer to the request: a status line, then headers. */
  readonly answer: string;
  /** The answer to its preflight; empty when the server answers OPTIONS as it answers every request. */
  readonly preflight: string;
  /** What is answered at any other URL: where a redirect leads. */
  readonly after: string;
  /** A response for the URL that the browser has stored; empty for none. */
  readonly stored: string;
  /** The engine whose steps are shown. */
  readonly engine: Engine;
}

/** What an empty form means. */
export const emptyExchange: TypedExchange = {
  origin: "https://app.example",
  method: "GET",
  url: "https://api.example/items",
  headers: "",
  credentials: "same-origin",
  mode: "cors",
  redirect: "follow",
  answer: "",
  preflight: "",
  after: "",
  stored: "",
  engine: "standard",
};

const choices = {
  credentials: ["omit", "same-origin", "include"],
  mode: ["cors", "no-cors", "same-origin"],
  redirect: ["follow", "error", "manual"],
  engine: ["standard", "chromium", "firefox", "webkit"],
} as const;

/** The values that a field with a closed list takes, its default among them. */
export const exchangeChoices: typeof choices = choices;

/** The fields of a form or an address; what is missing, or not among a list's values, has its default. */
export function exchangeFromFields(fields: URLSearchParams): TypedExchange {
  const text = (name: keyof TypedExchange): string =>
    (fields.get(name) ?? emptyExchange[name]).replaceAll("\r\n", "\n").slice(0, longestField);
  const line = (name: "origin" | "method" | "url"): string => text(name).trim() || emptyExchange[name];
  return {
    origin: line("origin"),
    method: line("method"),
    url: line("url"),
    headers: text("headers"),
    credentials: choice(fields, "credentials"),
    mode: choice(fields, "mode"),
    redirect: choice(fields, "redirect"),
    answer: text("answer"),
    preflight: text("preflight"),
    after: text("after"),
    stored: text("stored"),
    engine: choice(fields, "engine"),
  };
}

/** A head of a response that is longer than this is cut: servers refuse heads of 16 KiB. */
const longestField = 16_384;

function choice<Name extends keyof typeof choices>(fields: URLSearchParams, name: Name): TypedExchange[Name] {
  const value = fields.get(name);
  const known = choices[name].find((each) => each === value);
  return (known ?? emptyExchange[name]) as TypedExchange[Name];
}

/** The stepper's path. */
export const stepperPath = "/learn/stepper";

/** The address of the stepper with an exchange in it; only what differs from an empty form is written. */
export function stepperAddress(exchange: Partial<TypedExchange>): string {
  const fields = Object.entries(exchange).filter(
    ([name, value]) => value !== emptyExchange[name as keyof TypedExchange],
  );
  return fields.length === 0 ? stepperPath : `${stepperPath}?${new URLSearchParams(fields)}`;
}
