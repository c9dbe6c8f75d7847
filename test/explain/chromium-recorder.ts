import { launchChromium } from "../page/chromium.ts";
import { type HarHeaders, headerValue, type RecordingBrowser } from "./network-recorder.ts";

interface Recorded {
  readonly id: string;
  url: string;
  method: string;
  started: number;
  kind: string;
  initiator: unknown;
  requestHeaders: HarHeaders;
  status: number;
  statusText: string;
  responseHeaders: HarHeaders;
  fromCache: string;
  fromWorker: string;
  error: string;
  address: string;
  size: number;
}

/**
 * Chromium's network as its developer tools see it, in the shape in which they export it: cookies and Authorization left
 * out, preflights as entries of their own, the error's name at the answer.
 *
 * https://chromedevtools.github.io/devtools-protocol/tot/Network/
 */
export async function recordChromium(): Promise<RecordingBrowser> {
  const browser = await launchChromium();
  const page = await browser.newPage();
  const session = await page.context().newCDPSession(page);
  let entries: Recorded[] = [];
  let lines: string[] = [];
  /** The current one of a request's redirects. */
  const current = new Map<string, Recorded>();
  /** What the network said before the request or its answer was told. */
  const early = new Map<string, { requests: HarHeaders[]; responses: { headers: HarHeaders; status: number }[] }>();
  const extraOf = (id: string) => {
    const known = early.get(id) ?? { requests: [], responses: [] };
    early.set(id, known);
    return known;
  };

  page.on("console", (message) => lines.push(message.text()));
  session.on("Network.requestWillBeSent", (event) => {
    const before = current.get(event.requestId);
    if (before !== undefined && event.redirectResponse !== undefined) finish(before, event.redirectResponse);
    const recorded: Recorded = {
      id: event.requestId,
      url: event.request.url,
      method: event.request.method,
      started: event.wallTime * 1000,
      kind: event.initiator.type === "preflight" ? "preflight" : (event.type ?? "other").toLowerCase(),
      initiator: event.initiator,
      requestHeaders: pairs(event.request.headers),
      status: 0,
      statusText: "",
      responseHeaders: [],
      fromCache: "",
      fromWorker: "",
      error: "",
      address: "",
      size: 0,
    };
    current.set(event.requestId, recorded);
    entries.push(recorded);
  });
  session.on("Network.requestWillBeSentExtraInfo", (event) =>
    extraOf(event.requestId).requests.push(pairs(event.headers)),
  );
  session.on("Network.responseReceivedExtraInfo", (event) =>
    extraOf(event.requestId).responses.push({ headers: pairs(event.headers), status: event.statusCode }),
  );
  session.on("Network.responseReceived", (event) => {
    const recorded = current.get(event.requestId);
    if (recorded !== undefined) finish(recorded, event.response);
  });
  session.on("Network.requestServedFromCache", (event) => {
    const recorded = current.get(event.requestId);
    if (recorded !== undefined) recorded.fromCache = "memory";
  });
  session.on("Network.loadingFinished", (event) => {
    const recorded = current.get(event.requestId);
    if (recorded !== undefined) recorded.size = event.encodedDataLength;
  });
  session.on("Network.loadingFailed", (event) => {
    const recorded = current.get(event.requestId);
    if (recorded !== undefined) recorded.error = event.errorText;
  });
  await session.send("Network.enable");

  function finish(
    recorded: Recorded,
    response: {
      status: number;
      statusText: string;
      headers: object;
      remoteIPAddress?: string;
      fromDiskCache?: boolean;
      fromServiceWorker?: boolean;
      serviceWorkerResponseSource?: string;
    },
  ): void {
    recorded.status = response.status;
    recorded.statusText = response.statusText;
    recorded.responseHeaders = pairs(response.headers);
    recorded.address = response.remoteIPAddress ?? "";
    if (response.fromServiceWorker === true) recorded.fromWorker = response.serviceWorkerResponseSource ?? "network";
    if (response.fromDiskCache === true && recorded.fromCache === "") recorded.fromCache = "disk";
  }

  /** What the wire said counts more than what the page's process was told. */
  function withExtras(all: readonly Recorded[]): void {
    const seen = new Map<string, number>();
    for (const recorded of all) {
      const index = seen.get(recorded.id) ?? 0;
      seen.set(recorded.id, index + 1);
      const extra = early.get(recorded.id);
      const request = extra?.requests[index];
      const response = extra?.responses[index];
      if (request !== undefined) recorded.requestHeaders = request;
      if (response !== undefined) {
        recorded.responseHeaders = response.headers;
        recorded.status = response.status;
      }
    }
  }

  return {
    engine: "chromium",
    version: browser.version(),
    open: async (url) => void (await page.goto(url)),
    async take() {
      await page.waitForTimeout(30);
      const taken = entries.filter(({ url }) => !url.includes("/control/"));
      withExtras(taken);
      const console = lines;
      entries = [];
      lines = [];
      early.clear();
      const pages = [
        {
          startedDateTime: new Date(taken[0]?.started ?? 0).toISOString(),
          id: "page_1",
          title: page.url(),
          pageTimings: {},
        },
      ];
      const creator = { name: "WebInspector", version: "537.36" };
      return { har: { log: { version: "1.2", creator, pages, entries: taken.map(entryOf) } }, console };
    },
    close: () => browser.close(),
  };
}

/** In the order of the developer tools' HAREntry. */
function entryOf(recorded: Recorded): unknown {
  const { url, method, started, kind, initiator, status, statusText, fromCache, fromWorker, error, address, size } =
    recorded;
  const requestHeaders = sanitized(recorded.requestHeaders);
  const responseHeaders = sanitized(recorded.responseHeaders);
  return {
    ...(fromCache === "" ? {} : { _fromCache: fromCache }),
    _initiator: initiator,
    _priority: "High",
    _resourceType: kind,
    cache: {},
    connection: "0",
    pageref: "page_1",
    request: {
      method,
      url,
      httpVersion: "HTTP/1.1",
      headers: requestHeaders,
      queryString: [],
      cookies: [],
      headersSize: -1,
      bodySize: 0,
    },
    response: {
      status,
      statusText,
      httpVersion: "HTTP/1.1",
      headers: responseHeaders,
      cookies: [],
      content: { size, mimeType: headerValue(responseHeaders, "content-type") || "x-unknown" },
      redirectURL: headerValue(responseHeaders, "location"),
      headersSize: -1,
      bodySize: -1,
      _transferSize: size,
      _error: error === "" ? null : error,
      _fetchedViaServiceWorker: fromWorker !== "",
      ...(fromWorker === "" ? {} : { _serviceWorkerResponseSource: fromWorker }),
    },
    serverIPAddress: address,
    startedDateTime: new Date(started).toISOString(),
    time: 1,
    timings: { blocked: -1, dns: -1, ssl: -1, connect: -1, send: 0, wait: 0, receive: 0 },
  };
}

/** Since version 130 an exported archive is sanitized unless one asks for it. */
function sanitized(headers: HarHeaders): HarHeaders {
  return headers.filter(({ name }) => !/^(?:cookie|set-cookie|authorization)$/i.test(name));
}

/** Equal names are joined by line feeds. */
function pairs(headers: object): HarHeaders {
  return Object.entries(headers).flatMap(([name, value]) =>
    String(value)
      .split("\n")
      .map((line) => ({ name, value: line })),
  );
}
