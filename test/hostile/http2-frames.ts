import type { Socket } from "node:net";
import type { TlsOptions } from "node:tls";
import { makeCertificate } from "./certificate.ts";
import { serve } from "./farm.ts";
import type { HostileServer } from "./servers.ts";

/** https://www.rfc-editor.org/rfc/rfc9113#section-6 */
export const frameTypes = {
  data: 0,
  headers: 1,
  priority: 2,
  rstStream: 3,
  settings: 4,
  pushPromise: 5,
  ping: 6,
  goaway: 7,
  windowUpdate: 8,
  continuation: 9,
  unknown: 0xbe,
} as const;

export function frame(
  type: keyof typeof frameTypes,
  payload: Buffer = Buffer.alloc(0),
  { flags = 0, stream = 0 } = {},
): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(frameTypes[type], 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** A field without indexing, its name and value as they are: https://www.rfc-editor.org/rfc/rfc7541#section-6.2.2 */
export function field(name: string, value: string): Buffer {
  return Buffer.concat([Buffer.from([0]), text(name), text(value)]);
}

/** `:status: 200`, from the static table. */
export const status200: Buffer = Buffer.from([0x88]);

function text(value: string): Buffer {
  const bytes = Buffer.from(value, "latin1");
  return Buffer.concat([integer(bytes.length), bytes]);
}

/** A number with a prefix of seven bits: https://www.rfc-editor.org/rfc/rfc7541#section-5.1 */
function integer(value: number): Buffer {
  if (value < 127) return Buffer.from([value]);
  const bytes = [127];
  let rest = value - 127;
  for (; rest >= 128; rest = rest >> 7) bytes.push((rest & 127) | 128);
  return Buffer.from([...bytes, rest]);
}

/** What a server writes frame by frame. */
export interface FrameBehaviour {
  /** When the client's preface has come. Its SETTINGS are sent unless this does. */
  readonly begun?: (socket: Socket) => void;
  /** At each of the client's requests, with its stream. */
  readonly asked?: (socket: Socket, stream: number) => void;
}

const preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/** A TLS server that picks h2 and writes the frames it is told to. */
export function serveFrames(behaviour: FrameBehaviour): Promise<HostileServer> {
  const certificate = makeCertificate({ name: "frames.example", hosts: ["127.0.0.1"] });
  const tls: TlsOptions = { cert: certificate.cert, key: certificate.key, ALPNProtocols: ["h2"] };
  return serve(
    {
      connected: (socket) => {
        let pending = Buffer.alloc(0);
        let begun = false;
        socket.on("data", (chunk) => {
          pending = Buffer.concat([pending, Buffer.from(chunk)]);
          if (!begun && pending.length >= preface.length) {
            begun = true;
            pending = pending.subarray(preface.length);
            if (behaviour.begun === undefined) socket.write(frame("settings"));
            else behaviour.begun(socket);
          }
          for (; begun && pending.length >= 9; ) {
            const end = 9 + pending.readUIntBE(0, 3);
            if (pending.length < end) break;
            const type = pending.readUInt8(3);
            const stream = pending.readUInt32BE(5);
            pending = pending.subarray(end);
            if (type === frameTypes.headers) behaviour.asked?.(socket, stream);
          }
        });
      },
    },
    tls,
  );
}

/** Writes these frames for as long as the client reads. */
export function forEver(socket: Socket, one: Buffer): void {
  const chunk = Buffer.concat(Array.from({ length: Math.ceil(16_384 / one.length) }, () => one));
  const more = (): void => {
    while (socket.writable && socket.write(chunk));
  };
  socket.on("drain", more);
  more();
}
