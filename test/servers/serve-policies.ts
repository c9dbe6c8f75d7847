export * from "../../packages/toolkit/src/verify/serve-policies.ts";
