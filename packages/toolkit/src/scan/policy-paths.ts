import { decideAsync, type PathPattern, type Policy } from "@crosscheck/cors";

/** The rule that decides a URL's path; null for none. */
export async function ruleOf(policy: Policy, url: string): Promise<string | null> {
  const { reason } = await decideAsync(policy, { method: "GET", target: url.replace(/#.*$/s, ""), headers: [] });
  return reason.ruleId ?? null;
}

export interface PolicyPaths {
  /** A path for each rule that no given URL is decided by. */
  readonly paths: readonly string[];
  /** Rules that no path was found for. */
  readonly unreached: readonly string[];
}

/** Where to ask about the rules that the given URLs do not reach. */
export async function policyPaths(policy: Policy, given: readonly string[], most: number): Promise<PolicyPaths> {
  const [first = "https://policy.example/"] = given;
  const reached = new Set(await Promise.all(given.map((url) => ruleOf(policy, url))));
  const paths: string[] = [];
  const unreached: string[] = [];
  for (const { id, path } of policy.rules) {
    if (reached.has(id)) continue;
    const found = paths.length < most ? await reachingPath(policy, id, path, first) : null;
    if (found === null) unreached.push(id);
    else paths.push(found);
  }
  return { paths, unreached };
}

async function reachingPath(policy: Policy, id: string, path: PathPattern, base: string): Promise<string | null> {
  for (const sample of samplePaths(path)) {
    if ((await ruleOf(policy, new URL(sample, base).href)) === id) return sample;
  }
  return null;
}

/** Paths that a pattern covers; the plainest first. */
function samplePaths({ segments, everythingBelow }: PathPattern): readonly string[] {
  const written = segments.map((segment) => ("literal" in segment ? segment.literal : "1")).join("/");
  const plain = `/${written}`;
  if (!everythingBelow) return [plain];
  const below = written === "" ? "/" : `${plain}/`;
  return [below, `${below}1`, `${below}crosscheck`];
}
