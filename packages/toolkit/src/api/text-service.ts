import type { Context } from "hono";
import type { Admission } from "./admission.ts";
import { answerProblem, answerRefusal } from "./answer-problem.ts";
import type { TextTaskName, TextTasks } from "./text-tasks.ts";
import { type TextWork, TextWorkError } from "./text-work.ts";

/** The work on texts as routes use it: counted, bounded, and refused with a problem. */
export interface TextService {
  /** Answers with what `answer` makes of the outcome, or with why there is none. */
  answer<Name extends TextTaskName>(
    context: Context,
    name: Name,
    request: TextTasks[Name]["request"],
    answer: (outcome: TextTasks[Name]["outcome"]) => Response | Promise<Response>,
  ): Promise<Response>;
}

export function textService(work: TextWork, admission: Admission | undefined): TextService {
  return {
    answer: async (context, name, request, answer) => {
      const requester = context.get("requester").key;
      const refusal = admission?.admitText(requester) ?? null;
      if (refusal !== null) return answerRefusal(context, refusal);
      try {
        return await answer(await work.run(name, request));
      } catch (error) {
        if (!(error instanceof TextWorkError)) throw error;
        if (error.code === "too-hard") {
          admission?.tookTooLong(requester);
          return answerProblem(context, "text-too-hard", error.message);
        }
        return answerRefusal(context, { code: "too-busy", detail: error.message, retryAfterSeconds: 5 });
      }
    },
  };
}
