// A public service in a process of its own, to be killed: what `crosscheck serve --public` runs, with a site on loopback
// that it may scan. Arguments: the folder of its files, the sites as `host:port,host:port`.
import { join } from "node:path";
import { startService } from "../../packages/toolkit/src/api/start-service.ts";
import { claimFile } from "../../packages/toolkit/src/store/claim-file.ts";
import { openResultStore } from "../../packages/toolkit/src/store/open-result-store.ts";
import { openScanStore } from "../../packages/toolkit/src/store/open-scan-store.ts";

const [folder = "", sites = ""] = process.argv.slice(2);
const scans = join(folder, "results-scans.sqlite");
if (claimFile(scans) === false) throw new Error("The scans are still another process's.");
const plenty = 10_000_000;

const service = await startService({
  port: 0,
  hostname: "127.0.0.1",
  names: null,
  ownSites: sites.split(","),
  demo: [],
  results: openResultStore(join(folder, "results.sqlite"), (sentence) => process.stderr.write(`${sentence}\n`)),
  scans: openScanStore(scans),
  public: {
    url: null,
    contact: null,
    trustedProxies: [],
    optOut: () => ({ names: new Set(), addresses: [] }),
    quotas: { requester: plenty, host: plenty, address: plenty, text: plenty },
    concurrency: 16,
    queue: 200,
    perRequester: plenty,
  },
  onError: (error) => process.stderr.write(`${error instanceof Error ? error.stack : error}\n`),
});
process.send?.({ url: service.url });
process.on("disconnect", () => process.exit());
