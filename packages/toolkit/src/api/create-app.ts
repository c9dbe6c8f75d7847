import { Hono } from "hono";
import { compress } from "hono/compress";
import type { DemoEntry } from "../web/demo-list.ts";
import { answerProblem } from "./answer-problem.ts";
import { apiRoutes } from "./api-routes.ts";
import { pageRoutes } from "./page-routes.ts";
import { isForUs, isFromElsewhere } from "./request-guards.ts";
import { defaultLimits, type RegistryLimits, ScanRegistry } from "./scan-registry.ts";
import type { ScanDependencies } from "./scan-service.ts";
import { securityHeaders } from "./security-headers.ts";

export interface AppOptions {
  /** What a scan may reach and where results are kept. */
  readonly scan?: ScanDependencies;
  /** The sites offered beside the box; their `host:port` pairs belong in `scan.client.alsoAllowed`. */
  readonly demo?: readonly DemoEntry[];
  /** The host names this server answers to, without ports; null for any. */
  readonly names?: ReadonlySet<string> | null;
  readonly limits?: Partial<RegistryLimits>;
  /** Told what broke, for the operator. */
  readonly onError?: (error: unknown) => void;
}

/** The page and the HTTP API, as one function from Request to Response (`.fetch`). */
export function createApp(options: AppOptions = {}): Hono {
  const registry = new ScanRegistry(options.scan ?? {}, { ...defaultLimits, ...options.limits }, options.onError);
  const app = new Hono();

  app.use(securityHeaders);
  app.use(compress());
  app.use(async (context, next) => {
    const { raw } = context.req;
    if (!isForUs(raw, options.names ?? null)) {
      return answerProblem(
        context,
        "wrong-host",
        "This server answers on this machine only. Open it as http://127.0.0.1.",
      );
    }
    if (context.req.method !== "GET" && context.req.method !== "HEAD" && isFromElsewhere(raw)) {
      return answerProblem(
        context,
        "cross-site",
        "A page of another site sent this. Scan from this server's own page.",
      );
    }
    return next();
  });
  app.route("/", pageRoutes(registry, options.demo ?? []));
  app.route("/api", apiRoutes(registry));
  app.notFound((context) =>
    answerProblem(
      context,
      "not-found",
      `There is nothing at ${context.req.path.slice(0, 200)}. Start at the scan page.`,
    ),
  );
  app.onError((error, context) => {
    options.onError?.(error);
    return answerProblem(
      context,
      "internal",
      "The server's own log has the reason. Try again; if it stays, report it.",
    );
  });
  return app;
}
