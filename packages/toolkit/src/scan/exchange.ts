import { type Agent, type ClientRequest, request as httpRequest, type IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { Header, HttpRequest } from "@crosscheck/cors/http";
import { failure, isFailure } from "./client-failure.ts";
import { ConnectionError } from "./connection-error.ts";
import type { Deadline } from "./deadline.ts";
import { describeBrokenAnswer } from "./describe-broken-answer.ts";
import {
  describeFlood,
  describeInterim,
  describeSilence,
  isFlood,
  maxInterimResponses,
} from "./describe-unanswered.ts";
import { bodyOf, drainBody, keepBody } from "./drain-body.ts";
import type { ClientAnswer, ClientFailure } from "./http-client.ts";
import { requestHeaders } from "./request-headers.ts";
import type { ScanTarget } from "./scan-target.ts";

/** What one request came to. */
export interface Outcome {
  readonly answer: ClientAnswer;
  /** The connection had carried another request: the server may have closed it just then, and a new one may do better. */
  readonly reused: boolean;
  /** Settles when the connection is free again, or gone. */
  readonly idle: Promise<void>;
}

/**
 * One request on the agent's connection. The answer is there as soon as its head is; of the body only what keeps the
 * connection cheap is read; nothing is decoded, and nothing kept but the beginning of a page that is asked for.
 *
 * NOTE: `node:http` with its lenient parser, not undici. Of 52 odd answers, undici 8.12 gave nothing for ten that this
 * reads, among them an unasked-for `100 Continue` (which a client must read past: RFC 9110, section 15.2), folded lines
 * (which a user agent must unfold: RFC 9112, section 5.2), lines that end without CR, and status 000; and it reported a
 * malformed head as a body of the wrong length. Leniency lets requests be smuggled past a proxy; nobody is behind this
 * connection but us.
 */
export function exchange(
  agent: Agent,
  target: ScanTarget,
  request: HttpRequest,
  maxHeaderBytes: number,
  deadline: Deadline,
  keepsBody = false,
): Promise<Outcome> {
  return new Promise((resolve) => {
    let outgoing: ClientRequest;
    try {
      outgoing = httpRequest({
        agent,
        method: request.method,
        host: target.host,
        port: target.port,
        path: target.path,
        headers: requestHeaders(request, target).flat(),
        maxHeaderSize: maxHeaderBytes,
        insecureHTTPParser: true,
        signal: deadline.signal,
      });
    } catch (error) {
      const what = error instanceof Error ? error.message : String(error);
      const answer = failure("request-not-sendable", `The request to ${target.authority} cannot be sent: ${what}.`);
      resolve({ answer, reused: false, idle: Promise.resolve() });
      return;
    }
    outgoing.maxHeadersCount = 0; // All of them, up to maxHeaderBytes: by default those after the 2,000th are dropped.

    let isAnswered = false;
    let stopWatching = (): void => {};
    function settle(answer: ClientAnswer, idle: Promise<void> = Promise.resolve()): void {
      stopWatching();
      resolve({ answer, reused: outgoing.reusedSocket, idle });
    }
    function giveUp(reason: ClientFailure): void {
      settle(reason);
      outgoing.destroy();
    }

    outgoing.once("socket", (socket) => {
      stopWatching = watchBytes(socket, maxHeaderBytes, (bytes) => giveUp(describeFlood(target, bytes)));
      socket.resume(); // One that was handed over with an odd answer in it waits for its new reader.
    });
    let interim = 0;
    outgoing.on("information", () => {
      interim++;
      if (interim > maxInterimResponses) giveUp(describeInterim(target, interim));
    });
    outgoing.once("response", (response) => {
      stopWatching(); // What comes now is its body.
      const answer = toAnswer(target, response);
      if (!keepsBody || isFailure(answer)) return settle(answer, drainBody(request.method, bodyOf(response)));
      isAnswered = true;
      keepBody(bodyOf(response)).then((body) => settle({ ...answer, body }));
    });
    outgoing.once("upgrade", (response, socket) => {
      socket.destroy();
      settle(toAnswer(target, response));
    });
    outgoing.on("error", (error) => {
      if (isAnswered) return;
      if (error instanceof ConnectionError) settle(error.failure);
      else if (deadline.signal.aborted) settle(describeSilence(target, deadline));
      else settle(describeBrokenAnswer(target, error, maxHeaderBytes));
    });
    outgoing.once("close", () => {
      if (isAnswered) return;
      settle(failure("reset", `${target.authority} closed the connection without an answer.`));
    });
    outgoing.end();
  });
}

/**
 * Calls `tooMany` when more bytes come in than a head can need. The parser counts what is in headers, and not the empty
 * lines before them.
 */
function watchBytes(socket: Socket, maxHeaderBytes: number, tooMany: (bytes: number) => void): () => void {
  let bytes = 0;
  const count = (chunk: Buffer): void => {
    bytes += chunk.length;
    if (isFlood(bytes, maxHeaderBytes)) tooMany(bytes);
  };
  socket.on("data", count);
  return () => socket.off("data", count);
}

function toAnswer(target: ScanTarget, { statusCode, rawHeaders }: IncomingMessage): ClientAnswer {
  const headers = pairs(rawHeaders);
  // https://fetch.spec.whatwg.org/#concept-header-value: no NUL. Browsers make it a network error.
  const broken = headers.find(([, value]) => value.includes("\0"));
  if (broken !== undefined) {
    return failure(
      "not-http",
      `${target.authority} answers with a NUL byte in its ${broken[0]} header, which browsers refuse. Fix what writes the header.`,
    );
  }
  return { status: statusCode ?? 0, headers };
}

/** Node.js's flat list of names and values. */
export function pairs(raw: readonly string[]): Header[] {
  const headers: Header[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) headers.push([raw[index] ?? "", raw[index + 1] ?? ""]);
  return headers;
}
