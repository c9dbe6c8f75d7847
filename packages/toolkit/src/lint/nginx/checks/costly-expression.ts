import { hasAmbiguousRepetition } from "../../ambiguous-repetition.ts";
import type { NginxCheck } from "../nginx-check.ts";
import { originRulesIn } from "../origin-rules.ts";

/** An expression that takes time exponential in the length of what anybody may send as Origin. */
export const costlyExpression: NginxCheck = {
  id: "costly-expression",
  run: ({ configuration }) =>
    originRulesIn(configuration)
      .filter(({ source }) => hasAmbiguousRepetition(source))
      .map(({ source, place }) => ({
        check: "costly-expression",
        level: "info",
        severity: "low",
        place,
        message: `What repeats in ${source.slice(0, 120)} can match one text in several ways: an Origin made for it takes the server exponential time.`,
        fix: "Repeat one class of characters, or a part that ends in a fixed one: (?:[a-z0-9-]+\\.)*",
      })),
};
