import type { ClientFailure, FailureCode } from "./http-client.ts";

export function failure(code: FailureCode, why: string): ClientFailure {
  return { kind: "failed", code, why };
}

export function isFailure(value: object): value is ClientFailure {
  return "kind" in value && value.kind === "failed";
}

/** The code of a Node.js error (`ECONNREFUSED`), or its message when it has none. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return "code" in error && typeof error.code === "string" ? error.code : error.message;
}
