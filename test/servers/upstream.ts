export * from "../../packages/toolkit/src/verify/upstream.ts";
