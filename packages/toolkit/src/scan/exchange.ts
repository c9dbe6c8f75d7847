import { type Agent, type ClientRequest, request as httpRequest, type IncomingMessage } from "node:http";
import { containsHeader, type Header, type HeaderList, type HttpRequest } from "@crosscheck/cors/http";
import { failure } from "./client-failure.ts";
import { ConnectionError } from "./connection-error.ts";
import { describeBrokenAnswer } from "./describe-broken-answer.ts";
import type { ClientAnswer } from "./http-client.ts";
import type { ScanTarget } from "./scan-target.ts";

/** What one request came to. */
export interface Outcome {
  readonly answer: ClientAnswer;
  /** The connection had carried another request: the server may have closed it just then, and a new one may do better. */
  readonly reused: boolean;
  /** Settles when the connection is free again, or gone. */
  readonly idle: Promise<void>;
}

export interface ExchangeLimits {
  readonly maxHeaderBytes: number;
  readonly deadlineMs: number;
}

const userAgent = "Crosscheck/0.1 (CORS scanner)";

/**
 * A rest of a body up to this size is read, to keep the connection: what a server may send before it hears from us again
 * (RFC 6928's initial window) costs less than a new handshake.
 */
const maxDrainBytes = 16 * 1024;
const maxDrainMs = 500;

/** Browsers read past 100 and 103; a server that sends nothing else is playing. */
const maxInterimResponses = 16;

/**
 * One request on the agent's connection. The answer is there as soon as its head is; of the body only what keeps the
 * connection cheap is read, nothing is decoded and nothing is kept.
 *
 * NOTE: `node:http` with its lenient parser, not undici. Of 52 odd answers measured, undici 8.12 lost seven that browsers
 * read: an unasked-for `100 Continue`, line ends without CR, folded and control characters; it called a malformed head a
 * body of the wrong length and threw an assertion at status 000. Leniency lets requests be smuggled past a proxy; this
 * connection has nobody behind it.
 */
export function exchange(
  agent: Agent,
  target: ScanTarget,
  request: HttpRequest,
  limits: ExchangeLimits,
  signal: AbortSignal,
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
        headers: headersToSend(request, target).flat(),
        maxHeaderSize: limits.maxHeaderBytes,
        insecureHTTPParser: true,
        signal,
      });
    } catch (error) {
      const what = error instanceof Error ? error.message : String(error);
      const answer = failure("request-not-sendable", `The request to ${target.authority} cannot be sent: ${what}.`);
      resolve({ answer, reused: false, idle: Promise.resolve() });
      return;
    }
    outgoing.maxHeadersCount = 0; // All of them, up to maxHeaderBytes: by default those after the 2,000th are dropped.

    let interim = 0;
    let sent = false;
    const settle = (answer: ClientAnswer, idle: Promise<void> = Promise.resolve()): void =>
      resolve({ answer, reused: outgoing.reusedSocket, idle });

    outgoing.once("finish", () => {
      sent = true;
    });
    outgoing.on("information", () => {
      interim++;
      if (interim <= maxInterimResponses) return;
      settle(
        failure(
          "not-http",
          `${target.authority} sent ${interim} interim (1xx) responses and no final one. Check the server.`,
        ),
      );
      outgoing.destroy();
    });
    outgoing.once("response", (response) => settle(toAnswer(target, response), drain(response)));
    outgoing.once("upgrade", (response, socket) => {
      socket.destroy();
      settle(toAnswer(target, response));
    });
    outgoing.on("error", (error) => {
      if (error instanceof ConnectionError) settle(error.failure);
      else if (signal.aborted) settle(describeSilence(target, sent, limits.deadlineMs));
      else settle(describeBrokenAnswer(target, error, limits.maxHeaderBytes));
    });
    outgoing.once("close", () =>
      settle(failure("reset", `${target.authority} closed the connection without an answer.`)),
    );
    outgoing.end();
  });
}

/** As given, plus what every request needs. */
function headersToSend(request: HttpRequest, target: ScanTarget): HeaderList {
  const { headers } = request;
  const own: Header[] = [
    ["Host", target.authority],
    ["User-Agent", userAgent],
    ["Accept-Encoding", "identity"],
  ];
  // There is never a body; without this, Node.js announces an empty chunked one.
  if (!["GET", "HEAD", "OPTIONS"].includes(request.method)) own.push(["Content-Length", "0"]);
  return [...own.filter(([name]) => !containsHeader(headers, name)), ...headers];
}

function toAnswer(target: ScanTarget, response: IncomingMessage): ClientAnswer {
  const headers: Header[] = [];
  for (let index = 0; index + 1 < response.rawHeaders.length; index += 2) {
    headers.push([response.rawHeaders[index] ?? "", response.rawHeaders[index + 1] ?? ""]);
  }
  // https://fetch.spec.whatwg.org/#concept-header-value: no NUL. Browsers make it a network error.
  const broken = headers.find(([, value]) => value.includes("\0"));
  if (broken !== undefined) {
    return failure(
      "not-http",
      `${target.authority} answers with a NUL byte in its ${broken[0]} header, which browsers refuse. Fix what writes the header.`,
    );
  }
  return { status: response.statusCode ?? 0, headers };
}

function drain(response: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => response.destroy(), maxDrainMs);
    let read = 0;
    response.on("error", () => {});
    response.once("close", () => {
      clearTimeout(timer);
      resolve();
    });
    response.on("data", (chunk: Buffer) => {
      read += chunk.length;
      if (read > maxDrainBytes) response.destroy();
    });
    if (Number(response.headers["content-length"] ?? 0) > maxDrainBytes) response.destroy();
  });
}

function describeSilence(target: ScanTarget, sent: boolean, deadlineMs: number): ClientAnswer {
  const seconds = `${deadlineMs / 1000} s`;
  const did = sent ? "took the request and did not answer" : "did not answer";
  return failure(
    "timeout",
    `${target.authority} ${did} within the scan's ${seconds}. Try again later, or allow more time with --deadline.`,
  );
}
