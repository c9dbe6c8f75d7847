import { type Members, members, type ParsedBody } from "./body-members.ts";
import type { GenerateRequest } from "./generate-service.ts";
import type { LintRequest } from "./lint-service.ts";
import type { PolicyText } from "./policy-text.ts";

const policyExample = '{"policy": "rules:\\n  - { id: api, path: /api/*, allowOrigins: [https://app.example.com] }"}';

/** The body of `POST /api/v1/check`. */
export function parseCheckRequest(body: unknown): ParsedBody<PolicyText> {
  const read = members(body, ["policy", "environment"], policyExample);
  return finish(read, policyText(read));
}

/** The body of `POST /api/v1/generate`. */
export function parseGenerateRequest(body: unknown): ParsedBody<GenerateRequest> {
  const read = members(
    body,
    ["target", "policy", "environment", "accept"],
    policyExample.replace("{", '{"target": "nginx", '),
  );
  const target = read.text("target", 'Write a server, with its version if you know it: "nginx" or "nginx@1.22".');
  const accept = read.value("accept") ?? [];
  const isList = Array.isArray(accept) && accept.every((id) => typeof id === "string");
  if (!isList) read.errors.push({ pointer: "/accept", detail: "Write a list of the losses' names." });
  return finish(read, { ...policyText(read), target, accept: isList ? accept : [] });
}

/** The body of `POST /api/v1/lint`. */
export function parseLintRequest(body: unknown): ParsedBody<LintRequest> {
  const read = members(body, ["text", "as", "file"], '{"text": "server { … }", "as": "nginx"}');
  const text = read.text("text", "Write the configuration as a text.");
  const as = read.optionalText("as", 'Write the kind: "nginx".');
  const file = read.optionalText("file", "Write a file's name, which is not opened.");
  if (file !== undefined && file.length > 1_000) {
    read.errors.push({ pointer: "/file", detail: "A file's name may have 1,000 characters." });
  }
  return finish(read, { text, ...(as === undefined ? {} : { as }), ...(file === undefined ? {} : { file }) });
}

/** A policy as the text of a file, or as the document itself. */
function policyText(read: Members): PolicyText {
  const given = read.value("policy");
  const isDocument = typeof given === "object" && given !== null && !Array.isArray(given);
  const policy = isDocument
    ? JSON.stringify(given, null, 2)
    : read.text("policy", "Write the policy: its file's text (YAML or JSON), or the document itself as an object.");
  const environment = read.optionalText("environment", "Write the name of an environment of the policy.");
  return { policy, ...(environment === undefined ? {} : { environment }) };
}

function finish<T>(read: Members, request: T): ParsedBody<T> {
  return read.errors.length > 0 ? { ok: false, errors: read.errors } : { ok: true, request };
}
