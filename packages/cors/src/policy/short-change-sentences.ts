import type { PolicyChange } from "./policy-change.ts";
import { quote } from "./quote.ts";

/** A change from its data alone, for bundles that are not for Node: see for-others.ts. */
export function describeChange({ what, path, example, before, after }: PolicyChange): string {
  const value = after ?? before;
  return `On ${quote(path ?? example)}: ${what}${value === undefined ? "" : ` ${quote(value)}`}.`;
}
