import { type Section, text } from "../section.ts";

export const websockets: Section = {
  id: "websockets",
  title: "WebSockets",
  lead: "CORS does not cover them: any page can open one to your server, with the visitor's cookies. The server has to look at Origin itself.",
  parts: [
    {
      id: "no-cors",
      title: "No preflight, no check",
      blocks: [
        text(`
\`new WebSocket("wss://api.example/feed")\` works from every page of the web. The browser sends the handshake with \`Origin\` and with the cookies that SameSite lets go, and
does **not** look at Access-Control headers in the answer. If the server accepts, the page reads and writes: *cross-site WebSocket hijacking*.
        `),
      ],
    },
    {
      id: "what-to-do",
      title: "What to do",
      blocks: [
        text(`
Compare \`Origin\` in the handshake with the same list as the policy's, by the whole origin, before the upgrade:

\`\`\`ts
import { createServer } from "node:http";
import { decide, definePolicy } from "@crosscheck/cors";

const policy = definePolicy({ allowOrigins: ["https://app.example.com"], allowCredentials: true });
const server = createServer();

server.on("upgrade", (request, socket) => {
  const headers = [["Origin", request.headers.origin ?? ""]] as const;
  const { reason } = decide(policy, { method: "GET", target: request.url ?? "/", headers });
  if (reason.code !== "origin-listed") socket.end("HTTP/1.1 403 Forbidden\\r\\n\\r\\n");
});
\`\`\`

A client that is no browser can write any \`Origin\`, so this protects the visitor's session, and no more. Ask for a token in the first message if the session matters.

Forms, and \`<img>\` and \`<script>\` without \`crossorigin\`, are not covered either. Server-sent events are: EventSource asks by CORS.
        `),
      ],
    },
  ],
  next: {
    kind: "command",
    says: "See what your server answers to a foreign handshake.",
    command:
      'curl -i https://api.example.com/feed -H "Origin: https://attacker.example" -H "Connection: Upgrade" -H "Upgrade: websocket" -H "Sec-WebSocket-Version: 13" -H "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="',
  },
};
