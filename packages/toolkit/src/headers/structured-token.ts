import { parseItem, Token } from "structured-headers";

/** The token of a structured item, its parameters left out; null for anything else. https://www.rfc-editor.org/rfc/rfc9651#section-4.2.3 */
export function structuredToken(value: string): string | null {
  try {
    const [item] = parseItem(value);
    return item instanceof Token ? item.toString() : null;
  } catch {
    return null;
  }
}
