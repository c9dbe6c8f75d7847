import { Hono } from "hono";
import { compress } from "hono/compress";
import type { DemoEntry } from "../web/demo-list.ts";
import type { AddressPrefix } from "./address-list.ts";
import { answerProblem } from "./answer-problem.ts";
import { apiRoutes } from "./api-routes.ts";
import { health } from "./health.ts";
import { pageRoutes } from "./page-routes.ts";
import { isForUs, isFromElsewhere } from "./request-guards.ts";
import { remoteAddressOf, requesterOf } from "./requester.ts";
import { ScanRegistry } from "./scan-registry.ts";
import { securityHeaders } from "./security-headers.ts";
import { logRequests, type ServiceLog } from "./service-log.ts";
import { textService } from "./text-service.ts";
import { TextWork } from "./text-work.ts";

export interface AppOptions {
  /** The scans; the demo's `host:port` pairs belong in its `scan.client.alsoAllowed`. */
  readonly registry?: ScanRegistry;
  /** The work on texts. */
  readonly texts?: TextWork;
  /** The sites offered beside the box. */
  readonly demo?: readonly DemoEntry[];
  /** The host names this server answers to, without ports; null for any. */
  readonly names?: ReadonlySet<string> | null;
  /** Proxies of our own, which say for whom they ask. */
  readonly trustedProxies?: readonly AddressPrefix[];
  /** What the scanner calls itself, and where owners of scanned sites write to; null when nobody said. */
  readonly userAgent?: string | null;
  readonly contact?: string | null;
  readonly log?: ServiceLog;
  /** Told what broke, for the operator. */
  readonly onError?: (error: unknown) => void;
}

/** The page and the HTTP API, as one function from Request to Response (`.fetch`). */
export function createApp(options: AppOptions = {}): Hono {
  const registry = options.registry ?? new ScanRegistry();
  const texts = textService(options.texts ?? new TextWork(), registry.admission);
  const app = new Hono();

  app.use(securityHeaders);
  app.use(async (context, next) => {
    context.set("requester", requesterOf(context.req.raw, remoteAddressOf(context), options.trustedProxies ?? []));
    return next();
  });
  if (options.log !== undefined) app.use(logRequests(options.log));
  app.use(compress());
  // Before the guards: whoever watches over this server asks by whatever name it has.
  app.get("/healthz", (context) => health(context, registry));
  app.use(async (context, next) => {
    const { raw } = context.req;
    if (!isForUs(raw, options.names ?? null)) {
      const [name = "127.0.0.1"] = options.names ?? [];
      return answerProblem(context, "wrong-host", `This server answers by another name. Open it as ${name}.`);
    }
    const isSafe = context.req.method === "GET" || context.req.method === "HEAD";
    if (!isSafe && isFromElsewhere(raw, context.get("requester").scheme)) {
      return answerProblem(
        context,
        "cross-site",
        "A page of another site sent this. Scan from this server's own page.",
      );
    }
    return next();
  });
  app.route("/", pageRoutes(registry, texts, options));
  app.route("/api", apiRoutes(registry, texts));
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
