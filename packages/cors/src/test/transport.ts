import type { HeaderList } from "../http/header-list.ts";

/** A request as a transport carries it: every header is there but `Host`, `Connection` and those of framing. */
export interface WireRequest {
  readonly method: string;
  /** Absolute, http or https, without fragment and user name. */
  readonly url: string;
  readonly headers: HeaderList;
  readonly body: Uint8Array | ReadableStream<Uint8Array> | null;
  /** Aborted when nobody waits for the answer, or reads its body, any more. */
  readonly signal: AbortSignal;
}

/** A response as it came off the wire, content codings not yet undone. */
export interface WireResponse {
  readonly status: number;
  readonly statusText?: string;
  /** In the order sent, duplicates kept: every `Set-Cookie` is one. */
  readonly headers: HeaderList;
  readonly body?: ReadableStream<Uint8Array> | null;
}

/** How requests get to a server. One that rejects, or throws, is a network that failed. */
export type Transport = (request: WireRequest) => Promise<WireResponse> | WireResponse;
