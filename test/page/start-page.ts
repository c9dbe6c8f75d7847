import { createApp } from "../../packages/toolkit/src/api/create-app.ts";
import { namesFor } from "../../packages/toolkit/src/api/request-guards.ts";
import { type RegistryLimits, ScanRegistry } from "../../packages/toolkit/src/api/scan-registry.ts";
import { type RunningApp, serveApp } from "../../packages/toolkit/src/api/serve-app.ts";
import { type RunningSite, startDemo } from "../../packages/toolkit/src/demo/start-demo.ts";
import type { ResultStore } from "../../packages/toolkit/src/store/result-store.ts";

/** The page, with the demo beside it, as `crosscheck serve --demo` has it. */
export interface RunningPage {
  readonly url: string;
  /** A demo site by its id. */
  site(id: string): RunningSite;
  close(): Promise<void>;
}

export interface PageOptions {
  /** More `host:port` pairs that may be scanned. */
  readonly alsoAllowed?: readonly string[];
  readonly store?: ResultStore | null;
  readonly limits?: Partial<RegistryLimits>;
}

export async function startPage(options: PageOptions = {}): Promise<RunningPage> {
  const demo = await startDemo({ port: 0 });
  const alsoAllowed = new Set([...demo.sites.map(({ hostAndPort }) => hostAndPort), ...(options.alsoAllowed ?? [])]);
  const errors: unknown[] = [];
  const onError = (error: unknown): unknown => errors.push(error);
  const registry = new ScanRegistry({
    scan: { client: { alsoAllowed }, store: options.store ?? null },
    limits: options.limits ?? {},
    onError,
  });
  const app = createApp({ registry, demo: demo.sites, names: namesFor("127.0.0.1"), onError });
  const server: RunningApp = await serveApp(app, 0, "127.0.0.1");
  return {
    url: server.url,
    site(id) {
      const found = demo.sites.find((site) => site.id === id);
      if (found === undefined) throw new Error(`there is no demo site "${id}"`);
      return found;
    },
    async close() {
      await registry.close();
      await server.close();
      await demo.close();
      if (errors.length > 0) throw new AggregateError(errors, "the page's server reported errors");
    },
  };
}
