import type { Policy } from "@crosscheck/cors";
import { policyPaths, ruleOf } from "./policy-paths.ts";

/** Each path may take a whole scan's questions. */
const mostPaths = 20;

/** Which paths ask about the rules that no given URL reaches, and what the reader should know of it. */
export async function rulesToCompare(
  policy: Policy,
  url: string,
  given: readonly string[],
): Promise<{ readonly paths: readonly string[]; readonly notes: readonly string[] }> {
  const urls = [url, ...given.flatMap((path) => URL.parse(path, url)?.href ?? [])];
  const { paths, unreached } = await policyPaths(policy, urls, Math.max(0, mostPaths - given.length));
  const asked = [...urls, ...paths.map((path) => new URL(path, url).href)];
  const notes: string[] = [];
  for (const one of asked) {
    const rule = await ruleOf(policy, one);
    notes.push(
      rule === null
        ? `Compared with the policy: ${one} is covered by no rule, so it should have no CORS headers.`
        : `Compared with the policy: ${one} is decided by the rule ${rule}.`,
    );
  }
  if (unreached.length > 0) {
    const one = unreached.length === 1;
    notes.push(
      `Not compared: the ${one ? "rule" : "rules"} ${unreached.join(", ")}, for which no path was found or left. Name ${one ? "one" : "some"} with --path.`,
    );
  }
  return { paths, notes };
}
