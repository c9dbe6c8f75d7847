export * from "../../packages/toolkit/src/verify/sites.ts";
