import { EventEmitter } from "node:events";
import type { Duplex } from "node:stream";
import { containsHeader, getHeader, type HttpRequest, isToken } from "@crosscheck/cors/http";
import type { Deadline } from "./deadline.ts";
import { describeBrokenAnswer, describeHangUp } from "./describe-broken-answer.ts";
import { describeSilence } from "./describe-unanswered.ts";
import { type Body, drainBody, keepBody, maxDrainBytes } from "./drain-body.ts";
import type { Outcome } from "./exchange.ts";
import type { ClientAnswer } from "./http-client.ts";
import { plainBody } from "./plain-body.ts";
import { type PlainHead, readPlainHead } from "./plain-head.ts";
import { requestHeaders } from "./request-headers.ts";
import type { ScanTarget } from "./scan-target.ts";

/** A connection whose answers have needed no forgiveness so far. */
export interface PlainConnection {
  /** Whether it can carry another request. */
  readonly isOpen: boolean;
  /**
   * One request. Null when the answer is odd: then the connection is given back as if nothing had been read of that answer,
   * for a reader that forgives more.
   */
  ask(target: ScanTarget, request: HttpRequest, deadline: Deadline, keepsBody: boolean): Promise<Outcome | null>;
  /** Gives the connection back between two requests. */
  release(): void;
  close(): void;
}

/** What listens while a request is under way. */
interface Listening {
  readonly data: (bytes: Buffer) => void;
  readonly gone: (error: Error | null) => void;
}

const over = Promise.resolve();

/**
 * HTTP/1.1 as nearly every server speaks it, on one connection. It does what `exchange` does with `node:http`, for less: a
 * survey asks millions of times. What is not plain at first sight it does not judge, but hands over.
 */
export function plainConnection(socket: Duplex, maxHeaderBytes: number): PlainConnection {
  let listening: Listening | null = null;
  let isOpen = true;
  let isUsed = false;

  function onData(bytes: Buffer): void {
    // What nobody asked for is no answer to what is asked next.
    if (listening === null) close();
    else listening.data(bytes);
  }
  function onError(error: Error): void {
    gone(error);
  }
  function onEnd(): void {
    gone(null);
  }
  function gone(error: Error | null): void {
    isOpen = false;
    const listener = listening;
    listening = null;
    listener?.gone(error);
  }
  function close(): void {
    isOpen = false;
    socket.destroy();
  }
  function release(): void {
    isOpen = false;
    listening = null;
    socket.off("data", onData).off("end", onEnd).off("error", onError).off("close", onEnd);
    // Until somebody else reads.
    socket.pause();
  }
  socket.on("data", onData).on("end", onEnd).on("error", onError).on("close", onEnd);

  function ask(
    target: ScanTarget,
    request: HttpRequest,
    deadline: Deadline,
    keepsBody: boolean,
  ): Promise<Outcome | null> {
    const reused = isUsed;
    isUsed = true;
    return new Promise((resolve) => {
      let received: Buffer | null = null;
      let forget = (): void => {};

      function settle(answer: ClientAnswer, idle: Promise<void> = over): void {
        forget();
        resolve({ answer, reused, idle });
      }
      function silence(): void {
        if (listening?.data === readHead) settle(describeSilence(target, deadline));
        close();
        gone(null);
      }
      function readHead(bytes: Buffer): void {
        const all = received === null ? bytes : Buffer.concat([received, bytes]);
        received = all;
        const head = readPlainHead(all, request.method, maxHeaderBytes);
        if (head === "more") return;
        if (head !== "odd") {
          readBody(head, all.subarray(head.length));
          return;
        }
        forget();
        release();
        socket.unshift(all);
        resolve(null);
      }
      function readBody(head: PlainHead, first: Buffer): void {
        const { status, headers, keepsAlive } = head;
        const answer = { status, headers };
        const read = plainBody(head.body);
        const stream = new EventEmitter();
        const take = (bytes: Buffer): boolean => {
          const state = read(bytes, (piece) => stream.emit("data", piece));
          if (state === "more") return false;
          listening = null;
          if (state !== "done" || !keepsAlive) close();
          stream.emit("close");
          return true;
        };
        // Most bodies came with their heads.
        if (!keepsBody && first.length <= maxDrainBytes && take(first)) {
          settle(answer);
          return;
        }
        const cut = (): void => {
          close();
          gone(null);
        };
        listening = { data: take, gone: () => stream.emit("close") };
        const body: Body = { stream, cut, ...announced(head) };
        if (keepsBody) {
          keepBody(body).then((text) => settle({ ...answer, body: text }));
          take(first);
        } else settle(answer, drainBody(request.method, body));
      }

      if (deadline.isOver) return settle(describeSilence(target, deadline));
      forget = deadline.whenOver(silence);
      listening = {
        data: readHead,
        gone: (error) =>
          settle(error === null ? describeHangUp(target) : describeBrokenAnswer(target, error, maxHeaderBytes)),
      };
      socket.write(headOf(target, request), "latin1");
    });
  }

  return {
    get isOpen() {
      return isOpen;
    },
    ask,
    release,
    close,
  };
}

function announced({ headers }: PlainHead): Omit<Body, "stream" | "cut"> {
  return {
    contentType: getHeader(headers, "content-type") ?? undefined,
    contentEncoding: getHeader(headers, "content-encoding") ?? undefined,
    contentLength: getHeader(headers, "content-length") ?? undefined,
  };
}

/** Whether a request can go out as it is, and leaves the connection what it was. */
export function isPlainRequest({ method, headers }: HttpRequest): boolean {
  return (
    isToken(method) &&
    headers.every(([name, value]) => isToken(name) && !/[^\t\x20-\x7e\x80-\xff]/.test(value)) &&
    !connectionFields.some((name) => containsHeader(headers, name))
  );
}

const connectionFields = ["connection", "content-length", "transfer-encoding", "upgrade", "expect", "trailer"] as const;

function headOf(target: ScanTarget, request: HttpRequest): string {
  let text = `${request.method} ${target.path} HTTP/1.1\r\n`;
  for (const [name, value] of requestHeaders(request, target)) text += `${name}: ${value}\r\n`;
  return `${text}Connection: keep-alive\r\n\r\n`;
}
