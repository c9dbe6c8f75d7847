import type { FarmSite } from "./farm-site.ts";

/** A row of the farm; the protocol is dealt out where the row does not say. */
export type Row = Omit<FarmSite, "protocol"> & { readonly protocol?: FarmSite["protocol"] };

type Options = Partial<Omit<Row, "id" | "why" | "answer">>;

const failing: readonly string[] = ["vulnerable", "write-only", "broken"];

/** A site below a registrable name of its own, on https, with a session cookie that third parties may have. */
export function defineSite(
  id: string,
  why: string,
  level: FarmSite["level"],
  finds: string | null,
  answer: FarmSite["answer"],
  options: Options = {},
): Row {
  return {
    id,
    why,
    level,
    told: options.level ?? level,
    finds,
    answer,
    host: `${id}.example`,
    scheme: "https",
    also: [],
    verdict: failing.includes(level) ? "failed" : level === "inconclusive" ? "inconclusive" : "passed",
    arguments: [],
    cookie: "Secure; SameSite=None",
    attackers: [],
    path: "/",
    method: "GET",
    ...options,
  };
}
