import type { MiddlewareHandler } from "hono";
import { parseTarget } from "../scan/parse-target.ts";
import type { ScanRecord } from "./scan-registry.ts";

type LogValue = string | number | boolean | null | undefined;

/** One line of the log: what happened, with its particulars. */
export type ServiceLog = (event: string, particulars: Readonly<Record<string, LogValue>>) => void;

/** JSON, one object a line. */
export function jsonLog(write: (line: string) => unknown, now: () => Date = () => new Date()): ServiceLog {
  return (event, particulars) => {
    write(`${JSON.stringify({ time: now().toISOString(), event, ...particulars })}\n`);
  };
}

/**
 * Every request, without what must stay secret: the address of a result is the key to it, and a query may hold a policy or
 * somebody's token.
 */
export function logRequests(log: ServiceLog): MiddlewareHandler {
  return async (context, next) => {
    const started = performance.now();
    await next();
    log("request", {
      method: context.req.method,
      path: withoutId(context.req.path).slice(0, 200),
      status: context.res.status,
      ms: Math.round(performance.now() - started),
      requester: context.get("requester").key,
    });
  };
}

function withoutId(path: string): string {
  return path.replace(/^(\/scan|\/api\/v1\/scans)\/[^/]+/, "$1/:id");
}

/** A scan by its host alone: a path may be as secret as a result. */
export function logScan(log: ServiceLog, what: "accepted" | "finished" | "requeued", scan: ScanRecord): void {
  const parsed = parseTarget(scan.request.url);
  const { report } = scan;
  log(`scan-${what}`, {
    host: parsed.ok ? new URL(parsed.urls[0]).hostname : null,
    ...(report === undefined
      ? {}
      : {
          verdict: report.verdict,
          error: report.error?.code,
          cached: report.cached,
          requests: report.requests,
          ms: Math.round(report.durationMs),
        }),
  });
}
