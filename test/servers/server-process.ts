export * from "../../packages/toolkit/src/verify/server-process.ts";
