import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import type { HeaderList } from "@crosscheck/cors/http";

/** A response as it came off the wire. */
export interface RawResponse {
  readonly status: number;
  readonly message: string;
  readonly headers: HeaderList;
  readonly body: string;
}

/** Starts a server on a free loopback port; the caller closes it. */
export async function listen(listener: RequestListener): Promise<{ port: number; server: Server }> {
  const server = createServer(listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: (server.address() as AddressInfo).port, server };
}

/** Sends one request as bytes, so that odd targets, repeated fields and case survive. */
export async function send(
  port: number,
  requestLine: string,
  headers: HeaderList,
  version: "1.0" | "1.1" = "1.1",
): Promise<RawResponse> {
  const socket = connect(port, "127.0.0.1");
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  socket.write(
    [`${requestLine} HTTP/${version}`, "Host: api.example.com", "Connection: close", ...lines, "", ""].join("\r\n"),
  );
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  await once(socket, "close");

  const text = Buffer.concat(chunks).toString("latin1");
  const final = text.replace(/^(?:HTTP\/1\.1 1[0-9]{2}[\s\S]*?\r\n\r\n)+/, "");
  const [head = "", ...body] = final.split("\r\n\r\n");
  const [statusLine = "", ...fields] = head.split("\r\n");
  const [, status, message = ""] = /^HTTP\/1\.1 ([0-9]{3}) ?(.*)$/.exec(statusLine) ?? [];
  return {
    status: Number(status),
    message,
    headers: fields.map((field) => [field.slice(0, field.indexOf(":")), field.slice(field.indexOf(":") + 1).trim()]),
    body: body.join("\r\n\r\n"),
  };
}

/** The values of a header, one for each line it came on. */
export function linesOf({ headers }: RawResponse, name: string): readonly string[] {
  return headers.filter(([other]) => other.toLowerCase() === name.toLowerCase()).map(([, value]) => value);
}

/** Every header whose name begins with `Access-Control-`. */
export function corsHeadersOf({ headers }: RawResponse): HeaderList {
  return headers.filter(([name]) => /^access-control-/i.test(name));
}
