import { lookup, Resolver } from "node:dns/promises";
import { errorCode, failure } from "./client-failure.ts";
import type { ClientFailure, NameService } from "./http-client.ts";

/** One scan's lookups. */
export function nameService(resolver: string | undefined): NameService {
  return {
    resolve: (host, signal) => resolveName(host, resolver, signal),
    isMissing: (host, signal) => isMissingName(host, resolver, signal),
    danglingAlias: (host, signal) => danglingAlias(host, resolver, signal),
  };
}

/**
 * The addresses of a name, in the order to try them. Asks the operating system, so /etc/hosts counts, or the DNS server
 * `resolver` (`192.0.2.53`, `192.0.2.53:5353`, `[2001:db8::53]:53`) when there is one.
 *
 * A name that does not exist and a name that could not be looked up are two answers: only the first says something about
 * the site.
 */
async function resolveName(
  host: string,
  resolver: string | undefined,
  signal: AbortSignal,
): Promise<readonly string[] | ClientFailure> {
  const answer = await (resolver === undefined ? askSystem(host) : askServer(host, resolver, signal));
  if (Array.isArray(answer)) return answer.length > 0 ? answer : describeLookup(host, "ENODATA", resolver);
  return describeLookup(host, String(answer), resolver);
}

/**
 * Whether a name surely does not exist (NXDOMAIN): a failure, a time-out or a name without addresses does not say so. The
 * operating system's word counts only where it knows a name that everybody has, because a machine without a network knows
 * none.
 */
async function isMissingName(host: string, resolver: string | undefined, signal: AbortSignal): Promise<boolean> {
  if (resolver !== undefined) return (await askServer(host, resolver, signal)) === "ENOTFOUND";
  return (await askSystem(host)) === "ENOTFOUND" && Array.isArray(await askSystem("example.com"));
}

/**
 * The name that a host is an alias of, where that name does not exist: whoever can register it, or claim it from the
 * service that it belongs to, is that host. Null where there is no alias, or its end exists or cannot be told.
 */
async function danglingAlias(host: string, resolver: string | undefined, signal: AbortSignal): Promise<string | null> {
  if (!(await isMissingName(host, resolver, signal))) return null;
  const asking = askingAt(resolver, signal);
  if (asking === null) return null;
  try {
    const [alias] = await asking.resolver.resolveCname(host);
    return alias !== undefined && (await isMissingName(alias, resolver, signal)) ? alias : null;
  } catch {
    return null;
  } finally {
    asking.end();
  }
}

async function askSystem(host: string): Promise<string[] | string> {
  try {
    const found = await lookup(host, { all: true, order: "verbatim" });
    return found.map(({ address }) => address);
  } catch (error) {
    return errorCode(error);
  }
}

async function askServer(host: string, server: string, signal: AbortSignal): Promise<string[] | string> {
  const asking = askingAt(server, signal);
  if (asking === null) return "EBADRESOLVER";
  const { resolver } = asking;
  const [ipv4, ipv6] = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
  asking.end();

  // IPv4 first: without IPv6 its addresses fail at once, but with a broken one they fail late.
  const found = [ipv4, ipv6].flatMap((result) => (result.status === "fulfilled" ? result.value : []));
  if (found.length > 0) return found;
  const codes = [ipv4, ipv6].flatMap((result) => (result.status === "rejected" ? [errorCode(result.reason)] : []));
  // "No such host" only when nothing else went wrong: a server that failed once may have lied the other time.
  return codes.find((code) => code !== "ENOTFOUND" && code !== "ENODATA") ?? codes[0] ?? "ENODATA";
}

/** A resolver that gives up when the signal aborts; null where `server` is no address. */
function askingAt(
  server: string | undefined,
  signal: AbortSignal,
): { readonly resolver: Resolver; readonly end: () => void } | null {
  const resolver = new Resolver({ timeout: 2_000, tries: 3 });
  try {
    if (server !== undefined) resolver.setServers([server]);
  } catch {
    return null;
  }
  const cancel = (): void => resolver.cancel();
  signal.addEventListener("abort", cancel, { once: true });
  return { resolver, end: () => signal.removeEventListener("abort", cancel) };
}

/** Why a name has no addresses. `code` is Node.js's: `ENOTFOUND`, `ESERVFAIL` … */
export function describeLookup(host: string, code: string, resolver: string | undefined): ClientFailure {
  const server = resolver === undefined ? "the name server" : `the name server ${resolver}`;
  switch (code) {
    case "ENOTFOUND":
      return failure("name-not-found", `${host} does not resolve: no such host. Check the spelling.`);
    case "ENODATA":
      return failure(
        "name-not-found",
        `${host} has no address: the name exists, without an A or AAAA record. Check the spelling, or try www.${host}.`,
      );
    case "EBADRESOLVER":
      return failure(
        "name-lookup-failed",
        `${resolver} is not the address of a name server. Write an IP address, with a port if need be: 192.0.2.53:5353.`,
      );
    case "EBADNAME":
      return failure("name-not-found", `${host} is not a name that DNS can hold. Check the spelling.`);
    case "EREFUSED":
    case "ECONNREFUSED":
      return failure(
        "name-lookup-failed",
        `${host} could not be looked up: ${server} refuses to answer. Try again, or name another with --resolver.`,
      );
    case "ETIMEOUT":
    case "ECANCELLED":
    case "EAI_AGAIN":
      return failure(
        "name-lookup-failed",
        `${host} could not be looked up: ${server} did not answer. Check the network, or name another with --resolver.`,
      );
    case "ESERVFAIL":
      return failure(
        "name-lookup-failed",
        `${host} could not be looked up: ${server} reports a failure (SERVFAIL), as for a broken delegation or DNSSEC signature. Try again later.`,
      );
    default:
      return failure(
        "name-lookup-failed",
        `${host} could not be looked up: ${server} gave no usable answer (${code}). Try again later.`,
      );
  }
}
