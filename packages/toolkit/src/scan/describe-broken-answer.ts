import { errorCode, failure } from "./client-failure.ts";
import { describeHandshake } from "./describe-handshake.ts";
import { describeLongHead } from "./describe-unanswered.ts";
import type { ClientFailure } from "./http-client.ts";
import type { ScanTarget } from "./scan-target.ts";

/** Why no response could be read from a connection that was open. */
export function describeBrokenAnswer(target: ScanTarget, error: Error, maxHeaderBytes: number): ClientFailure {
  const code = errorCode(error);
  const where = target.authority;
  if (code === "HPE_HEADER_OVERFLOW") {
    return describeLongHead(target, maxHeaderBytes);
  }
  // In TLS 1.3 a server refuses the handshake's last part only after it: a missing client certificate arrives here.
  if (code.startsWith("ERR_SSL_")) return describeHandshake(target, error);
  if (code.startsWith("HPE_")) return notHttp(target, error);
  if (code === "ECONNRESET" && error.message === "socket hang up") {
    return describeHangUp(target);
  }
  if (code === "ECONNRESET" || code === "EPIPE" || code === "ECONNABORTED") {
    return failure(
      "reset",
      `${where} reset the connection before it answered. Try again later; a firewall may be cutting it.`,
    );
  }
  return failure("reset", `${where} broke the connection before it answered (${code}). Try again later.`);
}

export function describeHangUp({ authority }: ScanTarget): ClientFailure {
  return failure(
    "reset",
    `${authority} closed the connection without a complete answer. Try again later; a firewall may be cutting it.`,
  );
}

function notHttp(target: ScanTarget, error: Error): ClientFailure {
  const where = target.authority;
  const packet = "rawPacket" in error && error.rawPacket instanceof Uint8Array ? error.rawPacket : new Uint8Array();
  const start = Buffer.from(packet.subarray(0, 40)).toString("latin1");
  if (/^HTTP\//.test(start)) {
    const reason = "reason" in error && typeof error.reason === "string" ? error.reason : error.message;
    return failure(
      "not-http",
      `${where} answers in HTTP that cannot be read: ${reason}. Fix what writes the head of the response.`,
    );
  }
  if (/^[\x15\x16]\x03/.test(start) && !target.secure) {
    return failure("not-http", `${where} answers in TLS, not in plain HTTP. Try https.`);
  }
  return failure("not-http", `${where} does not answer in HTTP: it sends ${quoteBytes(start)}. Check the port.`);
}

/** Bytes of a stranger, safe to print: everything but printable ASCII escaped. */
function quoteBytes(text: string): string {
  const escaped = text.replace(
    /[^\x20-\x7e]|["\\]/g,
    (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
  return `"${escaped}"`;
}
