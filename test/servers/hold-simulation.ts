import type { ArrivingRequest, Evaluated } from "../../packages/toolkit/src/config/simulation.ts";
import { apacheDifferences } from "./apache-differences.ts";
import { sendRaw } from "./compare.ts";
import type { MatrixRequest } from "./request-matrix.ts";
import type { RunningServer } from "./server-process.ts";

export interface Held {
  readonly differences: readonly string[];
  readonly notModelled: number;
  /** One line. */
  readonly summary: string;
}

/** Sends every request to the real server and to its simulation, and says where the answers differ. */
export async function holdSimulation(
  server: RunningServer,
  respond: (request: ArrivingRequest) => Evaluated,
  requests: readonly MatrixRequest[],
): Promise<Held> {
  const differences: string[] = [];
  const reasons = new Map<string, number>();
  for (let start = 0; start < requests.length; start += 24) {
    await Promise.all(
      requests.slice(start, start + 24).map(async (request) => {
        const real = await sendRaw(server.port, request);
        const simulated = respond({
          method: request.method,
          target: bytes(request.target),
          headers: [
            ["Host", "api.example.com"],
            ...request.headers.map(([name, value]) => [name, bytes(value)] as const),
          ],
          scheme: "http",
          port: server.port,
        });
        if (simulated.kind === "answer") differences.push(...apacheDifferences(request, real, simulated.response));
        else reasons.set(simulated.why, (reasons.get(simulated.why) ?? 0) + 1);
      }),
    );
  }
  const notModelled = [...reasons.values()].reduce((sum, count) => sum + count, 0);
  const why = [...reasons].map(([what, count]) => `${count} × ${what}`).join(", ") || "none";
  const summary = `${requests.length} requests, ${differences.length} differ; not modelled: ${why}`;
  return { differences, notModelled, summary };
}

function bytes(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}
