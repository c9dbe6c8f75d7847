import { decide, definePolicy, type ServerRequest } from "@crosscheck/cors";
import type { Group, Row } from "./run.ts";

const marks: Readonly<Record<string, number>> = { hit: 150, miss: 400, "miss, another origin each time": 400 };

/** `decide` alone: it must not grow with the number of origins. */
export function decideBench(): readonly Group[] {
  return ["hit", "miss", "miss, another origin each time", "preflight"].map((what) => ({
    title: `decide, ${what}`,
    rows: [1, 1_000, 100_000].map((count): Row => {
      const policy = definePolicy({
        allowOrigins: listedOrigins(count),
        allowCredentials: true,
        allowMethods: ["PUT"],
        allowHeaders: ["Content-Type"],
      });
      const requests = requestsFor(what, count);
      let turn = 0;
      const name = `${count} origin${count === 1 ? "" : "s"}`;
      const nanoseconds = marks[what];
      const mark = { ratio: 1.2, ...(nanoseconds === undefined ? {} : { nanoseconds }) };
      return { name, operation: () => decide(policy, requests[turn++ % requests.length] as ServerRequest), mark };
    }),
  }));
}

/** `https://app0.example` and so on; the one that is asked for is the last. */
export function listedOrigins(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `https://app${index}.example`);
}

function requestsFor(what: string, count: number): readonly ServerRequest[] {
  if (what.startsWith("miss")) {
    // Never the same twice in a row, so that none is remembered; few enough for the caches of the processor.
    const strangers = what === "miss" ? 1 : 1_000;
    return Array.from({ length: strangers }, (_, index) => requestFor(what, `https://nobody${index}.example`));
  }
  return [requestFor(what, `https://app${count - 1}.example`)];
}

function requestFor(what: string, origin: string): ServerRequest {
  const headers: [string, string][] = [
    ["Host", "api.example"],
    ["Accept", "*/*"],
    ["Origin", origin],
  ];
  if (what !== "preflight") return { method: "GET", target: "/items?page=2", headers };
  return { method: "OPTIONS", target: "/items", headers: [...headers, ["Access-Control-Request-Method", "PUT"]] };
}
