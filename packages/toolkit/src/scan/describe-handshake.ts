import { errorCode, failure } from "./client-failure.ts";
import type { ClientFailure } from "./http-client.ts";
import type { ScanTarget } from "./scan-target.ts";

/** Why there is no TLS with a server that accepted the TCP connection. */
export function describeHandshake(target: ScanTarget, error: Error): ClientFailure {
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
  if (/HANDSHAKE_FAILURE/.test(code)) {
    return failure(
      "tls",
      `${where} refuses the TLS handshake (${code}): it may want a client certificate, or a cipher that is not offered.`,
    );
  }
  return failure("tls", `${where} failed the TLS handshake (${code}). Check its protocols and ciphers.`);
}
