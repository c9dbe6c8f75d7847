import { parseTarget } from "../scan/parse-target.ts";
import type { BodyError } from "./problem.ts";
import type { WebScanRequest } from "./scan-registry.ts";

export type ParsedScanRequest =
  | { readonly ok: true; readonly request: WebScanRequest }
  | { readonly ok: false; readonly errors: readonly BodyError[] };

const longestUrl = 2_048;
const members = ["url", "clearCache", "followRedirects"] as const;

/** The body of `POST /api/v1/scans`, all of its mistakes at once. */
export function parseScanRequest(body: unknown): ParsedScanRequest {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    return { ok: false, errors: [{ pointer: "", detail: 'Write an object: {"url": "example.com"}.' }] };
  }
  const { url, clearCache = false, followRedirects = true } = body as Record<string, unknown>;
  const errors: BodyError[] = [];
  const urlError = typeof url === "string" ? describeUrlError(url) : 'Write a domain or a URL: "example.com".';
  if (urlError !== null) errors.push({ pointer: "/url", detail: urlError });
  if (typeof clearCache !== "boolean") errors.push({ pointer: "/clearCache", detail: "Write true or false." });
  if (typeof followRedirects !== "boolean") {
    errors.push({ pointer: "/followRedirects", detail: "Write true or false." });
  }
  for (const name of Object.keys(body)) {
    if (!members.some((member) => member === name)) errors.push(unknownMember(name));
  }
  if (errors.length > 0) return { ok: false, errors };
  return {
    ok: true,
    request: {
      url: (url as string).trim(),
      clearCache: clearCache as boolean,
      followRedirects: followRedirects as boolean,
    },
  };
}

/** The fields of the page's form: a checkbox that is not ticked is not sent. */
export function parseScanForm(form: URLSearchParams): WebScanRequest & { readonly error: string | null } {
  const url = (form.get("url") ?? "").trim();
  return {
    url,
    clearCache: form.has("clearCache"),
    followRedirects: form.has("followRedirects"),
    error: describeUrlError(url),
  };
}

/** Why a text cannot be scanned, whatever the network says; null when it may be tried. */
function describeUrlError(text: string): string | null {
  const url = text.trim();
  if (url === "") return "Type a domain or a URL, like example.com.";
  if (url.length > longestUrl) {
    return `This is ${url.length} characters long, and a URL may have ${longestUrl}. Shorten it.`;
  }
  const target = parseTarget(url);
  return target.ok ? null : target.message;
}

function unknownMember(name: string): BodyError {
  const pointer = `/${name.slice(0, 100).replaceAll("~", "~0").replaceAll("/", "~1")}`;
  return { pointer, detail: `There is no such member; there are: ${members.join(", ")}.` };
}
