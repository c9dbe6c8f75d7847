export * from "../../packages/toolkit/src/verify/free-port.ts";
