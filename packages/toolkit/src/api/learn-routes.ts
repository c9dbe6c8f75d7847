import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { judgeTypedExchange } from "../learn/judge-typed-exchange.ts";
import { sections } from "../learn/sections.ts";
import { exchangeFromFields, stepperAddress, stepperPath, type TypedExchange } from "../learn/typed-exchange.ts";
import { learnIndexPage, learnSectionPage } from "../web/learn-page.ts";
import { stepperPage } from "../web/stepper-page.ts";
import { addressWithin } from "./address-within.ts";
import { answerProblem } from "./answer-problem.ts";
import { mediaType } from "./request-body.ts";

const largestForm = 256 * 1024;

/** The guide. It keeps nothing, and asks no server. */
export function learnRoutes(): Hono {
  const pages = new Hono();
  const limit = bodyLimit({
    maxSize: largestForm,
    onError: (context) =>
      answerProblem(
        context,
        "body-too-large",
        `The form may have ${largestForm / 1024} KiB. Heads of HTTP are far smaller.`,
      ),
  });

  pages.get("/learn", (context) => context.html(learnIndexPage()));
  pages.get(stepperPath, (context) => stepped(context, exchangeFromFields(new URL(context.req.url).searchParams)));
  pages.post(stepperPath, limit, async (context) => {
    if (mediaType(context.req.raw) !== "application/x-www-form-urlencoded") {
      return answerProblem(context, "unsupported-media-type", "Send the fields as application/x-www-form-urlencoded.");
    }
    const typed = exchangeFromFields(new URLSearchParams(await context.req.text()));
    const permalink = addressWithin(stepperAddress(typed));
    return permalink === null ? stepped(context, typed) : context.redirect(permalink, 303);
  });
  for (const section of sections) {
    pages.get(`/learn/${section.id}`, (context) => context.html(learnSectionPage(section)));
  }
  return pages;
}

function stepped(context: Context, typed: TypedExchange): Response | Promise<Response> {
  const judged = judgeTypedExchange(typed);
  return context.html(
    stepperPage({ typed, judged, permalink: addressWithin(stepperAddress(typed)) }),
    "field" in judged ? 400 : 200,
  );
}
