import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { type FarmSite, secret } from "./farm-site.ts";

/** Opens a WebSocket where the site's answer says 101, and tells a visitor who is signed in the secret. RFC 6455, section 4.2.2 */
export function acceptWebSocket(site: FarmSite | undefined, request: IncomingMessage, socket: Socket): void {
  const { host = "", origin = null, cookie = "" } = request.headers;
  const { hostname, port } = new URL(`https://${host}`);
  const signedIn = /(?:^|; )sid=alice/.test(cookie);
  const answer = site?.answer({
    method: "GET",
    path: request.url ?? "",
    origin,
    signedIn,
    preflight: false,
    header: (name) => (request.headers[name] === undefined ? null : String(request.headers[name])),
    self: `${site.scheme}://${host}`,
    hostname,
    scheme: site?.scheme ?? "https",
    port,
    count: 0,
  });
  if (answer?.status !== 101) {
    socket.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    return;
  }
  const accept = createHash("sha1")
    .update(`${request.headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest("base64");
  const text = Buffer.from(signedIn ? secret : "hello");
  socket.write(
    [
      "HTTP/1.1 101 Switching Protocols",
      "Upgrade: websocket",
      "Connection: Upgrade",
      `Sec-WebSocket-Accept: ${accept}`,
      "",
      "",
    ].join("\r\n"),
  );
  socket.write(Buffer.concat([Buffer.from([0x81, text.length]), text]));
}
