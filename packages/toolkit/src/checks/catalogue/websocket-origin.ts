import { isResponse } from "@crosscheck/cors/http";
import { type Check, defineCheck, type Example } from "../check.ts";
import type { Probe } from "../evidence.ts";
import { exampleSite } from "../example-site.ts";
import { signedInRead } from "../signed-in-read.ts";

export const websocketOrigin: Check = defineCheck({
  id: "websocket-origin",
  title: "WebSockets are opened for pages of every website",
  severity: "high",
  attacker: "cross-site",
  cvss: "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:L/A:N",
  cwe: [1385],
  why: "CORS does not hold WebSockets back: a browser opens one to any host, sends the visitor's cookies along, and leaves it to the server to look at Origin. A server that does not talks to any website as the signed-in visitor.",
  fix: {
    general:
      "Compare Origin with a list of exact origins before the handshake is answered, and refuse the others with 403. Or ask for a token in the first message, which another website cannot know.",
    nginx: [
      "# in http { }",
      'map $http_origin $socket_denied { default 1; "~^https://app\\.example\\.com$" 0; }',
      "# in the location of the WebSocket",
      "if ($socket_denied) { return 403; }",
    ].join("\n"),
    apache: ["# in the Location of the WebSocket", "Require expr \"%{HTTP:Origin} == 'https://app.example.com'\""].join(
      "\n",
    ),
    iis: [
      "<!-- URL Rewrite, in system.webServer -->",
      '<rule name="socket origin" stopProcessing="true"><match url="^live" />',
      '  <conditions><add input="{HTTP_ORIGIN}" pattern="^https://app\\.example\\.com$" negate="true" /></conditions>',
      '  <action type="CustomResponse" statusCode="403" /></rule>',
    ].join("\n"),
    express: [
      'server.on("upgrade", (request, socket, head) => {',
      '  if (request.headers.origin !== "https://app.example.com") return socket.end("HTTP/1.1 403 Forbidden\\r\\n\\r\\n");',
      "  sockets.handleUpgrade(request, socket, head, onOpen);",
      "});",
    ].join("\n"),
  },
  spec: "https://www.rfc-editor.org/rfc/rfc6455#section-10.2",
  run: (evidence) => {
    const opened = (evidence.webSockets ?? []).filter(isOpened);
    const [first] = opened;
    const confirmed = opened.filter(({ exchange }) => exchange.request.url === first?.exchange.request.url);
    if (first === undefined || confirmed.length < 2) return [];
    const origins = confirmed.map(({ origin }) => origin).join(" and ");
    return [
      {
        check: "websocket-origin",
        ...signedInRead(evidence, confirmed),
        url: first.exchange.request.url,
        origin: first.origin,
        message: `Pages at ${origins}, names made up for this scan, can open a WebSocket here, which carries the visitor's cookies. CORS does not apply to it.`,
        evidence: confirmed.map(({ exchange }) => exchange),
      },
    ];
  },
  examples: {
    bad: [
      { title: "whoever asks is let in", respond: exampleSite(() => []), known: handshakes(101, 101) },
      {
        title: "the same on a private host",
        network: "private",
        respond: exampleSite(() => []),
        known: handshakes(101, 101),
      },
    ],
    good: [
      { title: "other websites get 403", respond: exampleSite(() => []), known: handshakes(403) },
      { title: "one of two was let in", respond: exampleSite(() => []), known: handshakes(101, 403) },
      { title: "no WebSocket is offered", respond: exampleSite(() => []) },
    ],
  },
});

function isOpened({ exchange: { response } }: Probe): boolean {
  return isResponse(response) && response.status === 101;
}

function handshakes(...statuses: readonly number[]): Example["known"] {
  const webSockets = statuses.map((status, index): Probe => {
    const origin = `https://stranger${index}.com`;
    const request = { method: "GET", url: "https://shop.example/live", headers: [["Origin", origin]] as const };
    return {
      id: `web-socket-${index}`,
      kind: "web-socket",
      origin,
      exchange: { request, response: { status, headers: [] } },
    };
  });
  return { webSockets };
}
