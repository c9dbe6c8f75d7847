import { readFileSync } from "node:fs";
import type { Server } from "node:http";
import { join } from "node:path";
import { definePolicy } from "@crosscheck/cors";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { evaluateApache } from "../../packages/toolkit/src/config/apache/evaluate.ts";
import { generateApache } from "../../packages/toolkit/src/config/apache/generate.ts";
import { parseApache } from "../../packages/toolkit/src/config/apache/parse.ts";
import { listen } from "../raw-http.ts";
import { requireProgram } from "../requirements.ts";
import { apache } from "./apache.ts";
import { fileSource, worldOf } from "./apache-world.ts";
import { holdSimulation } from "./hold-simulation.ts";
import { policies } from "./policies.ts";
import { type MatrixRequest, requestMatrix } from "./request-matrix.ts";
import { type RunningServer, startServer } from "./server-process.ts";
import { apacheSite, siteFiles } from "./sites.ts";
import { upstream as careless } from "./upstream.ts";

const deadline = 120_000;
/** One request of so many; `CROSSCHECK_EVERY_REQUEST=1` sends them all. */
const share = process.env.CROSSCHECK_EVERY_REQUEST === "1" ? 1 : 9;
/** tcpmux: nobody listens there. */
const dead = 1;

describe.runIf(requireProgram(apache.binary, "apache2"))("the simulation answers as a real Apache does", () => {
  let upstream: { readonly port: number; readonly server: Server };

  beforeAll(async () => {
    upstream = await listen(careless);
  });
  afterAll(() => {
    upstream?.server.close();
  });

  test.each(policies)("with our own configuration: $why", { timeout: deadline }, async ({ document, allowed, why }) => {
    const { files } = generateApache(definePolicy(document), { command: "crosscheck generate" });
    const cors = Object.fromEntries(files.map(({ name, text }) => [`cors/${name}`, text]));
    const names = files.map(({ name }) => name);
    const site = apacheSite({ upstream: upstream.port, dead, cors: "{folder}/cors", files: names });
    const server = await startServer(apache, site, { ...siteFiles, ...cors });
    try {
      await hold(
        server,
        why,
        requestMatrix(allowed).filter((_, index) => index % share === 0),
      );
    } finally {
      await server.stop();
    }
  });

  async function hold(server: RunningServer, why: string, requests: readonly MatrixRequest[]): Promise<void> {
    const file = join(server.folder, "apache.conf");
    const { directives, problems } = parseApache(readFileSync(file, "latin1"), { file, source: fileSource });
    expect(problems).toEqual([]);
    const respond = evaluateApache(directives, worldOf({ [upstream.port]: careless }));
    const { differences, summary } = await holdSimulation(server, respond, requests);
    process.stdout.write(`${why}: ${summary}\n`);
    expect(differences.slice(0, 20)).toEqual([]);
  }
});
