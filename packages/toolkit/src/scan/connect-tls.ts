import { constants } from "node:crypto";
import type { Socket } from "node:net";
import { connect, createSecureContext, type SecureContext, type TLSSocket } from "node:tls";
import { failure } from "./client-failure.ts";
import type { Deadline } from "./deadline.ts";
import { describeCertificate } from "./describe-certificate.ts";
import { describeHandshake } from "./describe-handshake.ts";
import type { ClientFailure } from "./http-client.ts";
import type { ScanTarget } from "./scan-target.ts";

/** https://www.rfc-editor.org/rfc/rfc7301#section-6 */
export type ApplicationProtocol = "h2" | "http/1.1";

/** TLS over a fresh TCP connection. Nothing is sent inside it before its certificate was accepted. */
export function connectTls(
  target: ScanTarget,
  tcp: Socket,
  insecure: boolean,
  deadline: Deadline,
  protocols: readonly ApplicationProtocol[],
): Promise<TLSSocket | ClientFailure> {
  return new Promise((resolve) => {
    const host = target.host.replace(/\.$/, "");
    const socket = connect({
      socket: tcp,
      host,
      servername: target.isAddress ? "" : host, // https://www.rfc-editor.org/rfc/rfc6066#section-3: never an address
      ALPNProtocols: [...protocols],
      // NOTE: false so that a bad certificate can still be read and described; the check is the one below.
      rejectUnauthorized: false,
      secureContext: sharedContext(),
    });

    // Node.js would make an object of every certificate of the chain, to look at the names of the first.
    const getPeerCertificate = socket.getPeerCertificate.bind(socket, false);
    socket.getPeerCertificate = getPeerCertificate as TLSSocket["getPeerCertificate"];

    let forget = (): void => {};
    const abort = (): void =>
      settle(
        failure(
          "timeout",
          `${target.authority} accepted the connection and did not finish the TLS handshake in time. Try again later, or try http.`,
        ),
      );

    function settle(outcome: TLSSocket | ClientFailure): void {
      forget();
      if (outcome !== socket) {
        socket.destroy();
        tcp.destroy();
      }
      resolve(outcome);
    }

    // On, not once: until its next owner listens, an error must not end the process.
    socket.on("error", (error) => settle(describeHandshake(target, error)));
    if (deadline.isOver) return abort();
    forget = deadline.whenOver(abort);
    socket.once("secureConnect", () => {
      if (socket.authorized || insecure) settle(socket);
      else settle(describeCertificate(target, String(socket.authorizationError), socket.getPeerCertificate()));
    });
  });
}

let context: SecureContext | undefined;

/** One for all connections: to make one costs a good part of a handshake. Nothing in it belongs to a target. */
function sharedContext(): SecureContext {
  // Browsers talk to servers without secure renegotiation (RFC 5746); a scanner that did not would call them dead.
  context ??= createSecureContext({
    secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT,
    // Every server has one of these. A key share for X25519MLKEM768, which Node.js would add, takes longer than the rest of
    // the first message and makes it two packets long; and what is asked here is no secret.
    ecdhCurve: "X25519:P-256:P-384:P-521",
  });
  return context;
}
