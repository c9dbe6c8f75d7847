import { setTimeout as wait } from "node:timers/promises";
import { startWebkit } from "../browsers/webkit-driver.ts";
import { freePort } from "../servers/free-port.ts";
import { type HarHeaders, headerValue, type RecordingBrowser } from "./network-recorder.ts";

interface Recorded {
  url: string;
  method: string;
  started: number;
  requestHeaders: HarHeaders;
  status: number;
  statusText: string;
  responseHeaders: HarHeaders;
  source: string;
  failure: string;
  size: number;
}

/**
 * WebKit's network as its Web Inspector sees it, over the inspector's own protocol, in the shape in which it exports an
 * archive.
 *
 * https://github.com/WebKit/WebKit/blob/main/Source/WebInspectorUI/UserInterface/Controllers/HARBuilder.js
 */
export async function recordWebkit(): Promise<RecordingBrowser> {
  const port = await freePort();
  const driver = await startWebkit(port);
  let socket: WebSocket | null = null;
  let entries: Recorded[] = [];
  const current = new Map<string, Recorded>();
  let target = "";
  let lastId = 0;

  const send = (method: string, params: object = {}): void => {
    const message = JSON.stringify({ id: ++lastId, method, params });
    socket?.send(
      JSON.stringify({ id: ++lastId, method: "Target.sendMessageToTarget", params: { targetId: target, message } }),
    );
  };

  const onEvent = (method: string, params: Params): void => {
    const { requestId = "" } = params;
    if (method === "Network.requestWillBeSent" && params.request !== undefined) {
      const before = current.get(requestId);
      if (before !== undefined && params.redirectResponse !== undefined) finish(before, params.redirectResponse);
      const recorded: Recorded = {
        url: params.request.url,
        method: params.request.method,
        started: (params.walltime ?? 0) * 1000,
        requestHeaders: pairs(params.request.headers),
        status: 0,
        statusText: "",
        responseHeaders: [],
        source: "",
        failure: "",
        size: 0,
      };
      current.set(requestId, recorded);
      entries.push(recorded);
    }
    const recorded = current.get(requestId);
    if (recorded === undefined) return;
    if (method === "Network.responseReceived" && params.response !== undefined) finish(recorded, params.response);
    if (method === "Network.dataReceived") recorded.size += params.dataLength ?? 0;
    if (method === "Network.loadingFailed") recorded.failure = params.errorText ?? "";
    const sent = params.metrics?.requestHeaders;
    if (method === "Network.loadingFinished" && sent !== undefined) recorded.requestHeaders = pairs(sent);
  };

  return {
    engine: "webkit",
    version: driver.version,
    async open(url) {
      await driver.open(url);
      await pageIsListed(port, url);
      await wait(1_000);
      socket = new WebSocket(`ws://127.0.0.1:${port}/socket/1/1/WebPage`);
      socket.addEventListener("message", ({ data }) => {
        const { method, params } = JSON.parse(String(data)) as { method?: string; params?: Params };
        if (method === "Target.targetCreated" && params?.targetInfo !== undefined) {
          target = params.targetInfo.targetId;
          send("Network.enable");
        }
        if (method === "Target.dispatchMessageFromTarget" && params?.message !== undefined) {
          const event = JSON.parse(params.message) as { method?: string; params?: Params };
          if (event.method !== undefined) onEvent(event.method, event.params ?? {});
        }
      });
      await wait(1_000);
    },
    async take() {
      await wait(120);
      const taken = entries.filter(({ url }) => !url.includes("/control/"));
      entries = [];
      const console = await driver.takeMessages();
      const pages = [
        {
          startedDateTime: new Date().toISOString(),
          id: "page_0",
          title: taken.find(({ url }) => url.includes("/page/"))?.url ?? "",
          pageTimings: {},
        },
      ];
      const creator = { name: "WebKit Web Inspector", version: "1.0" };
      return { har: { log: { version: "1.2", creator, pages, entries: taken.map(entryOf) } }, console };
    },
    async close() {
      socket?.close();
      await driver.close();
    },
  };

  function finish(recorded: Recorded, response: ProtocolResponse): void {
    recorded.status = response.status;
    recorded.statusText = response.statusText;
    recorded.responseHeaders = pairs(response.headers);
    recorded.source = response.source ?? "";
    if (response.requestHeaders !== undefined) recorded.requestHeaders = pairs(response.requestHeaders);
  }
}

interface ProtocolResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: object;
  readonly source?: string;
  readonly requestHeaders?: object;
}

interface Params {
  readonly requestId?: string;
  readonly request?: { readonly url: string; readonly method: string; readonly headers: object };
  readonly redirectResponse?: ProtocolResponse;
  readonly response?: ProtocolResponse;
  readonly walltime?: number;
  readonly dataLength?: number;
  readonly errorText?: string;
  readonly metrics?: { readonly requestHeaders?: object };
  readonly targetInfo?: { readonly targetId: string };
  readonly message?: string;
}

const fetchTypes: Readonly<Record<string, string>> = {
  network: "Network Load",
  "memory-cache": "Memory Cache",
  "disk-cache": "Disk Cache",
  "service-worker": "Service Worker",
};

function entryOf({
  url,
  method,
  started,
  requestHeaders,
  status,
  statusText,
  responseHeaders,
  source,
  size,
}: Recorded): unknown {
  return {
    pageref: "page_0",
    startedDateTime: new Date(started).toISOString(),
    time: 0,
    request: {
      method,
      url,
      httpVersion: "HTTP/1.1",
      cookies: [],
      headers: requestHeaders,
      queryString: [],
      headersSize: -1,
      bodySize: -1,
    },
    response: {
      status,
      statusText,
      httpVersion: "HTTP/1.1",
      cookies: [],
      headers: responseHeaders,
      content: { size, compression: 0, mimeType: headerValue(responseHeaders, "content-type") || "x-unknown" },
      redirectURL: headerValue(responseHeaders, "location"),
      headersSize: -1,
      bodySize: size,
      _transferSize: size,
    },
    cache: {},
    timings: { blocked: -1, dns: -1, connect: -1, ssl: -1, send: 0, wait: 0, receive: 0 },
    _fetchType: fetchTypes[source] ?? "Network Load",
    _priority: "high",
  };
}

function pairs(headers: object): HarHeaders {
  return Object.entries(headers).map(([name, value]) => ({ name, value: String(value) }));
}

/** Who connects before the page is there brings the browser down. */
async function pageIsListed(port: number, url: string): Promise<void> {
  for (let attempt = 0; attempt < 120; attempt++) {
    const list = await fetch(`http://127.0.0.1:${port}/`).then(
      (response) => response.text(),
      () => "",
    );
    if (list.includes(url)) return;
    await wait(250);
  }
  throw new Error("WebKit's inspector did not list the page within 30 s.");
}
