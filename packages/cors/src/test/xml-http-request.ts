import { isForbiddenRequestHeader } from "../browser/forbidden-request-header.ts";
import { getHeader, type Header, normalizeHeaderValue } from "../http/header-list.ts";
import { isForbiddenMethod, normalizeMethod } from "../http/method.ts";
import { isToken } from "../http/token.ts";
import { defineHandlers, HandlerTarget, ProgressTarget, type ProgressType } from "./event-handlers.ts";
import { GuardedHeaders } from "./guarded-headers.ts";
import type { PageBrowser, PageCall } from "./page-browser.ts";
import { ProgressEvent } from "./progress-event.ts";
import { runFetch } from "./run-fetch.ts";
import { runFetchSynchronously } from "./run-fetch-synchronously.ts";
import { type RootOnlyDocument, xmlDocument } from "./xml-document.ts";

const unsent = 0;
const opened = 1;
const headersReceived = 2;
const loading = 3;
const done = 4;
type ReadyState = typeof unsent | typeof opened | typeof headersReceived | typeof loading | typeof done;

/** https://xhr.spec.whatwg.org/#xmlhttprequestupload */
export class XMLHttpRequestUpload extends ProgressTarget {}

/** What is known of a response; of a network error, nothing. */
interface Head {
  readonly status: number;
  readonly statusText: string;
  readonly url: string;
  readonly headers: Headers;
}

const networkError: Head = { status: 0, statusText: "", url: "", headers: new GuardedHeaders("immutable") };

const responseTypes: ReadonlySet<string> = new Set(["", "arraybuffer", "blob", "document", "json", "text"]);
type ResponseType = "" | "arraybuffer" | "blob" | "document" | "json" | "text";

/**
 * The `XMLHttpRequest` of a page, over the same model as its `fetch`; asynchronous, or synchronous over the network.
 *
 * NOTE: there is no DOM here: of `responseXML` there is the root element only, unless the environment has a DOMParser;
 * HTML is never a document.
 *
 * https://xhr.spec.whatwg.org/#interface-xmlhttprequest
 */
class PageXMLHttpRequest extends ProgressTarget {
  static readonly UNSENT: number = unsent;
  static readonly OPENED: number = opened;
  static readonly HEADERS_RECEIVED: number = headersReceived;
  static readonly LOADING: number = loading;
  static readonly DONE: number = done;
  readonly UNSENT: number = unsent;
  readonly OPENED: number = opened;
  readonly HEADERS_RECEIVED: number = headersReceived;
  readonly LOADING: number = loading;
  readonly DONE: number = done;

  declare onreadystatechange: ((event: Event) => unknown) | null;
  readonly upload: XMLHttpRequestUpload = new XMLHttpRequestUpload();

  readonly #browser: PageBrowser;
  #state: ReadyState = unsent;
  #isSync = false;
  #sendFlag = false;
  #uploadListener = false;
  #uploadComplete = false;
  #method = "GET";
  #url = "";
  #authorHeaders: Header[] = [];
  #withCredentials = false;
  #timeout = 0;
  #responseType: ResponseType = "";
  #overrideMimeType: string | null = null;
  #head: Head = networkError;
  #received: Uint8Array = new Uint8Array();
  #responseObject: unknown;
  #controller = new AbortController();
  #timer: NodeJS.Timeout | undefined;

  constructor(browser: PageBrowser) {
    super();
    this.#browser = browser;
  }

  get readyState(): number {
    return this.#state;
  }

  /** https://xhr.spec.whatwg.org/#the-open()-method */
  open(method: string, url: string | URL, async = true, username?: string | null, password?: string | null): void {
    const given = `${method}`;
    if (!isToken(given)) throw new DOMException(`${JSON.stringify(given)} is not a method.`, "SyntaxError");
    if (isForbiddenMethod(given)) throw new DOMException(`The method ${given} is forbidden.`, "SecurityError");
    const text = `${url}`;
    if (!URL.canParse(text, this.#browser.url.href)) {
      throw new DOMException(`${JSON.stringify(text)} is not a URL.`, "SyntaxError");
    }
    const parsed = new URL(text, this.#browser.url);
    if (parsed.host !== "") {
      if (username !== null && username !== undefined) parsed.username = username;
      if (password !== null && password !== undefined) parsed.password = password;
    }
    if (!async && (this.#timeout !== 0 || this.#responseType !== "")) {
      throw new DOMException("A synchronous request has neither timeout nor responseType.", "InvalidAccessError");
    }
    this.#terminate();
    this.#sendFlag = false;
    this.#uploadListener = false;
    this.#method = normalizeMethod(given);
    this.#url = parsed.href;
    this.#isSync = !async;
    this.#authorHeaders = [];
    this.#forget();
    if (this.#state !== opened) this.#enter(opened);
  }

  /** https://xhr.spec.whatwg.org/#the-setrequestheader()-method */
  setRequestHeader(name: string, value: string): void {
    this.#requireOpened("setRequestHeader()");
    const header: Header = [`${name}`, normalizeHeaderValue(`${value}`)];
    if (!isToken(header[0]) || /[\0\n\r]/.test(header[1])) {
      throw new DOMException(`${JSON.stringify(header)} is not a header.`, "SyntaxError");
    }
    if (/[\u0100-\uffff]/.test(header[1])) throw new TypeError("A header's value is made of bytes.");
    if (isForbiddenRequestHeader(...header)) return;
    const lowercased = header[0].toLowerCase();
    const index = this.#authorHeaders.findIndex(([candidate]) => candidate.toLowerCase() === lowercased);
    const present = this.#authorHeaders[index];
    // https://fetch.spec.whatwg.org/#concept-header-list-combine
    if (present === undefined) this.#authorHeaders.push(header);
    else this.#authorHeaders[index] = [present[0], `${present[1]}, ${header[1]}`];
  }

  get timeout(): number {
    return this.#timeout;
  }

  set timeout(milliseconds: number) {
    if (this.#isSync) throw new DOMException("A synchronous request has no timeout.", "InvalidAccessError");
    this.#timeout = milliseconds;
    if (this.#sendFlag) this.#startTimer();
  }

  get withCredentials(): boolean {
    return this.#withCredentials;
  }

  set withCredentials(value: boolean) {
    if ((this.#state !== unsent && this.#state !== opened) || this.#sendFlag) {
      throw new DOMException("The request is under way.", "InvalidStateError");
    }
    this.#withCredentials = Boolean(value);
  }

  get responseType(): ResponseType {
    return this.#responseType;
  }

  set responseType(type: ResponseType) {
    if (!responseTypes.has(`${type}`)) return;
    if (this.#state === loading || this.#state === done) {
      throw new DOMException("The response is there, or coming.", "InvalidStateError");
    }
    if (this.#isSync) throw new DOMException("A synchronous request has no responseType.", "InvalidAccessError");
    this.#responseType = type;
  }

  overrideMimeType(type: string): void {
    if (this.#state === loading || this.#state === done) {
      throw new DOMException("The response is there, or coming.", "InvalidStateError");
    }
    this.#overrideMimeType = `${type}`;
  }

  get responseURL(): string {
    return this.#head.url;
  }

  get status(): number {
    return this.#head.status;
  }

  get statusText(): string {
    return this.#head.statusText;
  }

  getResponseHeader(name: string): string | null {
    const given = `${name}`;
    return isToken(given) ? this.#head.headers.get(given) : null;
  }

  /** https://xhr.spec.whatwg.org/#the-getallresponseheaders()-method */
  getAllResponseHeaders(): string {
    // Sorted by the names in upper case: so it always was.
    const headers = [...this.#head.headers].sort(([a], [b]) => (a.toUpperCase() < b.toUpperCase() ? -1 : 1));
    return headers.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  }

  get responseXML(): Document | RootOnlyDocument | null {
    if (this.#responseType !== "" && this.#responseType !== "document") {
      throw new DOMException(`The responseType is "${this.#responseType}".`, "InvalidStateError");
    }
    if (this.#state !== done || this.#received.byteLength === 0) return null;
    // https://mimesniff.spec.whatwg.org/#xml-mime-type
    if (!/^(?:text\/xml|application\/xml|[^;]+\+xml)\s*(?:;|$)/i.test(this.#mimeType())) return null;
    this.#responseObject ??= xmlDocument(this.#text());
    return this.#responseObject as Document | RootOnlyDocument | null;
  }

  get responseText(): string {
    if (this.#responseType !== "" && this.#responseType !== "text") {
      throw new DOMException(`The responseType is "${this.#responseType}".`, "InvalidStateError");
    }
    return this.#state === loading || this.#state === done ? this.#text() : "";
  }

  /** https://xhr.spec.whatwg.org/#the-response-attribute */
  get response(): unknown {
    if (this.#responseType === "" || this.#responseType === "text") return this.responseText;
    if (this.#state !== done || this.#head === networkError) return null;
    this.#responseObject ??= this.#toObject();
    return this.#responseObject;
  }

  abort(): void {
    this.#terminate();
    if ((this.#state === opened && this.#sendFlag) || this.#state === headersReceived || this.#state === loading) {
      this.#requestError("abort");
    }
    if (this.#state === done) {
      this.#state = unsent;
      this.#head = networkError;
    }
  }

  /** https://xhr.spec.whatwg.org/#the-send()-method */
  send(body: XMLHttpRequestBodyInit | null = null): void {
    this.#requireOpened("send()");
    const hasBody = body !== null && body !== undefined && this.#method !== "GET" && this.#method !== "HEAD";
    this.#uploadListener = HandlerTarget.hasListeners(this.upload);
    this.#uploadComplete = !hasBody;
    this.#sendFlag = true;
    if (this.#isSync) this.#sendSynchronously(hasBody ? synchronousBody(body) : null);
    else this.#sendAsynchronously(hasBody ? body : null);
  }

  #sendAsynchronously(body: XMLHttpRequestBodyInit | null): void {
    const controller = new AbortController();
    this.#controller = controller;
    const source = body === null ? null : new Response(body as BodyInit);
    const type = source?.headers.get("content-type") ?? null;
    this.#fire(this, "loadstart", 0, 0);
    if (!this.#uploadComplete && this.#uploadListener) this.#fire(this.upload, "loadstart", 0, 0);
    if (this.#state !== opened || !this.#sendFlag) return;
    this.#startTimer();
    const bytes =
      source === null ? Promise.resolve(null) : source.arrayBuffer().then((buffer) => new Uint8Array(buffer));
    bytes.then((sent) => this.#run(this.#call(sent, type, typeof body === "string"), controller)).catch(reportError);
  }

  async #run(call: PageCall, controller: AbortController): Promise<void> {
    const { signal } = controller;
    const length = call.body instanceof Uint8Array ? call.body.byteLength : 0;
    try {
      const onRequestSent = (): void => {
        if (!signal.aborted) this.#endOfRequestBody(length);
      };
      const response = await runFetch(this.#browser, call, signal, onRequestSent);
      if (signal.aborted) return;
      this.#head = response;
      this.#enter(headersReceived);
      if (signal.aborted) return;
      const total = Number(response.headers.get("content-length") ?? 0) || 0;
      const reader = response.body?.getReader();
      while (reader !== undefined) {
        const { done: isOver, value } = await reader.read();
        if (signal.aborted) return;
        if (isOver) break;
        this.#received = concatenated(this.#received, value);
        if (this.#state === headersReceived) this.#state = loading;
        this.dispatchEvent(new Event("readystatechange"));
        if (signal.aborted) return;
        this.#fire(this, "progress", this.#received.byteLength, total);
        if (signal.aborted) return;
      }
      this.#endOfBody(total);
    } catch {
      if (signal.aborted) return;
      this.#requestError("error");
    }
  }

  #sendSynchronously(body: { bytes: Uint8Array; type: string | null; isText: boolean } | null): void {
    const call = this.#call(body?.bytes ?? null, body?.type ?? null, body?.isText ?? false);
    const result = runFetchSynchronously(this.#browser, call);
    this.#sendFlag = false;
    if ("error" in result) {
      this.#state = done;
      this.#forget();
      throw new DOMException(result.error.message, { name: "NetworkError", cause: result.error } as never);
    }
    this.#head = { ...result.facts, headers: new GuardedHeaders("immutable", result.facts.headers) };
    this.#received = result.bytes;
    this.#enter(done);
    const total = result.bytes.byteLength;
    this.#fire(this, "load", total, total);
    this.#fire(this, "loadend", total, total);
  }

  #call(body: Uint8Array | null, type: string | null, isText: boolean): PageCall {
    const headers = [...this.#authorHeaders];
    const given = getHeader(headers, "content-type");
    if (given === null && type !== null) headers.push(["Content-Type", type]);
    else if (given !== null && isText && body !== null) {
      const index = headers.findIndex(([name]) => name.toLowerCase() === "content-type");
      headers[index] = [headers[index]?.[0] ?? "Content-Type", withUtf8(given)];
    }
    return {
      url: this.#url,
      entryPoint: "xhr",
      keepalive: false,
      method: this.#method,
      headers,
      mode: "cors",
      credentials: this.#withCredentials ? "include" : "same-origin",
      redirect: "follow",
      referrer: "about:client",
      referrerPolicy: "",
      cache: "default",
      integrity: "",
      uploadListener: this.#uploadListener,
      body,
    };
  }

  /** https://xhr.spec.whatwg.org/#request-error-steps */
  #requestError(type: "abort" | "error" | "timeout"): void {
    clearTimeout(this.#timer);
    this.#state = done;
    this.#sendFlag = false;
    this.#forget();
    this.dispatchEvent(new Event("readystatechange"));
    if (!this.#uploadComplete) {
      this.#uploadComplete = true;
      if (this.#uploadListener) {
        this.#fire(this.upload, type, 0, 0);
        this.#fire(this.upload, "loadend", 0, 0);
      }
    }
    this.#fire(this, type, 0, 0);
    this.#fire(this, "loadend", 0, 0);
  }

  #endOfRequestBody(length: number): void {
    if (this.#uploadComplete) return;
    this.#uploadComplete = true;
    if (!this.#uploadListener) return;
    this.#fire(this.upload, "progress", length, length);
    this.#fire(this.upload, "load", length, length);
    this.#fire(this.upload, "loadend", length, length);
  }

  /** https://xhr.spec.whatwg.org/#handle-response-end-of-body */
  #endOfBody(total: number): void {
    clearTimeout(this.#timer);
    const loaded = this.#received.byteLength;
    this.#fire(this, "progress", loaded, total);
    if (this.#controller.signal.aborted) return;
    this.#sendFlag = false;
    this.#enter(done);
    this.#fire(this, "load", loaded, total);
    this.#fire(this, "loadend", loaded, total);
  }

  #startTimer(): void {
    clearTimeout(this.#timer);
    if (this.#timeout === 0) return;
    this.#timer = setTimeout(() => {
      if (!this.#sendFlag) return;
      this.#controller.abort();
      this.#requestError("timeout");
    }, this.#timeout);
  }

  #terminate(): void {
    clearTimeout(this.#timer);
    this.#controller.abort();
  }

  #forget(): void {
    this.#head = networkError;
    this.#received = new Uint8Array();
    this.#responseObject = undefined;
  }

  #enter(state: ReadyState): void {
    this.#state = state;
    this.dispatchEvent(new Event("readystatechange"));
  }

  #fire(target: EventTarget, type: ProgressType, loaded: number, total: number): void {
    target.dispatchEvent(new ProgressEvent(type, { lengthComputable: total !== 0, loaded, total }));
  }

  #requireOpened(what: string): void {
    if (this.#state === opened && !this.#sendFlag) return;
    throw new DOMException(`${what} comes after open(), and before the request is under way.`, "InvalidStateError");
  }

  #mimeType(): string {
    return this.#overrideMimeType ?? this.#head.headers.get("content-type") ?? "text/xml";
  }

  /** https://xhr.spec.whatwg.org/#text-response */
  #text(): string {
    const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(this.#mimeType())?.[1] ?? "utf-8";
    return decoder(charset).decode(this.#received);
  }

  #toObject(): unknown {
    const bytes = new Uint8Array(this.#received);
    switch (this.#responseType) {
      case "arraybuffer":
        return bytes.buffer;
      case "blob":
        return new Blob([bytes], { type: this.#mimeType() });
      case "json":
        try {
          return JSON.parse(new TextDecoder().decode(bytes));
        } catch {
          return null;
        }
      case "document":
        return this.responseXML;
      default:
        return null;
    }
  }
}

defineHandlers(PageXMLHttpRequest.prototype, ["readystatechange"]);

export type PageXMLHttpRequestClass = typeof PageXMLHttpRequest & (new () => PageXMLHttpRequest);

/** The class as a page's scripts see it: `new XMLHttpRequest()`. */
export function pageXmlHttpRequestClass(browser: PageBrowser): PageXMLHttpRequestClass {
  return class XMLHttpRequest extends PageXMLHttpRequest {
    constructor() {
      super(browser);
    }
  } as unknown as PageXMLHttpRequestClass;
}

/** A body that need not be waited for. */
function synchronousBody(body: XMLHttpRequestBodyInit): { bytes: Uint8Array; type: string | null; isText: boolean } {
  if (body instanceof URLSearchParams) {
    const type = "application/x-www-form-urlencoded;charset=UTF-8";
    return { bytes: new TextEncoder().encode(body.toString()), type, isText: false };
  }
  if (ArrayBuffer.isView(body)) {
    const bytes = new Uint8Array(body.buffer as ArrayBuffer, body.byteOffset, body.byteLength);
    return { bytes, type: null, isText: false };
  }
  if (Object.prototype.toString.call(body) === "[object ArrayBuffer]") {
    return { bytes: new Uint8Array(body as ArrayBuffer), type: null, isText: false };
  }
  if (body instanceof Blob || body instanceof FormData) {
    throw new DOMException("A Blob or FormData can only be sent asynchronously here.", "NotSupportedError");
  }
  return { bytes: new TextEncoder().encode(`${body}`), type: "text/plain;charset=UTF-8", isText: true };
}

/** Text is sent as UTF-8, whatever the author said. */
function withUtf8(type: string): string {
  return type.replace(/(;\s*charset\s*=\s*)("[^"]*"|[^\s;]+)/i, (all, before: string, charset: string) =>
    charset.replaceAll('"', "").toLowerCase() === "utf-8" ? all : `${before}UTF-8`,
  );
}

function decoder(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder();
  }
}

function concatenated(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.byteLength + other.byteLength);
  both.set(one);
  both.set(other, one.byteLength);
  return both;
}

/** What a browser does with an exception of a listener's own: it is the page's, not the request's. */
function reportError(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
