import { parentPort } from "node:worker_threads";
import { unpackScan } from "../store/stored-scan.ts";
import type { PackedRow } from "./judge-pending.ts";
import { judgeScan } from "./judge-scan.ts";

// A thread that judges what it is sent, in order.

parentPort?.on("message", (rows: readonly PackedRow[]) => {
  parentPort?.postMessage(rows.map(({ target, site, exchanges }) => judgeScan(target, site, unpackScan(exchanges))));
});
