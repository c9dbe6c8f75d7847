import { generateCommand } from "../config/generate-command.ts";
import type { Generated, Loss } from "../config/generated.ts";
import { parseGenerateTarget } from "../config/parse-generate-target.ts";
import { isRefused } from "../config/refused-losses.ts";
import type { PolicyCheck } from "../policy-file/policy-check.ts";
import { checkPolicyText, type PolicyText, policyFileName } from "./policy-text.ts";

export interface GenerateRequest extends PolicyText {
  /** `nginx` or `nginx@1.22`. */
  readonly target: string;
  /** The losses that are accepted by name. */
  readonly accept: readonly string[];
}

export type GenerateOutcome =
  | { readonly kind: "unknown target"; readonly message: string }
  | { readonly kind: "bad policy"; readonly check: PolicyCheck }
  | {
      readonly kind: "refused";
      readonly check: PolicyCheck;
      readonly target: string;
      readonly losses: readonly Loss[];
      /** Those of the losses for which nothing is generated. */
      readonly refused: readonly Loss[];
    }
  | {
      readonly kind: "generated";
      readonly check: PolicyCheck;
      readonly target: string;
      readonly generated: Generated;
      readonly command: string;
    };

/** What `crosscheck generate` does with a policy's file, done with its text. */
export function generateFromText(request: GenerateRequest, now: Date): GenerateOutcome {
  const named = parseGenerateTarget(request.target);
  if (typeof named === "string") return { kind: "unknown target", message: named };
  const { check, policy } = checkPolicyText(request, now);
  if (policy === null) return { kind: "bad policy", check };
  const { target, version } = named;
  const command = generateCommand(request.target, policyFileName(request.policy), request.environment);
  const generated = target.generate(policy, { command, ...(version === undefined ? {} : { version }) });
  const { losses } = generated;
  const refused = losses.filter((loss) => isRefused(loss, request.accept));
  if (refused.length > 0) return { kind: "refused", check, target: target.name, losses, refused };
  return { kind: "generated", check, target: target.name, generated, command };
}
