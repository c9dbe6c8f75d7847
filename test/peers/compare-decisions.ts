import { type DecisionFact, decisionCase, decisionFacts, policies } from "../../facts/decisions.ts";
import { linesOf, send } from "../raw-http.ts";
import { type Peer, peers } from "./peer-servers.ts";

/** How many rows of the shared table of decisions a library answers as the policy language does. */
export interface ComparedDecisions {
  readonly right: number;
  /** Of so many: those of the policies that plain options can say. */
  readonly asked: number;
}

/** The policies that every library has options for, without a function of the author's own. */
const sayable = {
  plain: { origin: ["https://app.example.com"] },
  public: {
    origin: "*",
    methods: ["*"],
    headers: ["*", "Authorization"],
    exposed: ["*"],
    maxAge: 0,
  },
  opaque: { origin: ["null", "https://app.example.com"] },
  sets: { origin: ["https://one.example", "https://two.example", "https://three.example"] },
  closed: { origin: [] },
} as const;

export async function compareDecisions(): Promise<ReadonlyMap<Peer["name"], ComparedDecisions>> {
  const results = new Map<Peer["name"], ComparedDecisions>();
  for (const peer of peers) {
    let right = 0;
    let asked = 0;
    for (const [name, words] of Object.entries(sayable)) {
      const facts = decisionFacts.filter(([, policy]) => policy === name);
      const server = await peer.start(optionsFor(peer.name, name as keyof typeof sayable, words));
      try {
        for (const fact of facts) {
          asked++;
          if (await answersAlike(server.port, fact)) right++;
        }
      } finally {
        await server.close();
      }
    }
    results.set(peer.name, { right, asked });
  }
  return results;
}

function optionsFor(
  library: Peer["name"],
  policy: keyof typeof sayable,
  words: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  if (library === "crosscheck") return policies[policy];
  const { origin, methods = [], headers, exposed, maxAge } = words;
  const rest = maxAge === undefined ? {} : { maxAge };
  if (library === "cors" || library === "fastify-cors") {
    return { origin, methods, ...rest, ...(headers ? { allowedHeaders: headers, exposedHeaders: exposed } : {}) };
  }
  const list = origin as string | readonly string[];
  const own =
    library === "koa-cors" && typeof list !== "string"
      ? (context: { get(name: string): string }) => list.find((entry) => entry === context.get("Origin"))
      : list;
  return {
    origin: own,
    allowMethods: methods,
    ...rest,
    ...(headers ? { allowHeaders: headers, exposeHeaders: exposed } : {}),
  };
}

/** The same CORS headers, the handler asked or not, and at least the same Vary. */
async function answersAlike(port: number, fact: DecisionFact): Promise<boolean> {
  const { set, vary, status, request } = decisionCase(fact);
  const response = await send(port, `${request.method} ${request.target}`, request.headers);
  const sent = response.headers.filter(([name]) => /^access-control-/i.test(name));
  const members = linesOf(response, "vary").join(",").toLowerCase();
  return (
    lines(sent) === lines(set) &&
    linesOf(response, "x-handler").includes("ran") === (status === undefined) &&
    vary.every((name) => members.includes(name.toLowerCase()))
  );
}

function lines(headers: readonly (readonly [string, string])[]): string {
  return headers
    .map(([name, value]) => `${name.toLowerCase()}: ${value.replace(/\s*,\s*/g, ", ")}`)
    .sort()
    .join("\n");
}
