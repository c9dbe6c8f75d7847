import type { OriginPattern } from "@crosscheck/cors";
import { escapeExpression } from "./path-expression.ts";

const label = "[a-z0-9_-]{1,63}";
/** 0–65535, without leading zeros. */
const port = "0|[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]";
const defaultPorts: Readonly<Record<string, number>> = { http: 80, https: 443 };

/**
 * An anchored regular expression for exactly the serialized origins that a pattern stands for, in the syntax that PCRE and
 * JavaScript share. A header value has no newline, so `$` is the end.
 */
export function originExpression(pattern: OriginPattern): string {
  if (pattern.wildcard === "null") return "^null$";
  return `^${escapeExpression(pattern.scheme)}://${hostExpression(pattern)}${portExpression(pattern)}$`;
}

/** Whether a pattern stands for one origin, its text. */
export function isExactOrigin(pattern: OriginPattern): boolean {
  return pattern.wildcard === "none" && pattern.port !== "*";
}

function hostExpression({ wildcard, host }: OriginPattern): string {
  const text = escapeExpression(host);
  // A host is at most 253 bytes, a label 63.
  const hostLength = "(?=[a-z0-9._-]{1,253}(?::|$))";
  if (wildcard === "subdomains") return `${hostLength}(?:${label}\\.)+${text}`;
  if (wildcard === "in-label") return `${hostLength}(?=[^.]{1,63}\\.)${text.replace("\\*", "[a-z0-9-]+")}`;
  return text;
}

function portExpression(pattern: OriginPattern): string {
  if (pattern.port === null) return "";
  if (pattern.port !== "*") return `:${pattern.port}`;
  // A serialized origin leaves its scheme's default port out.
  return `(?::(?!${defaultPorts[pattern.scheme] ?? ""}$)(?:${port}))?`;
}
