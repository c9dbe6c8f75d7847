import { definePolicy } from "@crosscheck/cors";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { requireProgram } from "../requirements.ts";
import type { Comparison } from "./compare.ts";
import { type PolicyCase, policies } from "./policies.ts";
import { requestMatrix } from "./request-matrix.ts";
import { seededPolicies, someRequests } from "./seeded-policies.ts";
import { type PolicyServers, servePolicies } from "./serve-policies.ts";
import { targets } from "./targets.ts";

const deadline = 120_000;
/** `npm run test:servers` runs more of them. */
const seeded = seededPolicies(20_261, 4);
/** A part of the matrix for each, all of it in `npm run test:servers`. */
const share = 600;

for (const target of targets) {
  const { name, program, debianPackage, generate } = target;
  describe.runIf(requireProgram(program.binary, debianPackage))(`a real ${program.name}, given ${name}`, () => {
    let servers: PolicyServers;

    beforeAll(async () => {
      servers = await servePolicies(target);
    });

    afterAll(() => servers?.stop());

    test.each(policies)("answers as decide does: $why", { timeout: deadline }, (policy) =>
      answersAsDecided(policy, someRequests(policy, share)),
    );
    test.each(seeded)("answers as decide does: $why", { timeout: deadline }, (policy) =>
      answersAsDecided(policy, someRequests(policy, share)),
    );

    async function answersAsDecided(
      { why, document }: PolicyCase,
      requests: ReturnType<typeof requestMatrix>,
    ): Promise<void> {
      const policy = definePolicy(document);
      const server = await servers.serve(policy);
      try {
        const comparison = await servers.hold(server, policy, requests);
        report(why, comparison);
        expect(comparison.mismatches.slice(0, 20)).toEqual([]);
        const announced = generate(policy, { command: "" }).losses.map(({ id }) => id);
        expect(announced).toEqual(expect.arrayContaining(Object.keys(comparison.lost)));
        expect(server.errorLog()).not.toMatch(/uninitialized|could not build|\[crit\]|\[emerg\]|\[alert\]/);
      } finally {
        await server.stop();
      }
    }

    test("is found out when it has another policy", { timeout: deadline }, async () => {
      const narrow = definePolicy({ allowOrigins: ["https://app.example.com"] });
      const wide = definePolicy({ allowOrigins: ["https://app.example.com", "https://evil.example"] });
      const server = await servers.serve(wide);
      try {
        const { mismatches } = await servers.hold(server, narrow, requestMatrix(["https://app.example.com"]));
        expect(mismatches.length).toBeGreaterThan(100);
        expect(mismatches.every((mismatch) => mismatch.includes("https://evil.example"))).toBe(true);
      } finally {
        await server.stop();
      }
    });

    function report(why: string, { compared, rejected, lost, mismatches }: Comparison): void {
      process.stdout.write(
        `${name}, ${why}: ${compared} requests compared with decide, ${mismatches.length} differ; ` +
          `${rejected} rejected by the server itself; announced losses met: ${JSON.stringify(lost)}\n`,
      );
    }
  });
}
