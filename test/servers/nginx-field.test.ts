import { readFileSync } from "node:fs";
import type { Server } from "node:http";
import { join } from "node:path";
import type { HeaderList } from "@crosscheck/cors/http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { evaluateNginx } from "../../packages/toolkit/src/config/nginx/evaluate.ts";
import { parseNginx } from "../../packages/toolkit/src/config/nginx/parse.ts";
import { listen } from "../raw-http.ts";
import { requireProgram } from "../requirements.ts";
import { fileSource, worldOf } from "./apache-world.ts";
import { type FieldConfiguration, fieldConfigurations } from "./field-nginx.ts";
import { holdSimulation } from "./hold-simulation.ts";
import { nginx } from "./nginx.ts";
import { nginxVersion } from "./nginx-version.ts";
import type { MatrixRequest } from "./request-matrix.ts";
import { type Files, type RunningServer, startServer } from "./server-process.ts";
import { upstream as careless } from "./upstream.ts";

const origins: readonly HeaderList[] = [
  [],
  ...[
    "https://app.example.com",
    "https://partner.example",
    "https://evil.example",
    "https://app.example.com.evil.example",
    "HTTPS://APP.EXAMPLE.COM",
    "null",
  ].map((value): HeaderList => [["Origin", value]]),
];
const targets = [
  "/",
  "/index.html",
  "/api/data.json",
  "/api/missing",
  "/api/old",
  "/old/data.json",
  "/v2/status/200",
  "/img/a.png",
  "/fonts/a.woff",
  "/deep",
  "/deep/",
  "/secret/x.txt",
  "/login/x.txt",
  "/app",
  "/app/status/200",
  "/app/status/404",
  "/app/status/302",
  "/errors/404.html",
  "/api//data.json",
  "//api/%64ata.json",
  "/nothing/at/all",
];
const names = [
  "index.html",
  "api/data.json",
  "img/a.png",
  "fonts/a.woff",
  "deep/index.html",
  "secret/x.txt",
  "login/x.txt",
  "errors/404.html",
];
/** tcpmux: nobody listens there. */
const dead = 1;

describe.runIf(requireProgram(nginx.binary, "nginx"))("configurations in the style of the field", () => {
  let upstream: { readonly port: number; readonly server: Server };
  let server: RunningServer;
  let respond: ReturnType<typeof evaluateNginx>;

  beforeAll(async () => {
    upstream = await listen(careless);
    const blocks = fieldConfigurations.map((configuration, number) => block(configuration, number, upstream.port));
    const files: Files = Object.fromEntries(
      fieldConfigurations.flatMap((_, number) => names.map((name) => [`www/${number}/${name}`, name])),
    );
    server = await startServer(nginx, blocks.join("\n"), { ...files, htpasswd: "" });
    const file = join(server.folder, "nginx.conf");
    const { directives, problems } = parseNginx(readFileSync(file, "latin1"), { file, source: fileSource });
    expect(problems).toEqual([]);
    respond = evaluateNginx(directives, { ...worldOf({ [upstream.port]: careless }), version: nginxVersion() });
  });
  afterAll(async () => {
    await server?.stop();
    upstream?.server.close();
  });

  test("there are forty and more", () => {
    expect(fieldConfigurations.length).toBeGreaterThanOrEqual(40);
  });

  test.each(fieldConfigurations.map(({ why }, number) => [why, number] as const))("%s", async (why, number) => {
    const requests = targets.flatMap((path) =>
      origins.flatMap((headers) => requestsFor(`http://field-${number}.example${path}`, headers)),
    );
    const { differences, notModelled, summary } = await holdSimulation(server, respond, requests);
    process.stdout.write(`nginx, ${why}: ${summary}\n`);
    expect(differences.slice(0, 5)).toEqual([]);
    expect(notModelled).toBe(0);
  });
});

function requestsFor(target: string, headers: HeaderList): readonly MatrixRequest[] {
  const preflight = [
    ["Access-Control-Request-Method", "PUT"],
    ["Access-Control-Request-Headers", "content-type"],
  ] as const;
  return [
    { method: "GET", target, headers },
    { method: "POST", target, headers },
    { method: "OPTIONS", target, headers: [...headers, ...preflight] },
  ];
}

function block({ http, server }: FieldConfiguration, number: number, port: number): string {
  const filled = (text: string): string =>
    text
      .replaceAll("{n}", String(number))
      .replaceAll("{app}", `http://127.0.0.1:${port}`)
      .replaceAll("{address}", `127.0.0.1:${port}`)
      .replaceAll("{dead}", `http://127.0.0.1:${dead}`);
  return `${filled(http)}
server {
  listen 127.0.0.1:{port};
  server_name field-${number}.example;
  root {folder}/www/${number};
  ${filled(server)}
}`;
}
