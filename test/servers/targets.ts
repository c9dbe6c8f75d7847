export * from "../../packages/toolkit/src/verify/targets.ts";
