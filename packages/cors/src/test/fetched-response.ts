import type { HeaderList } from "../http/header-list.ts";
import { GuardedHeaders } from "./guarded-headers.ts";

/** What of a response its body does not say. */
export interface ResponseFacts {
  readonly type: "basic" | "cors" | "default" | "opaque" | "opaqueredirect";
  readonly status: number;
  readonly statusText: string;
  readonly headers: HeaderList;
  readonly url: string;
  readonly redirected: boolean;
}

/** Beside the class: Node's constructor asks for `status` before this class's has run. */
const known = new WeakMap<Response, Known>();

interface Known {
  readonly facts: ResponseFacts;
  readonly headers: GuardedHeaders;
  readonly signal: AbortSignal | null;
}

/**
 * A response that a page fetched: Node's Response, with what only a network can give one. A script cannot make one with
 * a `type`, a `url`, or status 0 or 999.
 *
 * https://fetch.spec.whatwg.org/#response-class
 */
export class FetchedResponse extends Response {
  /** @param signal what ends the body early; its reason is then what reading it rejects with */
  constructor(body: ReadableStream<Uint8Array> | null, facts: ResponseFacts, signal: AbortSignal | null = null) {
    super(body as BodyInit | null);
    known.set(this, { facts, headers: new GuardedHeaders("immutable", facts.headers), signal });
  }

  override get type(): ResponseType {
    return known.get(this)?.facts.type ?? super.type;
  }

  override get url(): string {
    return known.get(this)?.facts.url ?? super.url;
  }

  override get redirected(): boolean {
    return known.get(this)?.facts.redirected ?? super.redirected;
  }

  override get status(): number {
    return known.get(this)?.facts.status ?? super.status;
  }

  override get ok(): boolean {
    return this.status >= 200 && this.status <= 299;
  }

  override get statusText(): string {
    return known.get(this)?.facts.statusText ?? super.statusText;
  }

  override get headers(): Headers {
    return known.get(this)?.headers ?? super.headers;
  }

  override clone(): Response {
    const { facts, signal } = known.get(this) as Known;
    return new FetchedResponse(super.clone().body, facts, signal);
  }

  override arrayBuffer(): Promise<ArrayBuffer> {
    return aborted(this) ?? super.arrayBuffer();
  }

  override text(): Promise<string> {
    return aborted(this) ?? super.text();
  }

  // biome-ignore lint/suspicious/noExplicitAny: as the platform declares it.
  override json(): Promise<any> {
    return aborted(this) ?? super.json();
  }

  override async blob(): Promise<Blob> {
    return new Blob([await this.arrayBuffer()], { type: this.headers.get("content-type") ?? "" });
  }

  override async formData(): Promise<FormData> {
    const type = this.headers.get("content-type");
    return new Response(
      await this.arrayBuffer(),
      type === null ? {} : { headers: { "content-type": type } },
    ).formData();
  }

  /** Node has it from 22.3 on. */
  override async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await this.arrayBuffer());
  }
}

function aborted(response: Response): Promise<never> | null {
  const signal = known.get(response)?.signal;
  return signal?.aborted === true && response.body !== null ? Promise.reject(signal.reason) : null;
}
