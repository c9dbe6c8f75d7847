export * from "../packages/toolkit/src/verify/raw-http.ts";
