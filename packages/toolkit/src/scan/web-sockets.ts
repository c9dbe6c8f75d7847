import { createHash, randomBytes } from "node:crypto";
import { getHeader, type HeaderList, isResponse } from "@crosscheck/cors/http";
import type { Probe } from "../checks/evidence.ts";
import type { Send } from "./gather-evidence.ts";
import { probeRequest } from "./probe-request.ts";

/** Addresses of the same host where a page's text opens WebSockets, as http or https. At most two. */
export function webSocketUrls(body: string, url: string): readonly string[] {
  const found = new Set<string>();
  const { host } = new URL(url);
  // Bounded, so that a hostile page costs no more than its length.
  for (const [, rest = ""] of body.matchAll(/\bnew\s+WebSocket\(([^)]{1,300})/g)) {
    const strings = [...rest.matchAll(/["'`]([^"'`]{1,200})["'`]/g)].map(([, text = ""]) => text);
    // `"wss://" + location.host + "/live"`, `wss://${location.host}/live`, "wss://shop.example/live", "/live"
    const path = strings.map((text) => text.replace(/^wss?:\/\/(?:\$\{[^}]*\})?/, "")).findLast((text) => text !== "");
    if (path === undefined) continue;
    const address = URL.parse(path.startsWith("/") ? path : `https://${path}`, url);
    if (address === null || address.host !== host) continue;
    address.hash = "";
    address.protocol = new URL(url).protocol;
    found.add(address.href);
  }
  return [...found].slice(0, 2);
}

/** Handshakes as pages of two other sites would make them; the second only where the first was let through. */
export async function askWebSockets(
  urls: readonly string[],
  send: Send,
  randomLetters: (count: number) => string,
): Promise<readonly Probe[]> {
  const probes: Probe[] = [];
  for (const url of urls) {
    for (const id of ["web-socket", "web-socket-again"]) {
      const origin = `https://${randomLetters(12)}.com`;
      const key = randomBytes(16).toString("base64");
      const { request } = probeRequest({ id, kind: "web-socket", origin, url, headers: handshake(key) });
      const response = await send(request);
      probes.push({ id, kind: "web-socket", origin, exchange: { request, response } });
      if (!isResponse(response) || response.status !== 101 || !isAccepted(response.headers, key)) break;
    }
  }
  return probes;
}

/** https://www.rfc-editor.org/rfc/rfc6455#section-4.1 */
function handshake(key: string): HeaderList {
  return [
    ["Connection", "Upgrade"],
    ["Upgrade", "websocket"],
    ["Sec-WebSocket-Version", "13"],
    ["Sec-WebSocket-Key", key],
  ];
}

function isAccepted(headers: HeaderList, key: string): boolean {
  const wanted = createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
  return getHeader(headers, "sec-websocket-accept") === wanted;
}
