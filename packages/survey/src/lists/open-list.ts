import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Readable, type Transform } from "node:stream";
import { createGunzip } from "node:zlib";
import { type Entry, fromBuffer, open, type ZipFile } from "yauzl";
import { ListError } from "./list-error.ts";

export interface OpenList {
  /** The text's bytes, unpacked. */
  readonly bytes: AsyncIterable<Uint8Array>;
  /** The file's name in an archive, or the file's own: it tells the list's kind and date. */
  readonly name: string;
  /** SHA-256 of what was read, in hexadecimal; complete when `bytes` is. */
  digest(): string;
}

/** A list from a file or standard input (`-`): as it is, gzipped, or the first file of a zip archive. */
export async function openList(file: string, stdin: AsyncIterable<Uint8Array | string>): Promise<OpenList> {
  const name = file === "-" ? "standard input" : file;
  const source = file === "-" ? Readable.from(bytesOf(stdin)) : await openFile(file);
  const hash = createHash("sha256");
  const { head, whole } = await peek(source, name);
  if (head[0] === 0x1f && head[1] === 0x8b) {
    return { bytes: counted(whole.pipe(forwardErrors(whole, createGunzip())), hash), name, digest: digestOf(hash) };
  }
  if (head.subarray(0, 4).toString("latin1") === "PK\u0003\u0004") {
    const archive = file === "-" ? await zipOf(await readAll(whole)) : await zipAt(file);
    whole.destroy();
    const { entry, content } = await firstFile(archive, name);
    return { bytes: counted(content, hash), name: entry.fileName, digest: digestOf(hash) };
  }
  return { bytes: counted(whole, hash), name, digest: digestOf(hash) };
}

async function openFile(file: string): Promise<Readable> {
  try {
    if ((await stat(file)).isDirectory()) throw new Error("it is a folder");
  } catch (error) {
    throw new ListError(
      `--list ${JSON.stringify(file)} cannot be read: ${messageOf(error)}. Name a file with one site a line.`,
    );
  }
  return createReadStream(file);
}

async function* bytesOf(stream: AsyncIterable<Uint8Array | string>): AsyncGenerator<Buffer> {
  for await (const chunk of stream) yield Buffer.from(chunk);
}

/** The first bytes, which tell how the list is packed, and everything with them. */
async function peek(source: Readable, name: string): Promise<{ readonly head: Buffer; readonly whole: Readable }> {
  const chunks = source[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  try {
    while (head.length < 4) {
      const { done, value } = await chunks.next();
      if (done === true) break;
      head = Buffer.concat([head, value]);
    }
  } catch (error) {
    throw new ListError(`--list ${JSON.stringify(name)} cannot be read: ${messageOf(error)}.`);
  }
  async function* all(): AsyncGenerator<Buffer> {
    yield head;
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value;
  }
  return { head, whole: Readable.from(all()) };
}

/** `pipe` passes no errors on. */
function forwardErrors<Target extends Transform>(from: Readable, to: Target): Target {
  from.on("error", (error) => to.destroy(error));
  return to;
}

async function* counted(stream: Readable, hash: Hash): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream) {
    hash.update(chunk);
    yield chunk;
  }
}

function digestOf(hash: Hash): () => string {
  let hex: string | null = null;
  return () => {
    hex ??= hash.digest("hex");
    return hex;
  };
}

async function readAll(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const zipOptions = { lazyEntries: true, autoClose: true } as const;

function zipAt(path: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    open(path, zipOptions, (error, archive) => (archive ? resolve(archive) : reject(noArchive(path, error))));
  });
}

function zipOf(bytes: Buffer): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    fromBuffer(bytes, zipOptions, (error, archive) =>
      archive ? resolve(archive) : reject(noArchive("standard input", error)),
    );
  });
}

function noArchive(name: string, error: Error | null): ListError {
  return new ListError(
    `--list ${JSON.stringify(name)} begins like a zip archive and is none: ${error?.message ?? "it is cut off"}. Get it again.`,
  );
}

function firstFile(archive: ZipFile, name: string): Promise<{ readonly entry: Entry; readonly content: Readable }> {
  return new Promise((resolve, reject) => {
    archive.on("error", (error) => reject(noArchive(name, error)));
    archive.on("end", () => reject(new ListError(`--list ${JSON.stringify(name)} is a zip archive without a file.`)));
    archive.on("entry", (entry: Entry) => {
      if (entry.fileName.endsWith("/")) return archive.readEntry();
      archive.openReadStream(entry, (error, content) => {
        if (content) resolve({ entry, content });
        else reject(noArchive(name, error));
      });
    });
    archive.readEntry();
  });
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The digest of a list that was read before: whether it is the same. */
export async function digestOfList(file: string): Promise<string> {
  const { bytes, digest } = await openList(file, Readable.from([]));
  for await (const _ of bytes);
  return digest();
}
