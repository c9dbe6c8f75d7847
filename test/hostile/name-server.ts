import { createSocket, type RemoteInfo } from "node:dgram";
import { once } from "node:events";
import { parseIpAddress } from "../../packages/toolkit/src/scan/ip-address.ts";

/** What the server says of a name: addresses of both families, or a failure, or nothing at all. */
export type NameAnswer =
  | readonly string[]
  | "NXDOMAIN"
  | "SERVFAIL"
  | "REFUSED"
  | "garbage"
  | "silence"
  /** A CNAME to a name that does not exist. */
  | { readonly alias: string };

export interface NameServer {
  /** `127.0.0.1:PORT` */
  readonly address: string;
  /** Every name that was asked for, once for each question about its IPv4 addresses. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

const responseCodes: Readonly<Record<string, number>> = { SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 };

/** A DNS server on loopback. `answer` is called for each question, so a name may change its mind. RFC 1035, section 4. */
export async function startNameServer(answer: (name: string, time: number) => NameAnswer): Promise<NameServer> {
  const socket = createSocket("udp4");
  const asked: string[] = [];
  const times = new Map<string, number>();
  socket.on("message", (query, from: RemoteInfo) => {
    const { name, type, end } = question(query);
    const isA = type === 1;
    const time = times.get(name) ?? 0;
    const said = answer(name, time);
    if (isA) {
      asked.push(name);
      times.set(name, time + 1);
    }
    if (said === "silence") return;
    if (said === "garbage")
      return void socket.send(Buffer.from([...query.subarray(0, 2), 0xff, 0xff, 0x01]), from.port, from.address);

    const header = Buffer.from(query.subarray(0, 12));
    header.writeUInt32BE(0, 8);
    if (typeof said === "object" && "alias" in said) {
      // The alias is there, and what it is of is not: so an address does not exist, and the alias itself does.
      header.writeUInt16BE(type === 5 ? 0x8580 : 0x8583, 2);
      header.writeUInt16BE(1, 6);
      const to = nameBytes(said.alias);
      const record = Buffer.from([0xc0, 12, 0, 5, 0, 1, 0, 0, 0, 0, 0, to.length, ...to]);
      socket.send(Buffer.concat([header, query.subarray(12, end), record]), from.port, from.address);
      return;
    }
    const wanted = isA ? 4 : 16;
    const addresses = (typeof said === "string" ? [] : said).map((address) => parseIpAddress(address) ?? []);
    const found = addresses.filter(({ length }) => length === wanted);
    header.writeUInt16BE(0x8580 | (typeof said === "string" ? (responseCodes[said] ?? 0) : 0), 2);
    header.writeUInt16BE(found.length, 6);
    const records = found.map((bytes) => Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 0, 0, wanted, ...bytes]));
    socket.send(Buffer.concat([header, query.subarray(12, end), ...records]), from.port, from.address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked,
    close: async () => {
      socket.close();
      await once(socket, "close");
    },
  };
}

function nameBytes(name: string): Buffer {
  const labels = name.split(".").map((label) => Buffer.from([label.length, ...Buffer.from(label)]));
  return Buffer.concat([...labels, Buffer.from([0])]);
}

function question(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.subarray(at + 1, at + 1 + length).toString("latin1"));
    at += 1 + length;
  }
  return { name: labels.join(".").toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}
