import { type Context, Hono } from "hono";
import { generateTargets } from "../config/targets.ts";
import { lintTargets } from "../lint/lint-targets.ts";
import { type GenerateForm, generatePage } from "../web/generate-page.ts";
import { lintPage } from "../web/lint-page.ts";
import { addressWithin } from "./address-within.ts";
import { answerProblem } from "./answer-problem.ts";
import type { GenerateOutcome, GenerateRequest } from "./generate-service.ts";
import { describeSize, limitText, mediaType } from "./request-body.ts";
import type { TextService } from "./text-service.ts";

type Answer = Response | Promise<Response>;

const example = `rules:
  - id: api
    path: /api/*
    allowOrigins: [https://app.example.com]
    allowCredentials: true
`;

/** The pages that generate or judge from a text and keep nothing. */
export function textPageRoutes(texts: TextService): Hono {
  const pages = new Hono();
  pages.get("/lint", (context) => context.html(lintPage({ kinds: lintTargets, text: "", as: "" })));
  pages.post("/lint", limitText, (context) =>
    withForm(context, "text", (fields) => {
      const text = (fields.get("text") ?? "").replaceAll("\r\n", "\n");
      const as = fields.get("as") ?? "";
      const page = { kinds: lintTargets, text, as };
      if (text.trim() === "") return context.html(lintPage({ ...page, error: "Paste a configuration." }), 400);
      return texts.answer(context, "lint", { text, ...(as === "" ? {} : { as }) }, (outcome) =>
        outcome.kind === "linted"
          ? context.html(lintPage({ ...page, linted: outcome.linted }))
          : context.html(lintPage({ ...page, error: outcome.message }), 400),
      );
    }),
  );

  pages.get("/generate", (context) => {
    const fields = new URL(context.req.url).searchParams;
    if (fields.has("policy")) return generated(context, texts, formOf(fields));
    return context.html(generatePage({ targets: generateTargets, form: { ...formOf(fields), policy: example } }));
  });
  pages.post("/generate", limitText, (context) =>
    withForm(context, "policy", (fields) => {
      const form = formOf(fields);
      const permalink = addressOf(form);
      return permalink === null ? generated(context, texts, form) : context.redirect(permalink, 303);
    }),
  );
  pages.post("/generate/download", limitText, (context) =>
    withForm(context, "policy", (fields) =>
      texts.answer(context, "generate", requestOf(formOf(fields)), (outcome) => {
        const file =
          outcome.kind === "generated" && outcome.generated.files.find(({ name }) => name === fields.get("file"));
        if (!file) return answerProblem(context, "not-found", "There is no such file. Generate it again.");
        context.header("Content-Type", "text/plain; charset=utf-8");
        context.header("Content-Disposition", `attachment; filename="${file.name}"`);
        return context.body(file.text);
      }),
    ),
  );
  return pages;
}

/** @param name the field that holds the text */
async function withForm(
  context: Context,
  name: string,
  answer: (fields: URLSearchParams) => Answer,
): Promise<Response> {
  if (mediaType(context.req.raw) !== "application/x-www-form-urlencoded") {
    return answerProblem(context, "unsupported-media-type", "Send the fields as application/x-www-form-urlencoded.");
  }
  const fields = new URLSearchParams(await context.req.text());
  const size = describeSize(fields.get(name) ?? "");
  return size === null ? answer(fields) : answerProblem(context, "body-too-large", size);
}

function formOf(fields: URLSearchParams): GenerateForm {
  return {
    policy: (fields.get("policy") ?? "").replaceAll("\r\n", "\n"),
    server: fields.get("server") ?? "nginx",
    version: (fields.get("version") ?? "").trim(),
    environment: (fields.get("environment") ?? "").trim(),
    accept: fields.getAll("accept").flatMap((ids) => ids.split(" ").filter((id) => id !== "")),
  };
}

/** The address of what a form gives; null when it would be too long. */
function addressOf({ accept, ...form }: GenerateForm): string | null {
  const fields = Object.entries(form).filter(([name, value]) => name === "policy" || value !== "");
  const query = new URLSearchParams([...fields, ...accept.map((id) => ["accept", id] as [string, string])]);
  return addressWithin(`/generate?${query}`);
}

function requestOf({ policy, server, version, environment, accept }: GenerateForm): GenerateRequest {
  const target = version === "" ? server : `${server}@${version}`;
  return { target, policy, accept, ...(environment === "" ? {} : { environment }) };
}

function generated(context: Context, texts: TextService, form: GenerateForm): Answer {
  return texts.answer(context, "generate", requestOf(form), (outcome) => answerGenerated(context, form, outcome));
}

function answerGenerated(context: Context, form: GenerateForm, outcome: GenerateOutcome): Answer {
  const page = { targets: generateTargets, form };
  switch (outcome.kind) {
    case "unknown target":
      return context.html(generatePage({ ...page, error: outcome.message }), 400);
    case "bad policy":
      return context.html(generatePage({ ...page, problems: outcome.check.problems }), 422);
    case "refused": {
      const { losses, refused, check } = outcome;
      return context.html(generatePage({ ...page, problems: check.problems, losses, refused }), 422);
    }
    case "generated": {
      const { files, losses } = outcome.generated;
      const permalink = addressOf(form);
      return context.html(generatePage({ ...page, permalink, problems: outcome.check.problems, losses, files }));
    }
  }
}
