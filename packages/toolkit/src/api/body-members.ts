import type { BodyError } from "./problem.ts";

export type ParsedBody<T> =
  | { readonly ok: true; readonly request: T }
  | { readonly ok: false; readonly errors: readonly BodyError[] };

/** Reads the members of a JSON body one by one and keeps every mistake. */
export interface Members {
  readonly errors: BodyError[];
  readonly value: (name: string) => unknown;
  /** A text; the empty one, with a mistake, when it must be there and is not. */
  readonly text: (name: string, advice: string) => string;
  readonly optionalText: (name: string, advice: string) => string | undefined;
}

/** @param example what a right body looks like */
export function members(body: unknown, names: readonly string[], example: string): Members {
  const errors: BodyError[] = [];
  const isObject = typeof body === "object" && body !== null && !Array.isArray(body);
  const own = new Map<string, unknown>(isObject ? Object.entries(body) : []);
  if (!isObject) errors.push({ pointer: "", detail: `Write an object: ${example}.` });
  for (const name of own.keys()) {
    if (!names.includes(name)) {
      const pointer = `/${name.slice(0, 100).replaceAll("~", "~0").replaceAll("/", "~1")}`;
      errors.push({ pointer, detail: `There is no such member; there are: ${names.join(", ")}.` });
    }
  }
  const optionalText = (name: string, advice: string): string | undefined => {
    const value = own.get(name);
    if (value === undefined || typeof value === "string") return value;
    errors.push({ pointer: `/${name}`, detail: advice });
    return undefined;
  };
  return {
    errors,
    value: (name) => own.get(name),
    optionalText,
    text: (name, advice) => {
      if (isObject && !own.has(name)) errors.push({ pointer: `/${name}`, detail: advice });
      return optionalText(name, advice) ?? "";
    },
  };
}
