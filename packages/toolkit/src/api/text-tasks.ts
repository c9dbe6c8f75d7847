import type { Explanation } from "../explain/explanation.ts";
import type { PolicyCheck } from "../policy-file/policy-check.ts";
import type { ExplainRequest } from "./explain-request.ts";
import { explainGiven } from "./explain-service.ts";
import { type GenerateOutcome, type GenerateRequest, generateFromText } from "./generate-service.ts";
import { type LintOutcome, type LintRequest, lintFromText } from "./lint-service.ts";
import { checkPolicyText, type PolicyText } from "./policy-text.ts";

/** What is done with a text that anybody may send. Requests and outcomes are data, so that a thread can do it. */
export interface TextTasks {
  readonly check: { readonly request: PolicyText; readonly outcome: PolicyCheck };
  readonly generate: { readonly request: GenerateRequest; readonly outcome: GenerateOutcome };
  readonly explain: { readonly request: ExplainRequest; readonly outcome: Explanation };
  readonly lint: { readonly request: LintRequest; readonly outcome: LintOutcome };
}

export type TextTaskName = keyof TextTasks;

export const textTasks: {
  readonly [Name in TextTaskName]: (request: TextTasks[Name]["request"]) => TextTasks[Name]["outcome"];
} = {
  check: (request) => checkPolicyText(request, new Date()).check,
  generate: (request) => generateFromText(request, new Date()),
  explain: (request) => explainGiven(request, new Date()),
  lint: lintFromText,
};
