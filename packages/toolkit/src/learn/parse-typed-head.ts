import { type Header, type HeaderList, isToken, type NetworkAnswer } from "@crosscheck/cors/http";

/** A line that could not be read, and why. */
export interface UnreadLine {
  /** The field of the form: "answer", "preflight" … */
  readonly field: string;
  /** From 1. */
  readonly line: number;
  readonly text: string;
  readonly why: string;
}

export interface TypedHead {
  readonly answer: NetworkAnswer;
  readonly unread: readonly UnreadLine[];
}

/**
 * A response's head as people type and paste it: a status line if there is one (`HTTP/2 204`, `403 Forbidden`, `200`), then
 * a header a line, up to an empty line. `no response` is a network that failed. What cannot be read is told, and left out.
 */
export function parseTypedResponse(text: string, field: string): TypedHead {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => line.trim() !== "");
  const first = start === -1 ? "" : (lines[start] as string).trim();
  if (/^no response\b/i.test(first)) {
    const why = first.replace(/^no response[:\s]*/i, "");
    return { answer: { kind: "failed", why: why === "" ? "the connection failed" : why }, unread: [] };
  }
  const status = /^(?:HTTP\/\d(?:\.\d)?\s+)?(\d{3})(?:\s.*)?$/i.exec(first)?.[1];
  const { headers, unread } = parseTypedHeaders(text, field, status === undefined ? start : start + 1);
  return { answer: { status: Number(status ?? 200), headers }, unread };
}

/** Headers, a line each, up to an empty line after the first of them. */
export function parseTypedHeaders(
  text: string,
  field: string,
  from = 0,
): { readonly headers: HeaderList; readonly unread: readonly UnreadLine[] } {
  const headers: Header[] = [];
  const unread: UnreadLine[] = [];
  const lines = text.split("\n");
  for (let index = Math.max(from, 0); index < lines.length; index++) {
    const line = (lines[index] as string).trim();
    if (line === "" && headers.length > 0) break;
    if (line === "") continue;
    const why = unreadable(line);
    if (why !== null) unread.push({ field, line: index + 1, text: line, why });
    else headers.push([line.slice(0, line.indexOf(":")).trim(), line.slice(line.indexOf(":") + 1).trim()]);
  }
  return { headers, unread };
}

function unreadable(line: string): string | null {
  const colon = line.indexOf(":");
  if (colon === -1) return "it has no colon: a header is a name, a colon and a value";
  const name = line.slice(0, colon).trim();
  if (!isToken(name)) return `${JSON.stringify(name)} is no name of a header: letters, digits and - only`;
  // Fetch's header value: https://fetch.spec.whatwg.org/#header-value. Lines are trimmed already.
  if (/[\0\r]/.test(line)) return "it has a control character in it, which no header can have";
  if (/[^\0-\xff]/.test(line)) return "it has a character in it that no header can have (a header's are bytes)";
  return null;
}
