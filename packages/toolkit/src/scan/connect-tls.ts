import { constants } from "node:crypto";
import type { Socket } from "node:net";
import { connect, type TLSSocket } from "node:tls";
import { errorCode, failure } from "./client-failure.ts";
import { describeCertificate } from "./describe-certificate.ts";
import type { ClientFailure } from "./http-client.ts";
import type { ScanTarget } from "./scan-target.ts";

/** TLS over a fresh TCP connection. Nothing is sent inside it before its certificate was accepted. */
export function connectTls(
  target: ScanTarget,
  tcp: Socket,
  insecure: boolean,
  signal: AbortSignal,
): Promise<TLSSocket | ClientFailure> {
  return new Promise((resolve) => {
    const host = target.host.replace(/\.$/, "");
    const socket = connect({
      socket: tcp,
      host,
      servername: target.isAddress ? "" : host, // https://www.rfc-editor.org/rfc/rfc6066#section-3: never an address
      ALPNProtocols: ["http/1.1"],
      // NOTE: false so that a bad certificate can still be read and described; the check is the one below.
      rejectUnauthorized: false,
      // Browsers talk to servers without secure renegotiation (RFC 5746); a scanner that did not would call them dead.
      secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT,
    });

    const abort = (): void =>
      settle(
        failure(
          "timeout",
          `${target.authority} accepted the connection and did not finish the TLS handshake in time. Try again later, or try http.`,
        ),
      );

    function settle(outcome: TLSSocket | ClientFailure): void {
      signal.removeEventListener("abort", abort);
      socket.removeAllListeners("error");
      if (outcome !== socket) {
        socket.on("error", () => {});
        socket.destroy();
        tcp.destroy();
      }
      resolve(outcome);
    }

    signal.addEventListener("abort", abort, { once: true });
    socket.once("error", (error) => settle(describeHandshake(target, error)));
    socket.once("secureConnect", () => {
      if (socket.authorized || insecure) settle(socket);
      else settle(describeCertificate(target, String(socket.authorizationError), socket.getPeerCertificate()));
    });
  });
}

function describeHandshake(target: ScanTarget, error: Error): ClientFailure {
  const code = errorCode(error);
  const where = target.authority;
  if (code === "ECONNRESET" || code === "EPIPE") {
    return failure("tls", `${where} closed the connection during the TLS handshake. It may not serve https: try http.`);
  }
  if (
    /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|UNEXPECTED_MESSAGE|RECORD_LAYER|UNKNOWN_PROTOCOL|HTTP_REQUEST/.test(
      code,
    )
  ) {
    return failure(
      "tls",
      `${where} does not speak TLS on port ${target.port} (${code}). It may not serve https: try http.`,
    );
  }
  if (/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL/.test(code)) {
    return failure(
      "tls",
      `${where} offers no TLS version later than 1.1, which browsers refuse (${code}). Enable TLS 1.2 or 1.3.`,
    );
  }
  if (/UNRECOGNIZED_NAME/.test(code)) {
    return failure(
      "tls",
      `${where} has no site of this name: it refuses the TLS handshake (${code}). Check the spelling.`,
    );
  }
  if (/CERTIFICATE_REQUIRED|BAD_CERTIFICATE/.test(code)) {
    return failure("tls", `${where} asks for a client certificate (${code}), and a scan has none to show.`);
  }
  return failure("tls", `${where} failed the TLS handshake (${code}). Check its protocols and ciphers.`);
}
