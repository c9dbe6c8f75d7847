import { getHeaderValues, type HeaderList, trimOptionalWhitespace } from "./header-list.ts";
import { isToken } from "./token.ts";

/**
 * Extracts header list values, for the headers whose grammar is a list of tokens (`#method`, `#field-name`):
 * `Access-Control-Allow-Methods`, `-Allow-Headers` and `-Expose-Headers`. Null when the name is absent, "failure"
 * when one of its values does not match the grammar.
 *
 * https://fetch.spec.whatwg.org/#extract-header-list-values
 */
export function extractHeaderListValues(list: HeaderList, name: string): readonly string[] | null | "failure" {
  // 1. If list does not contain name, then return null.
  const headerValues = getHeaderValues(list, name);
  if (headerValues.length === 0) return null;

  // 2. The ABNF for name allows several headers and a list, so every one of them is parsed. (`*` is a token.)
  const values: string[] = [];
  for (const headerValue of headerValues) {
    for (const element of headerValue.split(",")) {
      // RFC 9110, section 5.6.1: a recipient ignores empty list elements.
      const value = trimOptionalWhitespace(element);
      if (value === "") continue;
      // 3. If parsing fails, then return failure.
      if (!isToken(value)) return "failure";
      values.push(value);
    }
  }

  // 4. Return values.
  return values;
}
