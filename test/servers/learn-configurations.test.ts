import { describe, expect, test } from "vitest";
import type { Block } from "../../packages/toolkit/src/learn/section.ts";
import { sections } from "../../packages/toolkit/src/learn/sections.ts";
import { showConfiguration } from "../../packages/toolkit/src/learn/show-configuration.ts";
import { readPolicyText } from "../../packages/toolkit/src/policy-file/read-policy-file.ts";
import { targets } from "../../packages/toolkit/src/verify/targets.ts";
import { verifyPolicy } from "../../packages/toolkit/src/verify/verify-policy.ts";
import { requireProgram } from "../requirements.ts";

const configurations = sections.flatMap(({ parts }) =>
  parts.flatMap(({ blocks }) =>
    blocks.filter((block): block is Block & { kind: "configuration" } => block.kind === "configuration"),
  ),
);

/** What a reader copies from the guide, on the server it is for. */
describe.each(targets)("the guide's files for $name", (target) => {
  const { program, debianPackage } = target;

  test.runIf(requireProgram(program.binary, debianPackage))(
    "answer as the guide's policy says",
    { timeout: 120_000 },
    async () => {
      const configuration = configurations.find((block) => block.target === target.name);
      if (configuration === undefined) throw new Error(`The guide has nothing for ${target.name}.`);
      const { policy } = readPolicyText(configuration.policy, "yaml", "crosscheck.policy.yaml", { now: new Date(0) });
      if (policy === null) throw new Error("The guide's policy has a mistake.");
      const verified = await verifyPolicy(target, policy, showConfiguration(configuration), (file) => file);
      if (!verified.ok) throw new Error(verified.message);
      expect(verified.mismatches.slice(0, 20)).toEqual([]);
      expect(verified.compared).toBeGreaterThan(500);
    },
  );
});
