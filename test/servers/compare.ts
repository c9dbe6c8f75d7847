export * from "../../packages/toolkit/src/verify/compare.ts";
