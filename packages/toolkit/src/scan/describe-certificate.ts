import type { PeerCertificate } from "node:tls";
import { failure } from "./client-failure.ts";
import type { ClientFailure } from "./http-client.ts";
import type { ScanTarget } from "./scan-target.ts";

/**
 * What is wrong with a certificate, with the date, name or authority that shows it.
 *
 * @param problem Node.js's code for it: `CERT_HAS_EXPIRED`. https://nodejs.org/api/tls.html#x509-certificate-error-codes
 */
export function describeCertificate(
  target: ScanTarget,
  problem: string,
  certificate: Partial<PeerCertificate>,
): ClientFailure {
  return failure(
    "certificate",
    `${target.authority} presents ${sentence(target, problem, certificate)} A browser refuses it too. Fix it, or add --insecure to scan all the same.`,
  );
}

function sentence(target: ScanTarget, problem: string, certificate: Partial<PeerCertificate>): string {
  const issuer = readable(certificate.issuer?.O ?? certificate.issuer?.CN);
  switch (problem) {
    case "CERT_HAS_EXPIRED":
      return `a certificate that expired on ${day(certificate.valid_to)}.`;
    case "CERT_NOT_YET_VALID":
      return `a certificate that is valid only from ${day(certificate.valid_from)}.`;
    case "ERR_TLS_CERT_ALTNAME_INVALID":
      return `a certificate for another name: it is for ${names(certificate)}, not for ${target.host}.`;
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
      return "a self-signed certificate.";
    case "SELF_SIGNED_CERT_IN_CHAIN":
      return `a certificate from an unknown authority (${issuer}). If it is your own, name its file in NODE_EXTRA_CA_CERTS.`;
    case "UNABLE_TO_GET_ISSUER_CERT":
    case "UNABLE_TO_GET_ISSUER_CERT_LOCALLY":
    case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
      return `a certificate from an unknown authority (${issuer}), or leaves out the intermediate certificate. If the authority is your own, name its file in NODE_EXTRA_CA_CERTS.`;
    case "CERT_REVOKED":
      return "a revoked certificate.";
    default:
      return `a certificate that cannot be verified (${problem}).`;
  }
}

function names(certificate: Partial<PeerCertificate>): string {
  const alternatives = (certificate.subjectaltname ?? "").split(", ").filter((name) => name !== "");
  const all = alternatives.map((name) => name.replace(/^(?:DNS|IP Address):/, ""));
  if (all.length === 0) return readable(certificate.subject?.CN);
  const shown = all.slice(0, 3).map(readable).join(", ");
  return all.length > 3 ? `${shown} and ${all.length - 3} more` : shown;
}

/** `Jul 12 00:00:00 2026 GMT` as `2026-07-12`. */
function day(text: string | undefined): string {
  const date = new Date(text ?? "");
  return Number.isNaN(date.getTime()) ? "an unknown day" : date.toISOString().slice(0, 10);
}

/** A certificate's text is the server's own: printable ASCII of it, cut short. */
function readable(value: string | string[] | undefined): string {
  const text = (Array.isArray(value) ? value.join(", ") : (value ?? "")).replace(/[^\x20-\x7e]/g, "?").slice(0, 80);
  return text === "" ? "no name" : text;
}
