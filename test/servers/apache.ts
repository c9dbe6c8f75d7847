export * from "../../packages/toolkit/src/verify/apache.ts";
