import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { sections } from "../learn/sections.ts";
import { defaultUserAgent } from "../scan/request-headers.ts";
import { type Asset, scriptAsset, styleAsset } from "../web/assets.ts";
import { homePage } from "../web/home-page.ts";
import { favicon } from "../web/layout.ts";
import { resultPage } from "../web/result-page.ts";
import { runningPage } from "../web/running-page.ts";
import { scannerPage } from "../web/scanner-page.ts";
import { answerProblem, answerRefusal } from "./answer-problem.ts";
import type { AppOptions } from "./create-app.ts";
import { explainPages } from "./explain-routes.ts";
import { learnRoutes } from "./learn-routes.ts";
import { largestBody, mediaType, unknownScan } from "./request-body.ts";
import type { ScanRegistry } from "./scan-registry.ts";
import { parseScanForm } from "./scan-request.ts";
import { textPageRoutes } from "./text-page-routes.ts";
import type { TextService } from "./text-service.ts";

/** Most scans of the demo are done within this, so that their visitors never see the page in between. Milliseconds. */
const patience = 700;

/** The pages for people, and the files they load. */
export function pageRoutes(
  registry: ScanRegistry,
  texts: TextService,
  { demo = [], userAgent = null, contact = null }: Pick<AppOptions, "demo" | "userAgent" | "contact">,
): Hono {
  const pages = new Hono();
  for (const { path, type, body } of [styleAsset, scriptAsset] satisfies Asset[]) {
    pages.get(path, (context) =>
      context.body(body, 200, { "Content-Type": type, "Cache-Control": "public, max-age=31536000, immutable" }),
    );
  }
  pages.get("/favicon.svg", (context) =>
    context.body(favicon, 200, { "Content-Type": "image/svg+xml", "Cache-Control": "public, max-age=86400" }),
  );
  pages.get("/", (context) => context.html(homePage({ demo })));
  pages.get("/scanner", (context) => context.html(scannerPage({ userAgent: userAgent ?? defaultUserAgent, contact })));

  const limit = bodyLimit({
    maxSize: largestBody,
    onError: (context) => answerProblem(context, "body-too-large", tooLarge),
  });
  pages.post("/scan", limit, async (context) => {
    if (mediaType(context.req.raw) !== "application/x-www-form-urlencoded") {
      return answerProblem(context, "unsupported-media-type", "Send the fields as application/x-www-form-urlencoded.");
    }
    const { error, ...request } = parseScanForm(new URLSearchParams(await context.req.text()));
    if (error !== null) return context.html(homePage({ demo, form: { ...request, error } }), 400);
    const scan = registry.submit(request, context.get("requester").key);
    return "code" in scan ? answerRefusal(context, scan) : context.redirect(`/scan/${scan.id}`, 303);
  });
  pages.get("/scan", (context) => context.redirect("/", 303));

  pages.get("/scan/:id", async (context) => {
    const id = context.req.param("id");
    const enough = performance.now() + patience;
    while (registry.get(id)?.status !== "done" && performance.now() < enough) {
      if (registry.get(id) === null) return unknownScan(context);
      await registry.nextEvent(id, enough - performance.now());
    }
    const scan = registry.get(id);
    if (scan === null) return unknownScan(context);
    const { request, report, progress } = scan;
    if (report === undefined)
      return context.html(
        runningPage({ id, target: request.url, progress: progress.message, before: registry.before(id) }),
      );
    return context.html(
      resultPage({ id, report, followRedirects: request.followRedirects, history: registry.history(id) }),
    );
  });

  pages.route("/", explainPages(texts));
  pages.route("/", learnRoutes());
  pages.route("/", textPageRoutes(texts));

  for (const [path, methods] of Object.entries(allowed)) {
    pages.all(path, (context) => {
      context.header("Allow", methods);
      return answerProblem(context, "method-not-allowed", `This address takes ${methods}.`);
    });
  }
  return pages;
}

const tooLarge = `The form may have ${largestBody / 1024} KiB. A domain or a URL is far smaller.`;
const allowed = {
  "/": "GET, HEAD",
  "/scan": "GET, HEAD, POST",
  "/scanner": "GET, HEAD",
  "/scan/:id": "GET, HEAD",
  "/generate": "GET, HEAD, POST",
  "/generate/download": "POST",
  "/lint": "GET, HEAD, POST",
  "/explain": "GET, HEAD, POST",
  "/learn": "GET, HEAD",
  "/learn/stepper": "GET, HEAD, POST",
  ...Object.fromEntries(sections.map(({ id }) => [`/learn/${id}`, "GET, HEAD"])),
};
