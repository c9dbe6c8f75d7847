import { parentPort, workerData } from "node:worker_threads";
import { startNameServer } from "../hostile/name-server.ts";
import { type FarmWish, farmSites } from "./farm-sites.ts";

// The farm's name server, on a thread of its own: it has to answer while the farm is busy with handshakes. It draws the
// farm's sites from the seed once more.

const byHost = new Map([...farmSites(workerData as FarmWish)].map((site) => [site.host, site]));
const server = await startNameServer((name) => {
  const site = byHost.get(name);
  if (site === undefined || site.fate === "no-such-name") return "NXDOMAIN";
  return site.fate === "server-failure" ? "SERVFAIL" : [site.address];
});
parentPort?.postMessage(server.address);
