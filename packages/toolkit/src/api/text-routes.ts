import { type Context, Hono } from "hono";
import { describeLoss } from "../config/refused-losses.ts";
import type { PolicyCheck } from "../policy-file/policy-check.ts";
import { answerProblem } from "./answer-problem.ts";
import type { ParsedBody } from "./body-members.ts";
import type { BodyError } from "./problem.ts";
import { describeSize, limitText, mediaType, readJson, sentence } from "./request-body.ts";
import { parseCheckRequest, parseGenerateRequest, parseLintRequest } from "./text-requests.ts";
import type { TextService } from "./text-service.ts";

type Answer = Response | Promise<Response>;

/** The part of the API that judges or generates from a text and keeps nothing. */
export function textRoutes(texts: TextService): Hono {
  const api = new Hono();
  api.post("/v1/check", limitText, (context) =>
    withBody(context, parseCheckRequest, "policy", (request) =>
      texts.answer(context, "check", request, (check) => unknownEnvironment(context, check) ?? context.json(check)),
    ),
  );
  api.post("/v1/generate", limitText, (context) =>
    withBody(context, parseGenerateRequest, "policy", (request) =>
      texts.answer(context, "generate", request, (outcome) => {
        switch (outcome.kind) {
          case "unknown target":
            return wrongBody(context, [{ pointer: "/target", detail: outcome.message }]);
          case "bad policy":
            return unknownEnvironment(context, outcome.check) ?? badPolicy(context, outcome.check);
          case "refused": {
            const errors = outcome.refused.map((loss) => ({
              pointer: loss.effect === "impossible" ? "/policy" : "/accept",
              detail: describeLoss(outcome.target, loss),
            }));
            const detail =
              "Nothing was generated: the server cannot do what the policy says. Losses that grant more are taken by their names in `accept`.";
            return answerProblem(context, "refused-losses", detail, errors);
          }
          case "generated": {
            const { files, losses } = outcome.generated;
            const { target, check } = outcome;
            return context.json({ schema: "crosscheck/generate@1", target, files, losses, problems: check.problems });
          }
        }
      }),
    ),
  );
  api.post("/v1/lint", limitText, (context) =>
    withBody(context, parseLintRequest, "text", (request) =>
      texts.answer(context, "lint", request, (outcome) => {
        if (outcome.kind === "linted") return context.json({ schema: "crosscheck/lint@1", files: [outcome.linted] });
        return wrongBody(context, [{ pointer: "/as", detail: outcome.message }]);
      }),
    ),
  );
  return api;
}

/** @param name the member that holds the text */
async function withBody<T extends { readonly policy?: string; readonly text?: string }>(
  context: Context,
  parse: (body: unknown) => ParsedBody<T>,
  name: "policy" | "text",
  answer: (request: T) => Answer,
): Promise<Response> {
  if (mediaType(context.req.raw) !== "application/json") {
    return answerProblem(context, "unsupported-media-type", "Send JSON, with Content-Type: application/json.");
  }
  const parsed = parse(await readJson(context));
  if (!parsed.ok) return wrongBody(context, parsed.errors);
  const size = describeSize(parsed.request[name] ?? "");
  return size === null ? answer(parsed.request) : answerProblem(context, "body-too-large", size);
}

function wrongBody(context: Context, errors: readonly BodyError[]): Answer {
  return answerProblem(context, "bad-request-body", errors.map(sentence).join(" "), errors);
}

/** The fault is in what was asked for, not in the policy. */
function unknownEnvironment(context: Context, { problems }: PolicyCheck): Answer | null {
  const found = problems.find(({ code }) => code === "unknown-environment");
  return found === undefined ? null : wrongBody(context, [{ pointer: "/environment", detail: found.message }]);
}

function badPolicy(context: Context, { problems }: PolicyCheck): Answer {
  const errors = problems
    .filter(({ severity }) => severity === "error")
    .map(({ line, column, message }) => ({
      pointer: "/policy",
      detail: message,
      ...(line === null ? {} : { line }),
      ...(column === null ? {} : { column }),
    }));
  return answerProblem(context, "bad-policy", "The policy has errors, each with its line in `errors`.", errors);
}
