import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

/** A certificate and its key, as PEM. */
export interface TestCertificate {
  readonly cert: string;
  readonly key: string;
  readonly name: string;
  readonly privateKey: KeyObject;
}

export interface CertificateWish {
  /** Common name, of the subject. */
  readonly name: string;
  /** DNS names and IPv4 addresses that it is for. */
  readonly hosts?: readonly string[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  /** Who signs; itself when left out. */
  readonly issuer?: TestCertificate;
  readonly authority?: boolean;
  /** P-256 unless told. */
  readonly curve?: "P-256" | "P-384";
}

const day = 86_400_000;

/** A certificate made on the spot, so that no key lies in the repository and none expires. RFC 5280, section 4.1. */
export function makeCertificate(wish: CertificateWish): TestCertificate {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: wish.curve ?? "P-256" });
  const notBefore = wish.notBefore ?? new Date(Date.now() - day);
  const notAfter = wish.notAfter ?? new Date(Date.now() + 30 * day);
  const signer = wish.issuer?.privateKey ?? privateKey;
  const hash = signer.asymmetricKeyDetails?.namedCurve === "secp384r1" ? "sha384" : "sha256";
  // RFC 5758, section 3.2.
  const algorithm = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, hash === "sha384" ? 0x03 : 0x02));
  const body = sequence(
    tagged(0xa0, integer([2])),
    integer([1, ...randomBytes(8)]),
    algorithm,
    commonName(wish.issuer?.name ?? wish.name),
    sequence(time(notBefore), time(notAfter)),
    commonName(wish.name),
    createPublicKey(privateKey).export({ type: "spki", format: "der" }),
    tagged(0xa3, sequence(...extensions(wish))),
  );
  const signature = sign(hash, body, signer);
  const der = sequence(body, algorithm, tagged(0x03, Buffer.from([0]), signature));
  return {
    cert: pem(der),
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    name: wish.name,
    privateKey,
  };
}

function pem(der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}

function extensions(wish: CertificateWish): Buffer[] {
  const basicConstraints = sequence(...(wish.authority === true ? [tagged(0x01, Buffer.from([0xff]))] : []));
  const list = [sequence(oid(0x55, 0x1d, 0x13), tagged(0x04, basicConstraints))];
  const hosts = wish.hosts ?? [];
  if (hosts.length > 0) {
    const names = hosts.map((host) =>
      /^[\d.]+$/.test(host) ? tagged(0x87, Buffer.from(host.split(".").map(Number))) : tagged(0x82, Buffer.from(host)),
    );
    list.push(sequence(oid(0x55, 0x1d, 0x11), tagged(0x04, sequence(...names))));
  }
  return list;
}

function commonName(name: string): Buffer {
  return sequence(tagged(0x31, sequence(oid(0x55, 0x04, 0x03), tagged(0x0c, Buffer.from(name)))));
}

/** GeneralizedTime, for any year. */
function time(date: Date): Buffer {
  return tagged(0x18, Buffer.from(`${date.toISOString().replace(/[-:T]|\.\d+/g, "")}`));
}

function integer(bytes: readonly number[]): Buffer {
  return tagged(0x02, Buffer.from(bytes));
}

function oid(...bytes: number[]): Buffer {
  return tagged(0x06, Buffer.from(bytes));
}

function sequence(...parts: Buffer[]): Buffer {
  return tagged(0x30, ...parts);
}

function tagged(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...head]), content]);
}
