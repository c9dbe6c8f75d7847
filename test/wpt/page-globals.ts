import { page, type Transport } from "@crosscheck/cors/test";

/** The global object of a test: a page's own functions, and what of a window the tests touch. */
export function pageGlobals(address: string, transport: Transport): Record<string, unknown> {
  const { fetch, Request, Response, Headers, XMLHttpRequest, XMLHttpRequestUpload, ProgressEvent } = page(address, {
    transport,
  });
  const url = new URL(address);
  const globals: Record<string, unknown> = {
    fetch,
    Request,
    Response,
    Headers,
    XMLHttpRequest,
    XMLHttpRequestUpload,
    ProgressEvent,
    location: Object.assign(Object.create({ toString: () => address }), {
      href: address,
      origin: url.origin,
      protocol: url.protocol,
      host: url.host,
      hostname: url.hostname,
      port: url.port,
      pathname: url.pathname,
      search: "",
      hash: "",
    }),
    // Errors are compared by their constructor, and the page's are this realm's.
    TypeError,
    RangeError,
    SyntaxError,
    DOMException,
    AbortController,
    AbortSignal,
    Blob,
    btoa,
    atob,
    clearInterval,
    clearTimeout,
    console,
    crypto,
    Event,
    EventTarget,
    FormData,
    performance,
    queueMicrotask,
    ReadableStream,
    setInterval,
    setTimeout,
    structuredClone,
    TextDecoder,
    TextEncoder,
    TransformStream,
    WritableStream,
    URL,
    URLSearchParams,
    Uint8Array,
    ArrayBuffer,
    // Whatever is asked, this is one.
    Window: Object.defineProperty(() => {}, Symbol.hasInstance, { value: () => true }),
    GLOBAL: { isWindow: () => true, isWorker: () => false, isShadowRealm: () => false },
    makeDocument: () => ({
      title: "",
      location: { href: address },
      baseURI: address,
      getElementById: () => null,
      getElementsByTagName: () => [],
    }),
  };
  globals.self = globals;
  globals.window = globals;
  return globals;
}
