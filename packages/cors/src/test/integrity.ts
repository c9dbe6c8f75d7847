import { createHash } from "node:crypto";

const strength: readonly string[] = ["sha256", "sha384", "sha512"];

/**
 * Whether bytes match integrity metadata: one of the strongest digests in it. Metadata with no digest that is known
 * matches everything.
 *
 * https://w3c.github.io/webappsec-subresource-integrity/#does-response-match-metadatalist
 */
export function matchesIntegrity(bytes: Uint8Array, metadata: string): boolean {
  const digests = metadata
    .split(/[\t\n\f\r ]+/)
    .map((item) => /^(sha256|sha384|sha512)-([A-Za-z0-9+/_-]+={0,2})(?:\?.*)?$/.exec(item))
    .filter((match) => match !== null)
    .map(([, algorithm = "", digest = ""]) => ({
      algorithm,
      digest: digest.replace(/=+$/, "").replaceAll("-", "+").replaceAll("_", "/"),
    }));
  const strongest = digests
    .map(({ algorithm }) => algorithm)
    .sort((a, b) => strength.indexOf(b) - strength.indexOf(a))[0];
  if (strongest === undefined) return true;
  const actual = createHash(strongest).update(bytes).digest("base64").replace(/=+$/, "");
  return digests.some(({ algorithm, digest }) => algorithm === strongest && digest === actual);
}
