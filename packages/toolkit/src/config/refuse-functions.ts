import type { Generate, Loss } from "./generated.ts";

/** A generator that says of a rule with a function what it is, before another takes the rule for one without origins. */
export function refuseFunctions(generate: Generate): Generate {
  return (policy, options) => {
    const losses = policy.rules
      .filter((rule) => rule.originFunction !== undefined)
      .map(
        ({ id }): Loss => ({
          id: "origin-function",
          ruleId: id,
          effect: "impossible",
          reachable: true,
          message:
            "allowOrigins is a function, which only the library can ask. List the origins, or use a pattern such as https://*.example.com.",
        }),
      );
    return losses.length > 0 ? { files: [], losses } : generate(policy, options);
  };
}
