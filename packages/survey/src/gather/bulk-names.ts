import { lookup, Resolver } from "node:dns/promises";
import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { errorCode } from "crosscheck/scan/client-failure";
import type { ClientFailure, NameService } from "crosscheck/scan/http-client";
import { describeLookup } from "crosscheck/scan/resolve-name";

/** Looks up many names: through c-ares, because the operating system's way takes one of a few threads for each. */
export interface BulkNames extends NameService {
  /** Lookups in a row that got no answer from the name server; a server that works sets it back. */
  readonly unanswered: number;
  /** From now on few at once: for names that failed, perhaps because there were many. */
  slowDown(): void;
}

export interface BulkNamesOptions {
  readonly resolver: string | null;
  /** Lookups under way at once. */
  readonly atOnce?: number;
  readonly timeoutMs?: number;
}

const firstAtOnce = 100;
const calmAtOnce = 50;
const fewestAtOnce = 10;
const silentInARow = 8;

export function bulkNames({ resolver, atOnce = 1_000, timeoutMs = 3_000 }: BulkNamesOptions): BulkNames {
  const dns = new Resolver({ timeout: timeoutMs, tries: 3 });
  if (resolver !== null) dns.setServers([resolver]);
  const hosts = resolver === null ? hostsFile() : new Map<string, readonly string[]>();
  const waiting: (() => void)[] = [];
  let active = 0;
  let unanswered = 0;
  // A burst overflows the name server's socket, and what is lost there looks as if it were silent: so the first lookups are
  // few, each answer allows more, and silence in a row half as many. (A name whose own server is dead is silent alone.)
  let most = atOnce;
  let allowed = Math.min(most, firstAtOnce);

  async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (active >= allowed) await new Promise<void>((resolve) => waiting.push(resolve));
    else active++;
    try {
      return await work();
    } finally {
      // A turn goes on to who waits; a second one begins where more are allowed now.
      active--;
      while (active < allowed) {
        const next = waiting.shift();
        if (next === undefined) break;
        active++;
        next();
      }
    }
  }

  /** The addresses, or Node.js's code of why there are none. */
  async function addressesOf(host: string): Promise<readonly string[] | string> {
    const listed = hosts.get(host);
    if (listed !== undefined) return listed;
    // https://www.rfc-editor.org/rfc/rfc6761#section-6.3 and 6.4: neither is asked of a name server.
    if (resolver === null && /(?:^|\.)localhost$/.test(host)) return local(host);
    if (/(?:^|\.)invalid$/.test(host)) return "ENOTFOUND";
    const first = await ask(host);
    // A server that failed once may have lied: "no such host" counts when it is said twice.
    return first === "ENOTFOUND" ? ask(host) : first;
  }

  async function ask(host: string): Promise<readonly string[] | string> {
    const ipv4 = await dns.resolve4(host).catch(errorCode);
    note(ipv4);
    if (typeof ipv4 !== "string" || ipv4 !== "ENODATA") return ipv4;
    // IPv6 only where there is no IPv4: a survey needs one way to a site, not the best.
    const ipv6 = await dns.resolve6(host).catch(errorCode);
    note(ipv6);
    return ipv6;
  }

  function note(answer: readonly string[] | string): void {
    const silent = answer === "ETIMEOUT" || answer === "ECONNREFUSED" || answer === "ECANCELLED";
    unanswered = silent ? unanswered + 1 : 0;
    if (!silent) allowed = Math.min(most, allowed + 0.2);
    else if (unanswered % silentInARow === 0) allowed = Math.max(fewestAtOnce, allowed / 2);
  }

  return {
    resolve: async (host) => {
      const found = await inTurn(() => addressesOf(host));
      if (typeof found !== "string" && found.length > 0) return found;
      return describeLookup(host, typeof found === "string" ? found : "ENODATA", resolver ?? undefined);
    },
    isMissing: async (host) => (await inTurn(() => addressesOf(host))) === "ENOTFOUND" && unanswered === 0,
    slowDown: () => {
      most = Math.min(most, calmAtOnce);
      allowed = Math.min(most, allowed);
    },
    get unanswered() {
      return unanswered;
    },
  };
}

async function local(host: string): Promise<readonly string[] | string> {
  const found = await lookup(host, { all: true, order: "verbatim" }).catch(errorCode);
  return typeof found === "string" ? found : found.map(({ address }) => address);
}

/** What the operating system's own file says, read once: c-ares does not look there. */
function hostsFile(): Map<string, readonly string[]> {
  const hosts = new Map<string, string[]>();
  let text = "";
  try {
    text = readFileSync("/etc/hosts", "utf8");
  } catch {
    return hosts; // There is none on this system.
  }
  for (const line of text.split("\n")) {
    const [address = "", ...names] = line.replace(/#.*/, "").trim().split(/\s+/);
    if (isIP(address) === 0) continue;
    for (const name of names) hosts.set(name.toLowerCase(), [...(hosts.get(name.toLowerCase()) ?? []), address]);
  }
  return hosts;
}

export function isLookupFailure(found: readonly string[] | ClientFailure): found is ClientFailure {
  return !Array.isArray(found);
}
