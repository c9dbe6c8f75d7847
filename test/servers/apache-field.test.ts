import { readFileSync } from "node:fs";
import type { Server } from "node:http";
import { join } from "node:path";
import type { HeaderList } from "@crosscheck/cors/http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Evaluated, evaluateApache } from "../../packages/toolkit/src/config/apache/evaluate.ts";
import { parseApache } from "../../packages/toolkit/src/config/apache/parse.ts";
import { listen } from "../raw-http.ts";
import { requireProgram } from "../requirements.ts";
import { apache } from "./apache.ts";
import { apacheDifferences } from "./apache-differences.ts";
import { fileSource, worldOf } from "./apache-world.ts";
import { sendRaw } from "./compare.ts";
import { type FieldConfiguration, fieldConfigurations as inTheField } from "./field-apache.ts";
import { lintFixtures } from "./lint-fixtures-apache.ts";
import type { MatrixRequest } from "./request-matrix.ts";
import { type Files, type RunningServer, startServer } from "./server-process.ts";
import { upstream as careless } from "./upstream.ts";

/** What lint calls bad and good is held to the real server with the rest. */
const fieldConfigurations: readonly FieldConfiguration[] = [
  ...inTheField,
  ...lintFixtures.flatMap(({ check, where, bad, good }) => [
    { why: `${check}, bad`, where, text: bad },
    { why: `${check}, good`, where, text: good },
  ]),
];

/** One request of so many; `CROSSCHECK_EVERY_REQUEST=1` sends them all. */
const share = process.env.CROSSCHECK_EVERY_REQUEST === "1" ? 1 : 5;

const origins: readonly HeaderList[] = [
  [],
  ...[
    "https://app.example.com",
    "https://partner.example",
    "https://evil.example",
    "https://app.example.com.evil.example",
    "https://evil-app.example.com",
    "https://appXexample.com",
    "http://app.example.com",
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
  "/deep/missing",
  "/secret/x.txt",
  "/login/x.txt",
  "/app/status/200",
  "/app/status/404",
  "/app/status/302",
  "/errors/404.html",
  "/api//data.json",
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

describe.runIf(requireProgram(apache.binary, "apache2"))("configurations in the style of the field", () => {
  let upstream: { readonly port: number; readonly server: Server };
  let server: RunningServer;
  let respond: ReturnType<typeof evaluateApache>;

  beforeAll(async () => {
    upstream = await listen(careless);
    const hosts = fieldConfigurations.map((configuration, number) => virtualHost(configuration, number, upstream.port));
    const files: Files = Object.fromEntries(
      fieldConfigurations.flatMap((_, number) => names.map((name) => [`www/${number}/${name}`, name])),
    );
    const accessFiles: Files = Object.fromEntries(
      fieldConfigurations.flatMap(({ where, text }, number) =>
        where === "vhost"
          ? []
          : [[`www/${number}/${where.replace("htaccess", ".htaccess")}`, text.replaceAll("{folder}", "/nonexistent")]],
      ),
    );
    server = await startServer(apache, hosts.join("\n"), {
      ...files,
      ...accessFiles,
      "origins.txt": "# origins\nhttps://app.example.com yes\n",
      htpasswd: "",
    });
    const file = join(server.folder, "apache.conf");
    const { directives, problems } = parseApache(readFileSync(file, "latin1"), { file, source: fileSource });
    expect(problems).toEqual([]);
    respond = evaluateApache(directives, worldOf({ [upstream.port]: careless }));
  });
  afterAll(async () => {
    await server?.stop();
    upstream?.server.close();
  });

  test("there are forty and more", () => {
    expect(inTheField.length).toBeGreaterThanOrEqual(40);
  });

  test.each(fieldConfigurations.map(({ why }, number) => [`${why} (${number})`, number] as const))(
    "%s",
    async (why, number) => {
      const all = targets.flatMap((path) =>
        origins.flatMap((headers) => requestsFor(`http://field-${number}.example${path}`, headers)),
      );
      const requests = all.filter((_, index) => index % share === number % share);
      const differences: string[] = [];
      const notModelled = new Map<string, number>();
      for (let start = 0; start < requests.length; start += 24) {
        await Promise.all(
          requests.slice(start, start + 24).map(async (request) => {
            const real = await sendRaw(server.port, request);
            const simulated: Evaluated = respond({
              ...request,
              headers: [["Host", "api.example.com"], ...request.headers],
              scheme: "http",
              port: server.port,
            });
            if (simulated.kind === "not modelled")
              notModelled.set(simulated.why, (notModelled.get(simulated.why) ?? 0) + 1);
            else differences.push(...apacheDifferences(request, real, simulated.response));
          }),
        );
      }
      const counts = [...notModelled].map(([what, count]) => `${count} × ${what}`).join(", ");
      process.stdout.write(
        `apache, ${why}: ${requests.length} requests, ${differences.length} differ; not modelled: ${counts || "none"}\n`,
      );
      expect(differences.slice(0, 5)).toEqual([]);
    },
  );
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

function virtualHost({ where, text }: FieldConfiguration, number: number, port: number): string {
  const own =
    where === "vhost"
      ? text.replaceAll("{number}", String(number)).replaceAll("{app}", `http://127.0.0.1:${port}/`)
      : "";
  return `<VirtualHost 127.0.0.1:{port}>
  ServerName field-${number}.example
  DocumentRoot {folder}/www/${number}
  ProxyPass /app/ http://127.0.0.1:${port}/
  <Directory {folder}/www/${number}>
    Require all granted
    AllowOverride All
  </Directory>
${own}
</VirtualHost>`;
}
