export * from "../../packages/toolkit/src/verify/request-matrix.ts";
