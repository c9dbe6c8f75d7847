import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DecisionCase, type DecisionFact, decisionCase, decisionFacts, policies } from "../../facts/decisions.ts";
import type { CorsOptions, PolicyInput, Replaceable } from "../../packages/cors/src/adapters/cors-options.ts";
import { decide, type Policy, parsePolicy } from "../../packages/cors/src/index.ts";
import { corsHeadersOf, linesOf, send } from "../raw-http.ts";
import { corsLines } from "./cors-lines.ts";
import { holdInCode } from "./hold-in-code.ts";

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
  /** Names and their order go out as the policy has them. `Headers` of the Fetch standard has them in lower case, sorted. */
  readonly keepsNames?: true;
}

/** What an adapter exports. */
type Cors<Middleware> = (policyOrDocument: PolicyInput, options?: CorsOptions) => Middleware;

/**
 * Holds an adapter against the table of decisions, over real HTTP, and against what only code can do.
 *
 * @param start serves a middleware before a handler that answers every request with 200 and `X-Handler: ran`
 */
export function holdDecisionTable<Middleware extends Replaceable>(
  cors: Cors<Middleware>,
  start: (middleware: Middleware) => Promise<Running>,
  framework: Framework = {},
): void {
  holdInCode(cors, start);
  describe("the shared table over HTTP", () => {
    const servers = new Map<unknown, Running>();

    beforeAll(async () => {
      for (const document of Object.values(policies)) servers.set(document, await start(cors(policyOf(document))));
    });

    afterAll(async () => {
      for (const server of servers.values()) await server.close();
    });

    test.each(decisionFacts)("%s (%s: %s)", async (...fact: DecisionFact) => {
      const row = decisionCase(fact);
      const unrouted = framework.unrouted?.includes(fact[2]) ?? false;
      const { status, set, vary } = framework.parsesTargets && !unrouted ? decidedForUrl(row) : row;
      const response = await send(servers.get(row.policy)?.port ?? 0, fact[2], row.request.headers);
      if (framework.keepsNames) expect(corsHeadersOf(response)).toEqual(set);
      else expect(corsLines(response.headers)).toEqual(corsLines(set));
      if (unrouted) return;

      expect(response.status).toBe(status ?? 200);
      expect(linesOf(response, "vary")).toEqual(vary.length === 0 ? [] : [vary.join(", ")]);
      expect(linesOf(response, "x-handler")).toEqual(status === undefined ? ["ran"] : []);
      if (status === undefined) return;
      expect(response.body).toBe("");
      if (status === 204) expect(linesOf(response, "content-length")).toEqual([]);
      if (status === 403 && framework.keepsNames) expect(linesOf(response, "content-length")).toEqual(["0"]);
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
