import type { Policy } from "@crosscheck/cors";
import type { Loss } from "../generated.ts";
import { locationPath } from "./location-path.ts";

export const unverified: Loss = {
  id: "unverified",
  effect: "neither",
  reachable: true,
  message:
    "No IIS was asked: this follows Microsoft's documentation of the modules, and has not been run. Test it with the last lines of iis-steps.txt before you rely on it.",
};

/** What a `<location>` cannot say of the paths of a policy. */
export function pathLosses(policy: Policy): readonly Loss[] {
  const losses: Loss[] = [];
  const everything = policy.rules.every(({ path }) => path.everythingBelow && path.segments.length === 0);
  for (const { id, path } of policy.rules) {
    if (locationPath(path) === undefined) {
      losses.push({
        id: "path-not-expressible",
        ruleId: id,
        effect: "impossible",
        reachable: true,
        message: `A <location> takes literal folders and files: ${path.text} cannot be one. iis-url-rewrite can say it.`,
      });
    } else if (!path.everythingBelow) {
      losses.push({
        id: "path-covers-below",
        ruleId: id,
        effect: "widens",
        reachable: true,
        message: `A <location> covers what is below it, too: ${path.text}/… has this rule.`,
      });
    }
  }
  losses.push(
    everything
      ? {
          id: "ambiguous-targets",
          effect: "neither",
          reachable: true,
          message:
            "A target with // or an encoded slash, which the policy grants nothing, is answered like any other; every path has the same rule.",
        }
      : {
          id: "path-reading",
          effect: "widens",
          reachable: true,
          message:
            "IIS chooses a <location> by the path as it decodes it and without regard to case; the policy grants nothing where another reading would choose another rule.",
        },
  );
  return losses;
}
