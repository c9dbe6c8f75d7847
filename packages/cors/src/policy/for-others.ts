/**
 * The same in short, for bundles that every visitor or every isolate loads, where it would be a third of the library. What a
 * policy is, and what is wrong with a document, does not depend on it: only how well that is said.
 */

export { describeChange } from "./short-change-sentences.ts";
export { meantBoolean, meantDuration, meantList } from "./short-meant-value.ts";
export { nearestName } from "./short-nearest-name.ts";
export { explainOriginPattern } from "./short-origin-explanation.ts";
export { explainPathPattern } from "./short-path-explanation.ts";
export { sentencesOf } from "./short-problem-sentences.ts";
