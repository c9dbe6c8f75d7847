import { defaultUserAgent } from "../scan/request-headers.ts";
import type { ResultStore } from "../store/result-store.ts";
import type { ScanStore } from "../store/scan-store.ts";
import type { DemoEntry } from "../web/demo-list.ts";
import type { AddressPrefix } from "./address-list.ts";
import { Admission, type QuotaLimits } from "./admission.ts";
import { createApp } from "./create-app.ts";
import type { OptOutList } from "./opt-out-list.ts";
import { ScanRegistry } from "./scan-registry.ts";
import { type RunningApp, serveApp } from "./serve-app.ts";
import { logScan, type ServiceLog } from "./service-log.ts";
import { TextWork } from "./text-work.ts";

/** What a server for others needs beside one for its user alone. */
export interface PublicService {
  /** Where visitors find it; null when nobody said. */
  readonly url: URL | null;
  /** Where owners of scanned sites write to; null when nobody said. */
  readonly contact: string | null;
  readonly trustedProxies: readonly AddressPrefix[];
  readonly optOut: () => OptOutList;
  readonly quotas: QuotaLimits;
  readonly concurrency: number;
  readonly queue: number;
  /** Scans of one requester that run or wait. */
  readonly perRequester: number;
}

export interface ServiceOptions {
  readonly port: number;
  readonly hostname: string;
  /** The host names it answers to; null for any. */
  readonly names: ReadonlySet<string> | null;
  /** `host:port` pairs of this server's own, which may be scanned wherever they are: the demo's. */
  readonly ownSites: readonly string[];
  readonly demo: readonly DemoEntry[];
  readonly results: ResultStore | null;
  readonly scans: ScanStore;
  /** Null for a server that is its user's own. */
  readonly public: PublicService | null;
  readonly log?: ServiceLog;
  readonly onError: (error: unknown) => void;
}

export interface RunningService {
  readonly url: string;
  /** @param graceMs what scans under way have to finish; the others stay owed */
  close(graceMs: number): Promise<void>;
}

/**
 * Starts the page and the HTTP API, and takes up the scans that are owed from before.
 *
 * @throws the listen error of Node
 */
export async function startService(options: ServiceOptions): Promise<RunningService> {
  const { public: service, log, onError, scans } = options;
  const ownSites = new Set(options.ownSites);
  const userAgent = service === null ? undefined : userAgentOf(service);
  const admission =
    service === null
      ? undefined
      : new Admission({
          quotas: service.quotas,
          optOut: service.optOut,
          ownSites,
          contact: service.contact ?? "whoever runs this server",
        });
  const registry = new ScanRegistry({
    scan: {
      client: { alsoAllowed: ownSites, ...(userAgent === undefined ? {} : { userAgent }) },
      store: options.results,
    },
    store: scans,
    onError,
    ...(service === null
      ? {}
      : { limits: { concurrency: service.concurrency, queue: service.queue, perRequester: service.perRequester } }),
    ...(admission === undefined ? {} : { admission }),
    ...(log === undefined ? {} : { onScan: (what, scan) => logScan(log, what, scan) }),
  });
  const texts = new TextWork();
  const app = createApp({
    registry,
    texts,
    demo: options.demo,
    names: options.names,
    trustedProxies: service?.trustedProxies ?? [],
    contact: service?.contact ?? null,
    userAgent: userAgent ?? null,
    onError,
    ...(log === undefined ? {} : { log }),
  });
  let server: RunningApp;
  try {
    server = await serveApp(app, options.port, options.hostname);
  } catch (error) {
    await registry.close();
    throw error;
  }
  log?.("started", { url: server.url, owed: scans.owed.length });
  registry.resume();
  return {
    url: server.url,
    close: async (graceMs) => {
      log?.("ending", registry.load);
      // Results can be fetched while the last scans finish.
      await registry.close(graceMs);
      await server.close();
      await texts.close();
      log?.("ended", {});
    },
  };
}

/** With the page that says what it is and how to be left alone, as owners of sites expect of whoever visits them. */
function userAgentOf({ url, contact }: PublicService): string {
  const where = url === null ? contact : `+${url.href}scanner`;
  return where === null ? defaultUserAgent : defaultUserAgent.replace(")", `; ${headerSafe(where)})`);
}

/** A contact is an operator's free text. */
function headerSafe(text: string): string {
  return text.replace(/[^\x20-\x7e]|[()\\]/g, "").trim();
}
