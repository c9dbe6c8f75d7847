export * from "../../packages/toolkit/src/verify/nginx.ts";
