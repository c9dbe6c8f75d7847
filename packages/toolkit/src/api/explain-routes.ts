import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { maskText } from "../explain/mask-secrets.ts";
import { type ExplainForm, explainPage } from "../web/explain-page.ts";
import { answerProblem } from "./answer-problem.ts";
import { type ExplainRequest, largestEvidence, parseExplainRequest, sizeOf } from "./explain-request.ts";
import { stepperFor } from "./explain-service.ts";
import { mediaType, readJson, sentence } from "./request-body.ts";
import type { TextService } from "./text-service.ts";

const tooLarge = `The evidence may have ${largestEvidence / 1024 / 1024} MiB. Use the command for more: crosscheck explain --har FILE.`;

/** A form's encoding may take three bytes for one. */
const limit = bodyLimit({
  maxSize: 3 * largestEvidence + 65_536,
  onError: (context) => answerProblem(context, "body-too-large", tooLarge),
});

/** `POST /api/v1/explain`: as the command prints it with --json. Nothing is kept, and nobody is asked. */
export function explainRoutes(texts: TextService): Hono {
  const api = new Hono();
  api.post("/v1/explain", limit, async (context) => {
    if (mediaType(context.req.raw) !== "application/json") {
      return answerProblem(context, "unsupported-media-type", "Send JSON, with Content-Type: application/json.");
    }
    const parsed = parseExplainRequest(await readJson(context));
    if (!parsed.ok) {
      return answerProblem(context, "bad-request-body", parsed.errors.map(sentence).join(" "), parsed.errors);
    }
    if (sizeOf(parsed.request) > largestEvidence) return answerProblem(context, "body-too-large", tooLarge);
    return texts.answer(context, "explain", parsed.request, (explanation) => context.json(explanation));
  });
  return api;
}

/** The page `/explain`: a box, a file, and the answer. Whole without a script. */
export function explainPages(texts: TextService): Hono {
  const pages = new Hono();
  pages.get("/explain", (context) => context.html(explainPage({ form: { text: "", origin: "" } })));
  pages.post("/explain", limit, async (context) => {
    const type = mediaType(context.req.raw);
    if (type !== "application/x-www-form-urlencoded" && type !== "multipart/form-data") {
      return answerProblem(context, "unsupported-media-type", "Send the fields of the form as a form.");
    }
    const fields = await context.req.parseBody().catch(() => null);
    if (fields === null) return answerProblem(context, "bad-request-body", "The form is cut or broken. Send it again.");
    const text = typeof fields.text === "string" ? fields.text.replaceAll("\r\n", "\n") : "";
    const origin = typeof fields.origin === "string" ? fields.origin.trim() : "";
    const file = fields.file instanceof File && fields.file.size > 0 ? await fields.file.text() : "";
    if (text.length + file.length > largestEvidence) return answerProblem(context, "body-too-large", tooLarge);
    const form: ExplainForm = { text, origin };
    if (text.trim() === "" && file === "") {
      return context.html(explainPage({ form, error: "Paste something, or choose a file." }), 400);
    }
    const isOrigin = origin === "" || origin === "null" || URL.canParse(origin);
    if (!isOrigin) return context.html(explainPage({ form, originError: "Write scheme, host and port." }), 400);
    const given: ExplainRequest = {
      text: file === "" ? text : `${text}\n${file}`,
      ...(origin === "" ? {} : { origin }),
    };
    const again = { text: shownAgain(text), origin };
    return texts.answer(context, "explain", given, (explanation) =>
      context.html(explainPage({ form: again, explanation, stepper: stepperFor(explanation) })),
    );
  });
  return pages;
}

/** What was pasted, its secrets masked; an archive is too long to be shown again, and has them in more places. */
function shownAgain(text: string): string {
  return text.length > 20_000 || /"(?:log|entries)"\s*:/.test(text) ? "" : maskText(text);
}
