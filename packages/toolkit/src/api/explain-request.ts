import type { Header } from "@crosscheck/cors/http";
import { originOf } from "../explain/origin-of.ts";
import type { Given } from "../explain/read-evidence.ts";
import { members, type ParsedBody } from "./body-members.ts";

/** What may be sent: data alone. */
export type ExplainRequest = Omit<Given, "archives" | "responder" | "live">;

/** Of all evidence together, in characters: an archive of some hundred requests. The command takes any size. */
export const largestEvidence: number = 4 * 1024 * 1024;

const names = ["text", "message", "har", "curl", "url", "origin", "method", "headers", "credentials"];
const modes = ["omit", "same-origin", "include"] as const;

/** The body of `POST /api/v1/explain`. */
export function parseExplainRequest(body: unknown): ParsedBody<ExplainRequest> {
  const read = members(body, names, '{"text": "Access to fetch at … has been blocked by CORS policy: …"}');
  const text = read.optionalText("text", "Write what was pasted, as a text.");
  const message = read.optionalText("message", "Write the line of the console.");
  const curl = read.optionalText("curl", "Write the output of curl -v.");
  const url = read.optionalText("url", "Write the URL that the page asked for.");
  const origin = read.optionalText("origin", "Write the page's origin.");
  const method = read.optionalText("method", "Write the method of the call.");
  const given = read.value("har");
  const har = typeof given === "string" ? given : given === undefined ? undefined : JSON.stringify(given);
  const mode = read.value("credentials");
  const credentials = modes.find((one) => one === mode);
  if (mode !== undefined && credentials === undefined) {
    read.errors.push({ pointer: "/credentials", detail: `Write one of ${modes.join(", ")}.` });
  }
  if (url !== undefined && originOf(url) === null) {
    read.errors.push({ pointer: "/url", detail: "Write an absolute URL of http or https." });
  }
  if (origin !== undefined && origin !== "null" && originOf(origin) === null) {
    read.errors.push({ pointer: "/origin", detail: "Write scheme, host and port: https://app.example.com." });
  }
  const headers = headersOf(read.value("headers"));
  if (headers === null) {
    read.errors.push({ pointer: "/headers", detail: 'Write a list of pairs: [["X-Token", "1"]].' });
  }
  const size = [text, message, curl, har].reduce((sum, part) => sum + (part?.length ?? 0), 0);
  if (size === 0 && read.errors.length === 0) {
    read.errors.push({ pointer: "", detail: "There is nothing to explain: give text, message, har or curl." });
  }
  if (read.errors.length > 0) return { ok: false, errors: read.errors };
  return {
    ok: true,
    request: {
      text: har === undefined ? (text ?? "") : `${text ?? ""}\n${har}`,
      ...(message === undefined ? {} : { message }),
      ...(curl === undefined ? {} : { curl }),
      ...(url === undefined ? {} : { url }),
      ...(origin === undefined ? {} : { origin }),
      ...(method === undefined ? {} : { method }),
      ...(headers === null || headers.length === 0 ? {} : { headers }),
      ...(credentials === undefined ? {} : { credentials }),
    },
  };
}

export function sizeOf({ text = "", message = "", curl = "" }: ExplainRequest): number {
  return text.length + message.length + curl.length;
}

function headersOf(value: unknown): readonly Header[] | null {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return null;
  const headers: Header[] = [];
  for (const pair of value as unknown[]) {
    if (!Array.isArray(pair) || pair.length !== 2) return null;
    const [name, text] = pair as unknown[];
    if (typeof name !== "string" || typeof text !== "string") return null;
    headers.push([name, text]);
  }
  return headers;
}
