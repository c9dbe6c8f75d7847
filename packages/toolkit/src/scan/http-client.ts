import type { Agent } from "node:http";
import {
  type FailedAnswer,
  type HttpRequest,
  type HttpResponse,
  isForbiddenMethod,
  isToken,
} from "@crosscheck/cors/http";
import { admitAddresses, nearestNetwork } from "./admit-addresses.ts";
import { failure, isFailure } from "./client-failure.ts";
import { beforeDeadline, startDeadline } from "./deadline.ts";
import { exchange, type Outcome } from "./exchange.ts";
import { pinnedAgent } from "./pinned-agent.ts";
import { resolveName } from "./resolve-name.ts";
import { type ScanTarget, scanTarget } from "./scan-target.ts";

/** Why no usable response came. Codes are public; `why` is the sentence for a person. */
export type FailureCode =
  | "url-not-allowed" // scheme, userinfo or port
  | "request-not-sendable" // a method or header that HTTP has no form for
  | "address-not-allowed" // loopback, private, link-local, metadata …
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
export type ClientAnswer = HttpResponse | ClientFailure;

/** What may be reached, and how much of it. */
export interface HttpClientOptions {
  /** Loopback, private and reserved addresses and any port are allowed: the command line's `--allow-private`. */
  readonly allowPrivate?: boolean;
  /** `host:port` pairs that are allowed although their address is not: the demo's own sites. */
  readonly alsoAllowed?: ReadonlySet<string>;
  /** Certificates are not verified: the command line's `--insecure`. */
  readonly insecure?: boolean;
  /** Address of a DNS server to ask instead of the operating system, with a port if it is not 53: `192.0.2.53:5353`. */
  readonly resolver?: string;
  /** One deadline for everything this client does, in milliseconds from its creation. Default 30,000. */
  readonly deadlineMs?: number;
  /** Requests in all. Default 40. */
  readonly maxRequests?: number;
  /** Bytes of one response's header section. Default 32 KiB. */
  readonly maxHeaderBytes?: number;
}

/** The one way out to the network. Follows no redirect: each hop is a request of its own. */
export interface HttpClient {
  send(request: HttpRequest): Promise<ClientAnswer>;
  /** Whether the address that a URL's host resolved to is public; null before it was resolved. */
  networkOf(url: string): "public" | "private" | "loopback" | null;
  readonly requests: number;
  close(): Promise<void>;
}

/** What is known of a host: looked up once, then pinned for as long as the client lives. */
interface KnownHost {
  readonly lookup: Promise<readonly string[] | ClientFailure>;
  network: "public" | "private" | "loopback" | null;
}

/** One connection, and the last of those that wait for it. */
interface KnownOrigin {
  readonly agent: Agent;
  queue: Promise<unknown>;
}

/** A client for one scan. Close it, or its deadline does. */
export function createHttpClient(options: HttpClientOptions = {}): HttpClient {
  const deadline = startDeadline(options.deadlineMs ?? 30_000);
  const { signal } = deadline;
  const limits = { maxHeaderBytes: options.maxHeaderBytes ?? 32 * 1024, deadlineMs: deadline.milliseconds };
  const maxRequests = options.maxRequests ?? 40;
  const hosts = new Map<string, KnownHost>();
  const origins = new Map<string, KnownOrigin>();
  let requests = 0;

  async function send(request: HttpRequest): Promise<ClientAnswer> {
    const target = scanTarget(request.url, options);
    if (isFailure(target)) return target;
    if (!isToken(request.method) || isForbiddenMethod(request.method)) {
      const why = `${JSON.stringify(request.method)} is not a method a scan can send to ${target.authority}. Use GET, HEAD, OPTIONS or another that fetch() allows.`;
      return failure("request-not-sendable", why);
    }
    const addresses = await addressesOf(target);
    if (isFailure(addresses)) return addresses;
    const admitted = admitAddresses(target, addresses);
    if (isFailure(admitted)) return admitted;

    const origin = originOf(target, admitted);
    const turn = origin.queue.then(() => sendInTurn(origin.agent, target, request));
    origin.queue = turn.then(({ idle }) => idle);
    return (await turn).answer;
  }

  /** A server may close a kept connection as we write to it; a safe request is then asked once more, on a new one. */
  async function sendInTurn(agent: Agent, target: ScanTarget, request: HttpRequest): Promise<Outcome> {
    const first = await sendOnce(agent, target, request);
    const { answer, reused } = first;
    const retry = isFailure(answer) && (answer.code === "reset" || answer.code === "not-http") && reused;
    if (!retry || !["GET", "HEAD", "OPTIONS"].includes(request.method)) return first;
    await first.idle;
    return sendOnce(agent, target, request);
  }

  async function sendOnce(agent: Agent, target: ScanTarget, request: HttpRequest): Promise<Outcome> {
    if (requests >= maxRequests) {
      const why = `The scan has sent ${requests} requests, as many as it may, before it came to ${target.authority}${target.path}.`;
      return { answer: failure("too-many-requests", why), reused: false, idle: Promise.resolve() };
    }
    requests++;
    return exchange(agent, target, request, limits, signal);
  }

  function addressesOf(target: ScanTarget): Promise<readonly string[] | ClientFailure> {
    const known = hosts.get(target.host);
    if (known !== undefined) return known.lookup;
    const late = (): ClientFailure =>
      failure(
        "name-lookup-failed",
        `${target.host} could not be looked up within the scan's ${deadline.milliseconds / 1000} s: the name server did not answer. Check the network, or name another with --resolver.`,
      );
    const lookup = target.isAddress
      ? Promise.resolve([target.host])
      : beforeDeadline(resolveName(target.host, options.resolver, signal), signal, late);
    const host: KnownHost = {
      network: null,
      lookup: lookup.then((found) => {
        if (!isFailure(found)) host.network = nearestNetwork(found);
        return found;
      }),
    };
    hosts.set(target.host, host);
    return host.lookup;
  }

  function originOf(target: ScanTarget, addresses: readonly string[]): KnownOrigin {
    const known = origins.get(target.origin);
    if (known !== undefined) return known;
    const origin = {
      agent: pinnedAgent(target, addresses, options.insecure === true, signal),
      queue: Promise.resolve(),
    };
    origins.set(target.origin, origin);
    return origin;
  }

  return {
    send,
    networkOf: (url) => {
      const target = scanTarget(url, { allowPrivate: true });
      return isFailure(target) ? null : (hosts.get(target.host)?.network ?? null);
    },
    get requests() {
      return requests;
    },
    close: async () => {
      deadline.cancel();
      const open = [...origins.values()];
      await Promise.all(open.map(({ queue }) => queue));
      for (const { agent } of open) agent.destroy();
    },
  };
}
