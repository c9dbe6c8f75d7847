/** What some more bytes made of a body: it goes on, it ended with them, it ended before them, or it cannot be read. */
export type BodyState = "more" | "done" | "beyond" | "odd";

/** Finds the end of a body, piece by piece; `keep` is given what is content. */
export type BodyReader = (bytes: Buffer, keep: (piece: Buffer) => void) => BodyState;

/** https://www.rfc-editor.org/rfc/rfc9112#section-6 */
export function plainBody(body: number | "chunked" | null): BodyReader {
  if (body === "chunked") return chunkedBody();
  return countedBody(body ?? Number.POSITIVE_INFINITY);
}

function countedBody(length: number): BodyReader {
  let left = length;
  return (bytes, keep) => {
    if (left > 0 && bytes.length > 0) keep(bytes.length <= left ? bytes : bytes.subarray(0, left));
    left -= bytes.length;
    if (left > 0) return "more";
    return left === 0 ? "done" : "beyond";
  };
}

/** A size may have so many digits; with the line ends around it, that is the longest that stands between two chunks. */
const longestSize = 8;
const longestLine = longestSize + 4;
const firstSize = new RegExp(`^([0-9a-f]{1,${longestSize}})\\r\\n`, "i");
const nextSize = new RegExp(`^\\r\\n([0-9a-f]{1,${longestSize}})\\r\\n`, "i");

/** https://www.rfc-editor.org/rfc/rfc9112#section-7.1 , without extensions and trailers, which hardly anybody sends. */
function chunkedBody(): BodyReader {
  let size = firstSize;
  /** Bytes of the chunk that are to come. */
  let left = 0;
  /** What came of the line between two chunks. */
  let line = "";
  let isLast = false;
  return (bytes, keep) => {
    let at = 0;
    for (;;) {
      if (left > 0) {
        const end = Math.min(at + left, bytes.length);
        if (end > at) keep(bytes.subarray(at, end));
        left -= end - at;
        at = end;
        if (left > 0) return "more";
      }
      const text = line + bytes.toString("latin1", at, Math.min(bytes.length, at + longestLine));
      if (isLast) {
        if (text.length < 2) {
          line = text;
          return "more";
        }
        if (!text.startsWith("\r\n")) return "odd";
        return at + 2 - line.length < bytes.length ? "beyond" : "done";
      }
      const found = size.exec(text);
      if (found === null) {
        line = text;
        return text.length >= longestLine ? "odd" : "more";
      }
      at += found[0].length - line.length;
      line = "";
      size = nextSize;
      left = Number.parseInt(found[1] ?? "", 16);
      isLast = left === 0;
    }
  };
}
