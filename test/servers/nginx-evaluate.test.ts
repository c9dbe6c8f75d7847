import { readFileSync } from "node:fs";
import type { Server } from "node:http";
import { join } from "node:path";
import { definePolicy } from "@crosscheck/cors";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { evaluateNginx } from "../../packages/toolkit/src/config/nginx/evaluate.ts";
import { generateNginx } from "../../packages/toolkit/src/config/nginx/generate.ts";
import { parseNginx } from "../../packages/toolkit/src/config/nginx/parse.ts";
import { listen } from "../raw-http.ts";
import { requireProgram } from "../requirements.ts";
import { fileSource, worldOf } from "./apache-world.ts";
import { holdSimulation } from "./hold-simulation.ts";
import { nginx } from "./nginx.ts";
import { nginxVersion } from "./nginx-version.ts";
import { policies } from "./policies.ts";
import { requestMatrix } from "./request-matrix.ts";
import { startServer } from "./server-process.ts";
import { nginxSite, siteFiles } from "./sites.ts";
import { upstream as careless } from "./upstream.ts";

const deadline = 120_000;
/** One request of so many; `CROSSCHECK_EVERY_REQUEST=1` sends them all. */
const share = process.env.CROSSCHECK_EVERY_REQUEST === "1" ? 1 : 9;
/** tcpmux: nobody listens there. */
const dead = 1;

describe.runIf(requireProgram(nginx.binary, "nginx"))("the simulation answers as a real nginx does", () => {
  let upstream: { readonly port: number; readonly server: Server };

  beforeAll(async () => {
    upstream = await listen(careless);
  });
  afterAll(() => {
    upstream?.server.close();
  });

  test.each(policies)("with our own configuration: $why", { timeout: deadline }, async ({ document, allowed, why }) => {
    const { files } = generateNginx(definePolicy(document), { command: "crosscheck generate" });
    const cors = Object.fromEntries(files.map(({ name, text }) => [`cors/${name}`, text]));
    const names = files.map(({ name }) => name);
    const site = nginxSite({ upstream: upstream.port, dead, cors: "{folder}/cors", files: names });
    const server = await startServer(nginx, site, { ...siteFiles, ...cors });
    try {
      const file = join(server.folder, "nginx.conf");
      const { directives, problems } = parseNginx(readFileSync(file, "latin1"), { file, source: fileSource });
      expect(problems).toEqual([]);
      const respond = evaluateNginx(directives, {
        ...worldOf({ [upstream.port]: careless }),
        version: nginxVersion(),
      });
      const requests = requestMatrix(allowed).filter((_, index) => index % share === 0);
      const { differences, summary, notModelled } = await holdSimulation(server, respond, requests);
      process.stdout.write(`nginx, ${why}: ${summary}\n`);
      expect(differences.slice(0, 10)).toEqual([]);
      expect(notModelled).toBeLessThan(requests.length / 4);
    } finally {
      await server.stop();
    }
  });
});
