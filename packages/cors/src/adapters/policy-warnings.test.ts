import { expect, test } from "vitest";
import { definePolicy } from "../policy/define-policy.ts";
import { warnOfPolicy } from "./policy-warnings.ts";

const danger = (allow: string, expires: string) => [{ allow, reason: "looked at", expires }] as never;

// biome-ignore format: one fact per line
const facts = [
  ["a danger that has expired",            { allowOrigins: ["null"], danger: danger("null-origin", "2020-01-31") },                       ["CROSSCHECK_CORS_DANGER_EXPIRED"]],
  ["one that holds",                       { allowOrigins: ["null"], danger: danger("null-origin", "2199-01-31") },                       []],
  ["a suffix that was listed lately",      { allowOrigins: ["https://*.emergent.cloud"], allowCredentials: true },                        ["CROSSCHECK_CORS_SUFFIX_NEW"]],
  ["the same without credentials",         { allowOrigins: ["https://*.emergent.cloud"] },                                                []],
  ["the same, and it is meant",            { allowOrigins: ["https://*.emergent.cloud"], allowCredentials: true, danger: danger("shared-suffix", "2199-01-31") }, []],
  ["what its document had that is worth a look", { allowOrigins: ["https://app.example:443"] },                                           ["CROSSCHECK_CORS_POLICY_WARNING"]],
  ["a local origin with credentials",      { allowOrigins: ["http://localhost:3000"], allowCredentials: true },                           ["CROSSCHECK_CORS_POLICY_WARNING"]],
  ["no more than a log can take",          { allowOrigins: Array(30).fill("https://app.example") },                                       Array(21).fill("CROSSCHECK_CORS_POLICY_WARNING")],
] as const;

test.each(facts)("%s", async (_why, document, codes) => {
  const warned: unknown[] = [];
  const listener = (warning: Error & { code?: string }) => warned.push(warning.code);
  process.on("warning", listener);
  warnOfPolicy(definePolicy(document as never));
  // Node tells of warnings in the next tick.
  await new Promise((settle) => setImmediate(settle));
  process.off("warning", listener);
  expect(warned).toEqual(codes);
});
