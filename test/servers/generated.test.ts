import type { Server } from "node:http";
import { definePolicy, type Policy } from "@crosscheck/cors";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listen, type RawResponse } from "../raw-http.ts";
import { requireProgram } from "../requirements.ts";
import { type Comparison, compare, sendRaw } from "./compare.ts";
import { type PolicyCase, policies } from "./policies.ts";
import { type MatrixRequest, requestMatrix } from "./request-matrix.ts";
import { type RunningServer, startServer } from "./server-process.ts";
import { siteFiles } from "./sites.ts";
import { targets } from "./targets.ts";
import { upstream as careless } from "./upstream.ts";

const deadline = 120_000;

/** tcpmux: nobody listens there, and no server of another suite that runs meanwhile can be given it. */
const dead = 1;

for (const { program, debianPackage, generate, site, rejects, lossOf } of targets) {
  describe.runIf(requireProgram(program.binary, debianPackage))(`a real ${program.name}`, () => {
    let upstream: { readonly port: number; readonly server: Server };
    let plain: RunningServer;

    beforeAll(async () => {
      upstream = await listen(careless);
      plain = await startServer(program, site({ upstream: upstream.port, dead, cors: "", files: [] }), siteFiles);
    });

    afterAll(async () => {
      await plain?.stop();
      upstream?.server.close();
    });

    test.each(policies)("answers as decide does: $why", answersAsDecided, deadline);

    async function answersAsDecided({ why, document, allowed }: PolicyCase): Promise<void> {
      const policy = definePolicy(document);
      const server = await serve(policy);
      try {
        const comparison = await hold(server, policy, allowed);
        report(why, comparison);
        expect(comparison.mismatches.slice(0, 20)).toEqual([]);
        const announced = generate(policy, { command: "" }).losses.map(({ id }) => id);
        expect(announced).toEqual(expect.arrayContaining(Object.keys(comparison.lost)));
        expect(server.errorLog()).not.toMatch(/uninitialized|could not build|\[crit\]|\[emerg\]|\[alert\]/);
      } finally {
        await server.stop();
      }
    }

    test(
      "is found out when it has another policy",
      async () => {
        const narrow = definePolicy({ allowOrigins: ["https://app.example.com"] });
        const wide = definePolicy({ allowOrigins: ["https://app.example.com", "https://evil.example"] });
        const server = await serve(wide);
        try {
          const { mismatches } = await hold(server, narrow, ["https://app.example.com"]);
          expect(mismatches.length).toBeGreaterThan(100);
          expect(mismatches.every((mismatch) => mismatch.includes("https://evil.example"))).toBe(true);
        } finally {
          await server.stop();
        }
      },
      deadline,
    );

    /** The site with the policy's files; its configuration test is the operator's own. */
    function serve(policy: Policy): Promise<RunningServer> {
      const { files } = generate(policy, { command: "crosscheck generate" });
      const cors = Object.fromEntries(files.map(({ name, text }) => [`crosscheck-cors/${name}`, text]));
      const names = files.map(({ name }) => name);
      const options = { upstream: upstream.port, dead, cors: "{folder}/crosscheck-cors", files: names };
      return startServer(program, site(options), { ...siteFiles, ...cors });
    }

    function hold(server: RunningServer, policy: Policy, allowed: readonly string[]): Promise<Comparison> {
      return compare(policy, requestMatrix(allowed), { port: server.port, control, rejects, lossOf });
    }

    const answers = new Map<string, Promise<RawResponse>>();

    /** Without CORS no answer depends on what CORS looks at, so one does for all. */
    function control(request: MatrixRequest): Promise<RawResponse> {
      const headers = request.headers.filter(([name]) => !/^(?:origin|sec-fetch-site|access-control-.*)$/i.test(name));
      const key = JSON.stringify([request.method, request.target, headers]);
      const known = answers.get(key) ?? sendRaw(plain.port, { ...request, headers });
      answers.set(key, known);
      return known;
    }

    function report(why: string, { compared, rejected, lost, mismatches }: Comparison): void {
      process.stdout.write(
        `${program.name}, ${why}: ${compared} requests compared with decide, ${mismatches.length} differ; ` +
          `${rejected} rejected by the server itself; announced losses met: ${JSON.stringify(lost)}\n`,
      );
    }
  });
}
