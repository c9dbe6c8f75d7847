import { readdirSync, readFileSync } from "node:fs";
import type { Server } from "node:http";
import { join } from "node:path";
import type { HeaderList } from "@crosscheck/cors/http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { evaluateNginx } from "../../packages/toolkit/src/config/nginx/evaluate.ts";
import { parseNginx } from "../../packages/toolkit/src/config/nginx/parse.ts";
import { listen } from "../raw-http.ts";
import { requireProgram } from "../requirements.ts";
import { fileSource, worldOf } from "./apache-world.ts";
import { holdSimulation } from "./hold-simulation.ts";
import { nginx } from "./nginx.ts";
import { nginxVersion } from "./nginx-version.ts";
import { startServer } from "./server-process.ts";
import { upstream as careless } from "./upstream.ts";

const folder = join(import.meta.dirname, "../../packages/toolkit/src/lint/nginx/fixtures");
const fixtures = readdirSync(folder);
/** What these say is that nginx does not start. */
const refused = new Set(["header-in-server-if", "key-too-long", "map-hash-twice", "no-such-directive"]);
/** These need a module that Debian's package of nginx itself does not have. */
const needsModule = new Set(["vary-overwritten.bad.conf"]);

const origins: readonly HeaderList[] = [
  [],
  ...["https://app.example.com", "https://APP.example.com", "https://evil.example", "null"].map(
    (origin): HeaderList => [["Origin", origin]],
  ),
];
const targets = [
  "/",
  "/files/x",
  "/api/x",
  "/api/status/404",
  "/private/x",
  "/%70rivate/x",
  "//private/x",
  "/x/../private/x",
  "/login",
  "/login%0A",
  "/missing",
];

describe.runIf(requireProgram(nginx.binary, "nginx"))("the fixtures of lint on a real nginx", () => {
  let upstream: { readonly port: number; readonly server: Server };

  beforeAll(async () => {
    upstream = await listen(careless);
  });
  afterAll(() => {
    upstream?.server.close();
  });

  test.each(fixtures.filter((file) => !needsModule.has(file)))("%s", async (file) => {
    const text = readFileSync(join(folder, file), "latin1")
      .replace(/listen 80;/, "listen 127.0.0.1:{port}; root {folder}/www;")
      .replaceAll("http://127.0.0.1:3000", `http://127.0.0.1:${upstream.port}`)
      .replace("proxy_cache_path cache", "proxy_cache_path {folder}/cache");
    const site = /\bserver \{/.test(text) ? text : `server { listen 127.0.0.1:{port}; root {folder}/www;\n${text}}`;
    const files = { "www/index.html": "x", "www/files/x": "x", "www/api/x": "x" };
    const [check = "", kind] = file.split(".");
    if (kind === "bad" && refused.has(check)) {
      await expect(startServer(nginx, site, files)).rejects.toThrow(/refuses the configuration/);
      return;
    }
    const server = await startServer(nginx, site, files);
    try {
      const main = join(server.folder, "nginx.conf");
      const { directives, problems } = parseNginx(readFileSync(main, "latin1"), { file: main, source: fileSource });
      expect(problems).toEqual([]);
      const world = { ...worldOf({ [upstream.port]: careless }), version: nginxVersion() };
      // A cache's second answer is the first one's, which the simulation does not remember.
      const asked = check === "cached-upstream-origin" ? [] : targets;
      const requests = asked.flatMap((target) =>
        origins.flatMap((headers) => [
          { method: "GET", target, headers },
          { method: "OPTIONS", target, headers: [...headers, ["Access-Control-Request-Method", "PUT"] as const] },
        ]),
      );
      const { differences } = await holdSimulation(server, evaluateNginx(directives, world), requests);
      expect(differences.slice(0, 5)).toEqual([]);
    } finally {
      await server.stop();
    }
  });
});
