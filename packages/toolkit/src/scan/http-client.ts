import type { FailedAnswer, HttpRequest, HttpResponse } from "@crosscheck/cors/http";
import type { HostGate } from "./host-gate.ts";

export { createHttpClient } from "./create-http-client.ts";

/** Why no usable response came. Codes are public; `why` is the sentence for a person. */
export type FailureCode =
  | "url-not-allowed" // scheme, userinfo or port
  | "request-not-sendable" // a method or header that HTTP has no form for
  | "address-not-allowed" // loopback, private, link-local, metadata …
  | "opted-out" // the gate: its owner asked not to be scanned
  | "quota" // the gate: scanned as often as a service does
  | "name-not-found"
  | "name-lookup-failed"
  | "refused"
  | "unreachable"
  | "reset"
  | "timeout"
  | "tls"
  | "certificate"
  | "not-http"
  | "headers-too-large"
  | "too-many-requests"
  | "too-many-redirects"
  | "redirect-not-usable";

/** A failure that says what, where, why and what to do. */
export interface ClientFailure extends FailedAnswer {
  readonly code: FailureCode;
}

/** A response, or the reason there is none. Never throws. */
export type ClientAnswer = ClientResponse | ClientFailure;

export interface ClientResponse extends HttpResponse {
  /** The first 64 KiB of an HTML page or an XML file, if they were asked for. */
  readonly body?: string;
}

/** What may be reached, and how much of it. */
export interface HttpClientOptions {
  /** Loopback, private and reserved addresses and any port are allowed: the command line's `--allow-private`. */
  readonly allowPrivate?: boolean;
  /** `host:port` pairs that are allowed although their address is not: the demo's own sites. */
  readonly alsoAllowed?: ReadonlySet<string>;
  /** Which hosts are left alone, beside the address guard: a service's opt-out list and quotas. */
  readonly gate?: HostGate;
  /** Ends everything at once, as the deadline does. */
  readonly signal?: AbortSignal;
  /** Certificates are not verified: the command line's `--insecure`. */
  readonly insecure?: boolean;
  /** Whether HTTP/2 is offered; it is unless told. A survey asks by HTTP/1.1, which costs half. */
  readonly http2?: boolean;
  /** Address of a DNS server to ask instead of the operating system, with a port if it is not 53: `192.0.2.53:5353`. */
  readonly resolver?: string;
  /** Who looks names up, for a caller that scans many sites; the operating system or `resolver` when there is none. */
  readonly names?: NameService;
  /** What this client calls itself, in every server's log. */
  readonly userAgent?: string;
  /** One deadline for everything this client does, in milliseconds from its creation. Default 30,000. */
  readonly deadlineMs?: number;
  /** What one request gets of it, its connection and the head of its answer. Default 10,000. */
  readonly requestMs?: number;
  /** Requests in all. Default 40. */
  readonly maxRequests?: number;
  /** Bytes of one response's header section. Default 32 KiB. */
  readonly maxHeaderBytes?: number;
}

/** Looks names up. What it returns is checked against the address guard as any other answer is. */
export interface NameService {
  resolve(host: string, signal: AbortSignal): Promise<readonly string[] | ClientFailure>;
  /** Whether a name surely does not exist; false where that cannot be told. */
  isMissing(host: string, signal: AbortSignal): Promise<boolean>;
  /** The name that a host is an alias of (CNAME), where that name surely does not exist; else null. */
  danglingAlias?(host: string, signal: AbortSignal): Promise<string | null>;
}

/** The one way out to the network. Follows no redirect: each hop is a request of its own. */
export interface HttpClient {
  send(request: HttpRequest, options?: { readonly keepsBody?: boolean }): Promise<ClientAnswer>;
  /** Whether a name surely does not exist; false where that cannot be told. */
  isMissing(host: string): Promise<boolean>;
  /** The name that a host is an alias of (CNAME), where that name surely does not exist; else null. */
  danglingAlias(host: string): Promise<string | null>;
  /** Whether the address that a URL's host resolved to is public; null before it was resolved. */
  networkOf(url: string): "public" | "private" | "loopback" | null;
  readonly requests: number;
  close(): Promise<void>;
}
