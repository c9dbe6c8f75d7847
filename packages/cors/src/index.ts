/** The policy language, and what a server that has a policy answers. */
export { describeChange } from "#for-authors";
export type { AllowOriginsFunction, OriginQuestion, RequestOrigin } from "./policy/allow-origins-function.ts";
export { definePolicy, PolicyError } from "./policy/define-policy.ts";
export { describe, describeWithoutPlace } from "./policy/describe.ts";
export { describePath } from "./policy/describe-path.ts";
export { diff } from "./policy/diff.ts";
export { type ParsedPolicy, type ParseOptions, parsePolicy } from "./policy/parse-policy.ts";
export type { OriginPattern, PathPattern, PathSegment, Policy, Rule } from "./policy/policy.ts";
export type { PolicyChange, PolicyChangeCode } from "./policy/policy-change.ts";
export type {
  DangerDocument,
  DangerId,
  EnvironmentDocument,
  LoneRuleDocument,
  PolicyDocument,
  RuleDocument,
} from "./policy/policy-document.ts";
export type { DocumentPath, Problem, ProblemCode } from "./policy/problem.ts";
export { applyDecision } from "./server/apply-decision.ts";
export { decide, decideAsync } from "./server/decide.ts";
export { corsResponseHeaderNames, type Decision, type DecisionReason, type ServerRequest } from "./server/decision.ts";
export { policyResponder } from "./server/policy-responder.ts";
