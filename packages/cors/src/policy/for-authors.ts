/** What helps the author of a policy, under Node, where policies are written and checked. */
export { describeChange } from "./change-sentences.ts";
export { explainOriginPattern } from "./explain-origin-pattern.ts";
export { explainPathPattern } from "./explain-path-pattern.ts";
export { meantBoolean, meantDuration, meantList } from "./meant-value.ts";
export { nearestName } from "./nearest-name.ts";
export { sentencesOf } from "./problem-sentences.ts";
