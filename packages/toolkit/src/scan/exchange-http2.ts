import { type ClientHttp2Session, type ClientHttp2Stream, constants } from "node:http2";
import type { HttpRequest } from "@crosscheck/cors/http";
import { errorCode, failure, isFailure } from "./client-failure.ts";
import type { Deadline } from "./deadline.ts";
import {
  describeFlood,
  describeInterim,
  describeLongHead,
  describeSilence,
  isFlood,
  maxInterimResponses,
} from "./describe-unanswered.ts";
import { type Body, drainBody, keepBody } from "./drain-body.ts";
import { type Outcome, pairs } from "./exchange.ts";
import type { ClientAnswer, ClientFailure } from "./http-client.ts";
import { requestHeaders } from "./request-headers.ts";
import type { ScanTarget } from "./scan-target.ts";

/** https://www.rfc-editor.org/rfc/rfc9113#section-8.2.2 : what speaks of a connection is no field of HTTP/2. */
const connectionFields: ReadonlySet<string> = new Set([
  "connection",
  "host",
  "keep-alive",
  "proxy-connection",
  "te",
  "transfer-encoding",
  "upgrade",
]);

/** How often it is looked at how much came in: frames that carry no head are seen by nobody else. */
const watchEveryMs = 50;

/** An answer, or that the server asks for HTTP/1.1 in its place (RFC 9113, section 7). */
export type Http2Outcome = Outcome & { readonly wantsHttp1: boolean };

/**
 * One request on an HTTP/2 session. As over HTTP/1.1, the answer is there as soon as its head is; of the body only what is
 * short is read, and the rest is cancelled, which costs no new connection here.
 */
export function exchangeHttp2(
  session: ClientHttp2Session,
  target: ScanTarget,
  request: HttpRequest,
  limits: { readonly maxHeaderBytes: number; readonly reused: boolean },
  deadline: Deadline,
  keepsBody = false,
): Promise<Http2Outcome> {
  const { maxHeaderBytes, reused } = limits;
  return new Promise((resolve) => {
    let stream: ClientHttp2Stream;
    let hasHead = false;
    let isAnswered = false;
    let watch: NodeJS.Timeout | undefined;
    function settle(answer: ClientAnswer, idle: Promise<void> = Promise.resolve(), wantsHttp1 = false): void {
      clearInterval(watch);
      deadline.signal.removeEventListener("abort", silence);
      session.off("close", lost);
      isAnswered = true;
      resolve({ answer, reused, idle, wantsHttp1 });
    }
    function giveUp(reason: ClientFailure): void {
      if (isAnswered || hasHead) return;
      settle(reason);
      session.destroy();
    }
    const silence = (): void => giveUp(describeSilence(target, deadline));
    const lost = (): void => giveUp(describeReset(target, "the connection was closed"));
    if (deadline.signal.aborted) return silence();
    try {
      stream = session.request(rawFields(target, request), { endStream: true });
    } catch (error) {
      // A session that is closing takes no request: it is asked again on a new one.
      if (session.closed || session.destroyed) return settle(describeReset(target, errorCode(error)));
      const what = error instanceof Error ? error.message : String(error);
      return settle(
        failure("request-not-sendable", `The request to ${target.authority} cannot be sent over HTTP/2: ${what}.`),
      );
    }
    deadline.signal.addEventListener("abort", silence, { once: true });
    session.once("close", lost);
    const before = session.socket.bytesRead;
    watch = setInterval(() => {
      if (session.destroyed) return;
      const bytes = session.socket.bytesRead - before;
      if (!isFlood(bytes, maxHeaderBytes)) return;
      // What floods may be an earlier answer that was cancelled and does not end: a new session tells.
      giveUp(reused ? describeReset(target, "an earlier one does not end") : describeFlood(target, bytes));
    }, watchEveryMs);

    let interim = 0;
    stream.on("headers", () => {
      interim++;
      if (interim > maxInterimResponses) giveUp(describeInterim(target, interim));
    });
    stream.once("response", (_headers, _flags, raw: unknown) => {
      const answer = toAnswer(target, Array.isArray(raw) ? raw.map(String) : [], maxHeaderBytes);
      if (isFailure(answer)) return giveUp(answer);
      hasHead = true;
      if (!keepsBody) return settle(answer, drainBody(request.method, asBody(stream, answer)));
      keepBody(asBody(stream, answer)).then((body) => settle({ ...answer, body }));
    });
    stream.on("error", () => {});
    stream.once("close", () => {
      if (isAnswered || hasHead) return;
      const { rstCode } = stream;
      if (rstCode === constants.NGHTTP2_HTTP_1_1_REQUIRED) {
        const why = `${target.authority} asks for HTTP/1.1 over HTTP/2.`;
        return settle(failure("reset", why), Promise.resolve(), true);
      }
      // What Node.js answers a head with that is longer than it was told to take.
      if (rstCode === constants.NGHTTP2_ENHANCE_YOUR_CALM) return giveUp(describeLongHead(target, maxHeaderBytes));
      giveUp(describeReset(target, `HTTP/2 error ${nameOf(rstCode)}`));
    });
  });
}

/** Node.js's flat list: pseudo-header fields first, names in lower case (RFC 9113, section 8.3). */
function rawFields(target: ScanTarget, request: HttpRequest): string[] {
  const fields = requestHeaders(request, target).filter(([name]) => !connectionFields.has(name.toLowerCase()));
  return [
    ...[":method", request.method, ":scheme", "https", ":authority", target.authority, ":path", target.path],
    ...fields.flatMap(([name, value]) => [name.toLowerCase(), value]),
  ];
}

function toAnswer(target: ScanTarget, raw: readonly string[], maxHeaderBytes: number): ClientAnswer {
  const all = pairs(raw);
  const bytes = all.reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0);
  if (bytes > maxHeaderBytes) return describeLongHead(target, maxHeaderBytes);
  const status = all.find(([name]) => name === ":status")?.[1] ?? "";
  return { status: Number(status), headers: all.filter(([name]) => !name.startsWith(":")) };
}

/** A body that is cut cancels its stream alone: the connection goes on. */
function asBody(stream: ClientHttp2Stream, answer: ClientAnswer): Body {
  const headers = isFailure(answer) ? [] : answer.headers;
  const get = (wanted: string): string | undefined => headers.find(([name]) => name === wanted)?.[1];
  return {
    contentType: get("content-type"),
    contentEncoding: get("content-encoding"),
    contentLength: get("content-length"),
    stream,
    cut: () => stream.close(constants.NGHTTP2_CANCEL),
  };
}

function describeReset({ authority }: ScanTarget, how: string): ClientFailure {
  return failure("reset", `${authority} gave no answer (${how}). Try again later; a firewall may be cutting it.`);
}

function nameOf(code: number): string {
  const [name] = Object.entries(constants).find(([key, value]) => value === code && errorNames.has(key)) ?? [];
  return name?.replace("NGHTTP2_", "") ?? String(code);
}

/** https://www.rfc-editor.org/rfc/rfc9113#section-7 */
const errorNames: ReadonlySet<string> = new Set(
  [
    "NO_ERROR",
    "PROTOCOL_ERROR",
    "INTERNAL_ERROR",
    "FLOW_CONTROL_ERROR",
    "SETTINGS_TIMEOUT",
    "STREAM_CLOSED",
    "FRAME_SIZE_ERROR",
    "REFUSED_STREAM",
    "CANCEL",
    "COMPRESSION_ERROR",
    "CONNECT_ERROR",
    "ENHANCE_YOUR_CALM",
    "INADEQUATE_SECURITY",
    "HTTP_1_1_REQUIRED",
  ].map((name) => `NGHTTP2_${name}`),
);
