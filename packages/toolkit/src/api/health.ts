import type { Context } from "hono";
import type { ScanRegistry } from "./scan-registry.ts";

/** For whoever watches over this server: 200 while it takes scans in, 503 while it ends or cannot keep a promise. */
export function health(context: Context, registry: ScanRegistry): Response {
  const status = registry.isClosing ? "shutting-down" : registry.canPromise() ? "ok" : "store-failed";
  return context.json({ status, ...registry.load }, status === "ok" ? 200 : 503);
}
