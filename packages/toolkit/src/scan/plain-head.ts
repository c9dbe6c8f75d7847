import type { Header } from "@crosscheck/cors/http";

/** The head of an answer that needs no forgiveness to be read. */
export interface PlainHead {
  readonly status: number;
  readonly headers: readonly Header[];
  /** Its bytes, the empty line at its end among them. */
  readonly length: number;
  /** The bytes of the body behind it; null when it ends where the connection does. */
  readonly body: number | "chunked" | null;
  /** Whether the connection may carry another request. */
  readonly keepsAlive: boolean;
}

/** Names are tokens, values visible, every line ends as it should: https://www.rfc-editor.org/rfc/rfc9112#section-2.1 */
const plain =
  /^HTTP\/1\.1 [2-5][0-9]{2}(?: [\t\x20-\x7e\x80-\xff]*)?(?:\r\n[!#$%&'*+\-.^_`|~0-9A-Za-z]+:[\t\x20-\x7e\x80-\xff]*)*$/;

const version = "HTTP/1.1 ";

/**
 * The head at the beginning of these bytes; "more" when they may be the beginning of one; "odd" for all that a strict reader
 * refuses, a lenient one may not, or of which two readers may think differently: folded lines, two lengths, interim answers.
 */
export function readPlainHead(bytes: Buffer, method: string, maxBytes: number): PlainHead | "more" | "odd" {
  const end = bytes.indexOf("\r\n\r\n");
  if (end < 0) return mayBecomePlain(bytes, maxBytes) ? "more" : "odd";
  const text = bytes.toString("latin1", 0, end);
  if (end >= maxBytes || !plain.test(text)) return "odd";
  const [, ...lines] = text.split("\r\n");
  const headers: Header[] = [];
  const framing = { length: null as number | null, chunked: false, closes: false };
  for (const line of lines) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon);
    const value = withoutSpace(line, colon + 1);
    headers.push([name, value]);
    if (framesBody.test(name) && !readFraming(framing, name.toLowerCase(), value)) return "odd";
  }
  const status = Number(text.slice(9, 12));
  const { length, chunked, closes } = framing;
  if (length !== null && chunked) return "odd";
  // https://www.rfc-editor.org/rfc/rfc9112#section-6.3
  const isBare = method === "HEAD" || status === 304 || status === 204;
  if (status === 204 && (chunked || length !== null)) return "odd";
  const body = isBare ? 0 : chunked ? "chunked" : length;
  return { status, headers, length: end + 4, body, keepsAlive: !closes && body !== null };
}

const framesBody = /^(?:content-length|transfer-encoding|connection|upgrade)$/i;

/** False for what is said twice, or otherwise than everybody says it. */
function readFraming(
  framing: { length: number | null; chunked: boolean; closes: boolean },
  name: string,
  value: string,
): boolean {
  switch (name) {
    case "content-length":
      if (framing.length !== null || !/^[0-9]{1,12}$/.test(value)) return false;
      framing.length = Number(value);
      return true;
    case "transfer-encoding":
      if (framing.chunked || value.toLowerCase() !== "chunked") return false;
      framing.chunked = true;
      return true;
    case "connection":
      framing.closes ||= value.toLowerCase() === "close";
      return /^(?:close|keep-alive)$/i.test(value);
    default:
      return true; // An Upgrade beside an ordinary status is an offer.
  }
}

/** The last line, as far as it came. */
const firstLinesBeginning = /^HTTP\/1\.1 (?:[2-5](?:[0-9](?:[0-9](?: [\t\x20-\x7e\x80-\xff]*)?\r?)?)?)?$/;
const laterLinesBeginning = /^(?:[!#$%&'*+\-.^_`|~0-9A-Za-z]+(?::[\t\x20-\x7e\x80-\xff]*\r?)?|\r?)$/;

function mayBecomePlain(bytes: Buffer, maxBytes: number): boolean {
  if (bytes.length >= maxBytes) return false;
  const text = bytes.toString("latin1");
  const end = text.lastIndexOf("\r\n");
  if (end >= 0) return plain.test(text.slice(0, end)) && laterLinesBeginning.test(text.slice(end + 2));
  return version.startsWith(text) || firstLinesBeginning.test(text);
}

/** Spaces and tabs around a value are none of it. */
function withoutSpace(line: string, from: number): string {
  let start = from;
  let end = line.length;
  while (start < end && isSpace(line.charCodeAt(start))) start++;
  while (end > start && isSpace(line.charCodeAt(end - 1))) end--;
  return line.slice(start, end);
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09;
}
