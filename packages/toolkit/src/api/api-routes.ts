import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { answerProblem, answerRefusal } from "./answer-problem.ts";
import { explainRoutes } from "./explain-routes.ts";
import { OpenStreams } from "./open-streams.ts";
import { openApi } from "./openapi.ts";
import { isReportFormat, reportAs, reportFormats } from "./report-formats.ts";
import { largestBody, mediaType, readJson, sentence, unknownScan } from "./request-body.ts";
import { scanEvents } from "./scan-events.ts";
import type { ScanRecord, ScanRegistry } from "./scan-registry.ts";
import { parseScanRequest } from "./scan-request.ts";
import { textRoutes } from "./text-routes.ts";
import type { TextService } from "./text-service.ts";

/** The HTTP API, mounted at `/api`. What it answers is written down in `openapi.ts`. */
export function apiRoutes(registry: ScanRegistry, texts: TextService): Hono {
  const api = new Hono();
  const streams = new OpenStreams();
  api.get("/openapi.json", (context) => context.json(openApi));

  const limit = bodyLimit({
    maxSize: largestBody,
    onError: (context) => answerProblem(context, "body-too-large", tooLarge),
  });
  api.post("/v1/scans", limit, async (context) => {
    if (mediaType(context.req.raw) !== "application/json") {
      return answerProblem(context, "unsupported-media-type", "Send JSON, with Content-Type: application/json.");
    }
    const parsed = parseScanRequest(await readJson(context));
    if (!parsed.ok) {
      return answerProblem(context, "bad-scan-request", parsed.errors.map(sentence).join(" "), parsed.errors);
    }
    const scan = registry.submit(parsed.request, context.get("requester").key);
    if ("code" in scan) return answerRefusal(context, scan);
    return context.json(running(scan), 202, { Location: `/api/v1/scans/${scan.id}` });
  });

  api.get("/v1/scans/:id", (context) => {
    const scan = registry.get(context.req.param("id"));
    if (scan === null) return unknownScan(context);
    const format = context.req.query("format") ?? "json";
    if (scan.report === undefined || format === "json") return context.json(scan.report ?? running(scan));
    const written = isReportFormat(format) ? reportAs(format, scan.report) : null;
    if (written === null) {
      const detail = `There is no format ${JSON.stringify(format.slice(0, 60))}; there are: ${reportFormats.join(", ")}.`;
      return answerProblem(context, "bad-query", detail);
    }
    context.header("Content-Type", written.type);
    // To be saved: as a page of this server it would be under this server's policy.
    context.header("Content-Disposition", `attachment; filename="${written.file}"`);
    return context.body(written.text);
  });

  api.get("/v1/scans/:id/history", (context) => {
    const id = context.req.param("id");
    if (registry.get(id) === null) return unknownScan(context);
    return context.json({ schema: "crosscheck/history@1", scans: registry.history(id) });
  });

  api.get("/v1/scans/:id/events", (context) => scanEvents(context, registry, context.req.param("id"), streams));

  api.route("/", textRoutes(texts));
  api.route("/", explainRoutes(texts));

  for (const [path, methods] of Object.entries(allowed)) {
    api.all(path, (context) => {
      context.header("Allow", methods);
      return answerProblem(context, "method-not-allowed", `This address takes ${methods}.`);
    });
  }
  return api;
}

const allowed = {
  "/openapi.json": "GET, HEAD",
  "/v1/scans": "POST",
  "/v1/scans/:id": "GET, HEAD",
  "/v1/scans/:id/events": "GET, HEAD",
  "/v1/scans/:id/history": "GET, HEAD",
  "/v1/check": "POST",
  "/v1/generate": "POST",
  "/v1/lint": "POST",
  "/v1/explain": "POST",
};
const tooLarge = `A scan request may have ${largestBody / 1024} KiB. A domain or a URL is far smaller.`;

function running({ id, status, progress }: ScanRecord): object {
  return { id, status: "running", progress: { ...progress, queued: status === "queued" } };
}
