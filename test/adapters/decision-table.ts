import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DecisionCase, type DecisionFact, decisionCase, decisionFacts, policies } from "../../facts/decisions.ts";
import { decide, type Policy, parsePolicy } from "../../packages/cors/src/index.ts";
import { linesOf, send } from "../raw-http.ts";
import { corsLines } from "./cors-lines.ts";

/** A framework's server that listens on a loopback port. */
export interface Running {
  readonly port: number;
  close(): unknown;
}

/** What a framework does before an adapter sees a request. */
export interface Framework {
  /** Targets arrive as parsed URLs, dot segments resolved and backslashes turned. */
  readonly parsesTargets?: true;
  /** Request lines that the framework answers itself, or that no route of it can match. */
  readonly unrouted?: readonly string[];
}

/**
 * Holds an adapter against the table of decisions, over real HTTP.
 *
 * @param start serves a policy before a handler that answers every request with 200 and `X-Handler: ran`
 */
export function holdDecisionTable(start: (policy: Policy) => Promise<Running>, framework: Framework = {}): void {
  describe("the shared table over HTTP", () => {
    const servers = new Map<unknown, Running>();

    beforeAll(async () => {
      for (const document of Object.values(policies)) servers.set(document, await start(policyOf(document)));
    });

    afterAll(async () => {
      for (const server of servers.values()) await server.close();
    });

    test.each(decisionFacts)("%s (%s: %s)", async (...fact: DecisionFact) => {
      const row = decisionCase(fact);
      const unrouted = framework.unrouted?.includes(fact[2]) ?? false;
      const { status, set, vary } = framework.parsesTargets && !unrouted ? decidedForUrl(row) : row;
      const response = await send(servers.get(row.policy)?.port ?? 0, fact[2], row.request.headers);
      // `Headers` of the Fetch standard has names in lower case, sorted.
      expect(corsLines(response.headers)).toEqual(corsLines(set));
      if (unrouted) return;

      expect(response.status).toBe(status ?? 200);
      expect(linesOf(response, "vary")).toEqual(vary.length === 0 ? [] : [vary.join(", ")]);
      expect(linesOf(response, "x-handler")).toEqual(status === undefined ? ["ran"] : []);
      if (status === undefined) return;
      expect(response.body).toBe("");
      if (status === 204) expect(linesOf(response, "content-length")).toEqual([]);
    });
  });
}

function policyOf(document: unknown): Policy {
  const { policy } = parsePolicy(document);
  if (policy === null) throw new Error("A policy of the table is none.");
  return policy;
}

/** The same question about the target that is left when a URL parser had it. */
function decidedForUrl(row: DecisionCase): Pick<DecisionCase, "status" | "set" | "vary"> {
  const { method, target, headers } = row.request;
  if (!URL.canParse(target, "http://api.example.com")) return row;
  const { pathname, search } = new URL(target, "http://api.example.com");
  const parsed = target.startsWith("//") ? target : `${pathname}${search}`;
  const { status, set, vary } = decide(policyOf(row.policy), { method, target: parsed, headers });
  return { status, set, vary };
}
