import { type HttpRequest, isForbiddenMethod, isToken } from "@crosscheck/cors/http";
import { admitAddresses } from "./admit-addresses.ts";
import { failure, isFailure } from "./client-failure.ts";
import { shareOf, startDeadline } from "./deadline.ts";
import type { Outcome } from "./exchange.ts";
import type { ClientAnswer, ClientFailure, HttpClient, HttpClientOptions } from "./http-client.ts";
import { knownHosts } from "./known-hosts.ts";
import { type OriginConnection, originConnection } from "./origin-connection.ts";
import { nameService } from "./resolve-name.ts";
import { type ScanTarget, scanTarget } from "./scan-target.ts";

/** One connection, and the last of the requests that wait for it. */
interface Origin {
  readonly connection: OriginConnection;
  queue: Promise<void>;
}

/** Where a URL leads. */
interface Route {
  readonly target: ScanTarget;
  readonly origin: Origin;
}

/** A server may close a kept connection just as we write to it; these may then be asked again. */
const safeMethods: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/** A client for one scan. Close it when the scan is over. */
export function createHttpClient(options: HttpClientOptions = {}): HttpClient {
  const deadline = startDeadline(options.deadlineMs ?? 30_000, options.signal);
  const maxHeaderBytes = options.maxHeaderBytes ?? 32 * 1024;
  const requestMs = options.requestMs ?? 10_000;
  const maxRequests = options.maxRequests ?? 40;
  const hosts = knownHosts(options.names ?? nameService(options.resolver), options.gate ?? null, deadline);
  const origins = new Map<string, Origin>();
  const routes = new Map<string, Route>();
  let requests = 0;

  async function send(request: HttpRequest, { keepsBody = false } = {}): Promise<ClientAnswer> {
    const route = routes.get(request.url) ?? (await routeTo(request.url));
    if (isFailure(route)) return route;
    const { target, origin } = route;
    if (!isToken(request.method) || isForbiddenMethod(request.method)) {
      const why = `${JSON.stringify(request.method)} is not a method to send to ${target.authority}. Use one that fetch() allows.`;
      return failure("request-not-sendable", why);
    }
    const turn = origin.queue.then(() => sendInTurn(origin.connection, target, request, keepsBody));
    origin.queue = turn.then(({ idle }) => idle);
    return (await turn).answer;
  }

  /** Where a URL leads, if it may be asked: found out once, because the same URL is asked many times. */
  async function routeTo(url: string): Promise<Route | ClientFailure> {
    const target = scanTarget(url, options);
    if (isFailure(target)) return target;
    const addresses = await hosts.addressesOf(target);
    if (isFailure(addresses)) return addresses;
    const admitted = admitAddresses(target, addresses);
    if (isFailure(admitted)) return admitted;
    const refused = hosts.refusalOf(target, admitted);
    if (refused !== null) return refused;
    const route = { target, origin: originOf(target, admitted) };
    routes.set(url, route);
    return route;
  }

  async function sendInTurn(
    connection: OriginConnection,
    target: ScanTarget,
    request: HttpRequest,
    keepsBody: boolean,
  ): Promise<Outcome> {
    const first = await sendOnce(connection, target, request, keepsBody);
    const { answer, reused, idle } = first;
    const lost = isFailure(answer) && (answer.code === "reset" || answer.code === "not-http");
    if (!lost || !reused || !safeMethods.has(request.method)) return first;
    await idle;
    return sendOnce(connection, target, request, keepsBody);
  }

  async function sendOnce(
    connection: OriginConnection,
    target: ScanTarget,
    request: HttpRequest,
    keepsBody: boolean,
  ): Promise<Outcome> {
    const refusal = refusalBefore(target);
    if (refusal !== null) return { answer: refusal, reused: false, idle: Promise.resolve() };
    requests++;
    const share = shareOf(deadline, requestMs);
    const outcome = await connection.ask(target, signed(request), share, keepsBody);
    outcome.idle.then(() => share.cancel());
    return outcome;
  }

  function signed(request: HttpRequest): HttpRequest {
    const { userAgent } = options;
    return userAgent === undefined ? request : { ...request, headers: [["User-Agent", userAgent], ...request.headers] };
  }

  function refusalBefore({ authority }: ScanTarget): ClientAnswer | null {
    if (deadline.isOver) {
      const why = `${authority} could not be asked ${deadline.inTime()}. Allow more time with --deadline.`;
      return failure("timeout", why);
    }
    if (requests < maxRequests) return null;
    return failure(
      "too-many-requests",
      `The scan has sent ${requests} requests, as many as it may: ${authority} was not asked again.`,
    );
  }

  function originOf(target: ScanTarget, addresses: readonly string[]): Origin {
    const insecure = options.insecure === true;
    const origin = origins.get(target.origin) ?? {
      connection: originConnection(target, addresses, { insecure, maxHeaderBytes, http2: options.http2 ?? true }),
      queue: Promise.resolve(),
    };
    origins.set(target.origin, origin);
    return origin;
  }

  return {
    send,
    isMissing: (host) => hosts.isMissing(host),
    danglingAlias: (host) => hosts.danglingAlias(host),
    networkOf: (url) => {
      const target = scanTarget(url, { allowPrivate: true });
      return isFailure(target) ? null : hosts.networkOf(target);
    },
    get requests() {
      return requests;
    },
    close: async () => {
      deadline.cancel();
      await Promise.all([...origins.values()].map(({ queue }) => queue));
      for (const { connection } of origins.values()) connection.close();
    },
  };
}
