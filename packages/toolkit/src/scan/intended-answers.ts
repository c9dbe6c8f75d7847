import { applyDecision, decideAsync, type Policy } from "@crosscheck/cors";
import { type Exchange, type HttpResponse, isResponse } from "@crosscheck/cors/http";

/**
 * What a policy says to questions that a site was asked: the site's own answers with the policy's CORS headers in place of
 * its own.
 */
export async function intendedAnswers(policy: Policy, asked: readonly Exchange[]): Promise<readonly Exchange[]> {
  return Promise.all(
    asked.map(async ({ request, response }) => {
      const target = request.url.replace(/#.*$/s, "");
      const decision = await decideAsync(policy, { method: request.method, target, headers: request.headers });
      // No rule owns nothing: what the application says of itself there is not the policy's either.
      const status = isResponse(response) ? response.status : 200;
      const plain: HttpResponse = { status: decision.status === undefined ? status : 200, headers: [] };
      return { request, response: applyDecision(decision, plain) };
    }),
  );
}
