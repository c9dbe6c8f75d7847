import { generateCommand } from "../config/generate-command.ts";
import type { GeneratedFile } from "../config/generated.ts";
import { generateTargets } from "../config/targets.ts";
import { readPolicyText } from "../policy-file/read-policy-file.ts";
import type { Block } from "./section.ts";

/**
 * The files that the generator writes for a chapter's policy.
 *
 * @throws Error if the policy or the target is wrong: a mistake of the guide, which its tests find
 */
export function showConfiguration(block: Block & { readonly kind: "configuration" }): readonly GeneratedFile[] {
  const file = "crosscheck.policy.yaml";
  // None of the guide's policies has anything that expires.
  const { policy } = readPolicyText(block.policy, "yaml", file, { now: new Date(0) });
  const target = generateTargets.find(({ name }) => name === block.target);
  if (policy === null || target === undefined)
    throw new Error(`The guide's ${block.target} has no policy or no target.`);
  return target.generate(policy, { command: generateCommand(block.target, file, undefined) }).files;
}
