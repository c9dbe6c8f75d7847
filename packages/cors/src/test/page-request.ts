import type { Header, HeaderList } from "../http/header-list.ts";
import { GuardedHeaders } from "./guarded-headers.ts";

/** What a Request knows that Node's own does not tell. */
interface RequestFacts {
  readonly headers: GuardedHeaders;
  /** `about:client` (the page's address), `no-referrer`, or a URL. */
  readonly referrer: string;
  /** Node 24 forgets that of the Request that another is made from. */
  readonly referrerPolicy: ReferrerPolicy;
  /** The body is a stream: its source is null, so it cannot be sent twice. */
  readonly isStream: boolean;
}

export interface PageRequestClass {
  new (input: RequestInfo | URL, init?: RequestInit): Request;
  readonly prototype: Request;
}

const facts = new WeakMap<Request, RequestFacts>();

/** Of a Request that is Node's own, what can be told from outside. */
export function requestFacts(request: Request): RequestFacts {
  const known = facts.get(request);
  if (known !== undefined) return known;
  const referrer = request.referrer === "" ? "no-referrer" : request.referrer;
  const { referrerPolicy } = request;
  return { headers: guarded(request.mode, [...request.headers]), referrer, referrerPolicy, isStream: false };
}

/**
 * The `Request` of a page: Node's, with a page's base URL, and with the guard that keeps a script from forbidden headers.
 *
 * https://fetch.spec.whatwg.org/#request-class
 */
export function pageRequestClass(baseUrl: URL): PageRequestClass {
  return class PageRequest extends Request {
    constructor(input: RequestInfo | URL, init: RequestInit = {}) {
      const { referrer, headers, ...rest } = init ?? {};
      const isRequest = input instanceof Request;
      super(isRequest ? input : resolved(input, baseUrl), { ...rest, ...(headers === undefined ? {} : { headers }) });
      const earlier = isRequest ? requestFacts(input) : null;
      // 14. Any option at all resets the referrer.
      const isInitEmpty = Object.keys(init ?? {}).length === 0;
      const list = guarded(this.mode, headers === undefined ? inherited(earlier) : pairs(headers));
      // 37.3–37.4. The body's own type, where the headers name none.
      const type = init?.body === undefined || init.body === null ? null : super.headers.get("content-type");
      if (type !== null && !list.has("content-type")) list.append("Content-Type", type);
      facts.set(this, {
        headers: list,
        referrerPolicy: isInitEmpty && earlier !== null ? earlier.referrerPolicy : super.referrerPolicy,
        referrer:
          referrer === undefined ? (isInitEmpty ? (earlier?.referrer ?? client) : client) : parsed(referrer, baseUrl),
        isStream: init?.body == null ? (earlier?.isStream ?? false) : init.body instanceof ReadableStream,
      });
    }

    override get headers(): Headers {
      return facts.get(this)?.headers ?? super.headers;
    }

    /** https://fetch.spec.whatwg.org/#dom-request-referrer */
    override get referrer(): string {
      const referrer = facts.get(this)?.referrer ?? client;
      return referrer === "no-referrer" ? "" : referrer;
    }

    override get referrerPolicy(): ReferrerPolicy {
      return facts.get(this)?.referrerPolicy ?? super.referrerPolicy;
    }

    override clone(): Request {
      const copy = new PageRequest(super.clone());
      const known = requestFacts(this);
      const headers = guarded(this.mode, GuardedHeaders.listOf(known.headers));
      facts.set(copy, { ...known, headers });
      return copy;
    }
  };
}

const client = "about:client";

function guarded(mode: RequestMode, list: HeaderList): GuardedHeaders {
  return new GuardedHeaders(mode === "no-cors" ? "request-no-cors" : "request", list);
}

function inherited(earlier: RequestFacts | null): HeaderList {
  return earlier === null ? [] : GuardedHeaders.listOf(earlier.headers);
}

/** https://fetch.spec.whatwg.org/#concept-headers-fill; Node's constructor has refused what is no HeadersInit. */
function pairs(headers: HeadersInit): Header[] {
  const entries = Symbol.iterator in headers ? [...(headers as Iterable<[string, string]>)] : Object.entries(headers);
  return entries.map(([name, value]) => [`${name}`, `${value}`]);
}

function resolved(input: string | URL, baseUrl: URL): string {
  const text = String(input);
  if (!URL.canParse(text, baseUrl.href)) {
    throw new TypeError(`${JSON.stringify(text)} is not a URL, nor relative to the page's address ${baseUrl.href}.`);
  }
  return new URL(text, baseUrl).href;
}

/** https://fetch.spec.whatwg.org/#dom-request, step 14.3 */
function parsed(referrer: string, baseUrl: URL): string {
  const text = `${referrer}`;
  if (text === "") return "no-referrer";
  if (!URL.canParse(text, baseUrl.href)) throw new TypeError(`The referrer ${JSON.stringify(text)} is not a URL.`);
  const url = new URL(text, baseUrl);
  if ((url.protocol === "about:" && url.pathname === "client") || url.origin !== baseUrl.origin) return client;
  return url.href;
}
