import { startFirefox } from "../browsers/firefox-driver.ts";
import type { HarHeaders, RecordingBrowser } from "./network-recorder.ts";

interface Recorded {
  readonly url: string;
  readonly method: string;
  readonly started: number;
  readonly requestHeaders: HarHeaders;
  readonly status: number;
  readonly statusText: string;
  readonly responseHeaders: HarHeaders;
  readonly size: number;
}

/** Runs in the browser's own process: what its developer tools observe of each channel. */
const observe = `
const records = new Map();
const sinks = new Map();
window.crosscheckRecords = records;
const headersOf = (visit) => { const list = []; try { visit({ visitHeader: (name, value) => list.push({ name, value }) }); } catch {} return list; };
const observer = {
  observe(subject, topic) {
    const channel = subject.QueryInterface(Ci.nsIHttpChannel);
    const id = channel.channelId;
    const known = records.get(id) ?? { started: Date.now(), status: 0, statusText: "", responseHeaders: [], size: -1 };
    records.set(id, known);
    known.url = channel.URI.spec;
    known.method = channel.requestMethod;
    known.requestHeaders = headersOf((visitor) => channel.visitRequestHeaders(visitor));
    if (topic === "http-on-examine-response") {
      try {
        const tee = Cc["@mozilla.org/network/stream-listener-tee;1"].createInstance(Ci.nsIStreamListenerTee);
        const sink = Cc["@mozilla.org/storagestream;1"].createInstance(Ci.nsIStorageStream);
        sink.init(8192, 1 << 24, null);
        tee.init(subject.QueryInterface(Ci.nsITraceableChannel).setNewListener(tee), sink.getOutputStream(0));
        sinks.set(id, sink);
      } catch {}
    }
    if (topic === "http-on-examine-response" || topic === "http-on-examine-cached-response") {
      known.status = channel.responseStatus;
      known.statusText = channel.responseStatusText;
      known.responseHeaders = headersOf((visitor) => channel.visitOriginalResponseHeaders(visitor));
    }
    if (topic === "http-on-stop-request") { known.size = sinks.get(id)?.length ?? -1; sinks.delete(id); }
  },
};
window.crosscheckObserver = observer;
for (const topic of ["http-on-modify-request", "http-on-before-connect", "http-on-examine-response", "http-on-examine-cached-response", "http-on-stop-request"]) Services.obs.addObserver(observer, topic);
`;

const takeRecords =
  "const all = [...window.crosscheckRecords.values()]; window.crosscheckRecords.clear(); return JSON.stringify(all);";

/**
 * Firefox's network as its developer tools observe it, in the shape in which they export it: no mark at a request that CORS
 * blocked, and a status of 0 at one without an answer.
 *
 * https://searchfox.org/mozilla-central/source/devtools/client/netmonitor/src/har/har-builder.js
 */
export async function recordFirefox(): Promise<RecordingBrowser> {
  const driver = await startFirefox();
  const inBrowser = async (script: string): Promise<string> => {
    const { value } = (await driver.command("WebDriver:ExecuteScript", { script, args: [], newSandbox: false })) as {
      value: string;
    };
    return value;
  };
  return {
    engine: "firefox",
    version: driver.version,
    async open(url) {
      await driver.open(url);
      await inBrowser(observe);
    },
    async take() {
      await new Promise((resolve) => setTimeout(resolve, 80));
      const records = JSON.parse(await inBrowser(takeRecords)) as Recorded[];
      const console = await driver.takeMessages();
      const entries = records
        .filter(
          ({ url }) => /^http:\/\/(?:127|localhost|nowhere)|^https:\/\/127/.test(url) && !url.includes("/control/"),
        )
        .map(entryOf);
      const pages = [
        {
          startedDateTime: new Date().toISOString(),
          id: "page_1",
          title: records.find(({ url }) => url.includes("/page/"))?.url ?? "",
          pageTimings: {},
        },
      ];
      const creator = { name: "Firefox", version: driver.version };
      return { har: { log: { version: "1.2", creator, pages, entries } }, console };
    },
    close: () => driver.close(),
  };
}

/** In the order of Firefox's HarBuilder. */
function entryOf({
  url,
  method,
  started,
  requestHeaders,
  status,
  statusText,
  responseHeaders,
  size,
}: Recorded): unknown {
  const value = (name: string): string =>
    responseHeaders.find((header) => header.name.toLowerCase() === name)?.value ?? "";
  const cookie = requestHeaders.find(({ name }) => name.toLowerCase() === "cookie")?.value ?? "";
  const cookies =
    cookie === "" ? [] : cookie.split("; ").map((pair) => ({ name: pair.split("=")[0], value: pair.split("=")[1] }));
  return {
    startedDateTime: new Date(started).toISOString(),
    request: {
      bodySize: 0,
      method,
      url,
      httpVersion: "HTTP/1.1",
      headers: requestHeaders,
      cookies,
      queryString: [],
      headersSize: 300,
    },
    response: {
      status,
      statusText,
      httpVersion: status === 0 ? "" : "HTTP/1.1",
      headers: responseHeaders,
      cookies: [],
      content: { mimeType: value("content-type"), size },
      redirectURL: value("location"),
      headersSize: -1,
      bodySize: -1,
    },
    cache: {},
    timings: {},
    time: 0,
    _securityState: "insecure",
    ...(status === 0 ? {} : { serverIPAddress: "127.0.0.1", connection: "0" }),
    pageref: "page_1",
  };
}
