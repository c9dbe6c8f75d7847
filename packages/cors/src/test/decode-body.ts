import { Readable } from "node:stream";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { getHeader, type HeaderList } from "../http/header-list.ts";

/** What the page's requests say that they understand. */
export const acceptEncoding = "gzip, deflate, br";

/**
 * A body with its content codings undone, the last one first; as it is when one of them is not known.
 *
 * https://fetch.spec.whatwg.org/#handle-content-codings
 */
export function decodeBody(body: ReadableStream<Uint8Array>, headers: HeaderList): ReadableStream<Uint8Array> {
  const codings = (getHeader(headers, "content-encoding") ?? "")
    .split(",")
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== "" && coding !== "identity");
  if (codings.length === 0 || codings.length > 5) return body;
  const decoders = codings.reverse().map(decoderOf);
  if (decoders.includes(null)) return body;
  let stream: Readable = Readable.fromWeb(body as unknown as NodeReadableStream<Uint8Array>);
  for (const decoder of decoders) {
    if (decoder === null) continue;
    stream.on("error", (error) => decoder.destroy(error));
    stream = stream.pipe(decoder);
  }
  return Readable.toWeb(stream) as unknown as ReadableStream<Uint8Array>;
}

function decoderOf(coding: string): ReturnType<typeof createGunzip> | null {
  switch (coding) {
    case "gzip":
    case "x-gzip":
      return createGunzip();
    case "deflate":
      return createInflate();
    case "br":
      return createBrotliDecompress();
    default:
      return null;
  }
}
