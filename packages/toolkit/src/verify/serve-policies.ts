import type { Server } from "node:http";
import type { Policy } from "@crosscheck/cors";
import type { GeneratedFile } from "../config/generated.ts";
import { type Comparison, compare, sendRaw } from "./compare.ts";
import { listen, type RawResponse } from "./raw-http.ts";
import type { MatrixRequest } from "./request-matrix.ts";
import { type RunningServer, startServer } from "./server-process.ts";
import type { Target } from "./targets.ts";
import { upstream as careless } from "./upstream.ts";

/** tcpmux: nobody listens there, and no server of another suite that runs meanwhile can be given it. */
const dead = 1;

export interface PolicyServers {
  /** The site with a policy's files; its configuration test is the operator's own. */
  serve(policy: Policy, files?: readonly GeneratedFile[]): Promise<RunningServer>;
  /** Holds every answer against `decide`. */
  hold(server: RunningServer, policy: Policy, requests: readonly MatrixRequest[]): Promise<Comparison>;
  stop(): Promise<void>;
}

/** A target's site without CORS and the application behind it, and the means to put policies in front of it. */
export async function servePolicies({ program, generate, layout, rejects, lossOf }: Target): Promise<PolicyServers> {
  const application: { readonly port: number; readonly server: Server } = await listen(careless);
  const ports = { upstream: application.port, dead };
  const bare = layout(ports, []);
  const plain = await startServer(program, bare.site, bare.files);
  const answers = new Map<string, Promise<RawResponse>>();

  /** Without CORS no answer depends on what CORS looks at, so one does for all. */
  function control(request: MatrixRequest): Promise<RawResponse> {
    const headers = request.headers.filter(([name]) => !/^(?:origin|sec-fetch-site|access-control-.*)$/i.test(name));
    const key = JSON.stringify([request.method, request.target, request.version, headers]);
    const known = answers.get(key) ?? sendRaw(plain.port, { ...request, headers });
    answers.set(key, known);
    return known;
  }

  return {
    serve: (policy, written = generate(policy, { command: "crosscheck generate" }).files) => {
      const { site, files } = layout(ports, written);
      return startServer(program, site, files);
    },
    hold: (server, policy, requests) => compare(policy, requests, { port: server.port, control, rejects, lossOf }),
    stop: async () => {
      await plain.stop();
      application.server.close();
    },
  };
}
