import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { corsLines } from "../adapters/cors-lines.ts";
import { repository } from "../package/fresh-clone.ts";
import { freePort } from "../servers/free-port.ts";

const page = readFileSync(join(repository, "docs", "server.md"), "utf8");
const examples = [...page.matchAll(/^```js (?!printed)([\w-]+)\n([\s\S]*?)^```$/gm)].map(
  ([, name = "", code = ""]) => ({
    name,
    code,
  }),
);
const servers = examples.filter(({ name }) => !name.startsWith("fetch-"));
const exporting = examples.filter(({ name }) => name.startsWith("fetch-"));

const origin = "https://app.example.com";
const asking = { Origin: origin, "Access-Control-Request-Method": "PUT" };
const granted = ["access-control-allow-credentials: true", `access-control-allow-origin: ${origin}`];
const permitted = ["access-control-allow-credentials: true", "access-control-allow-methods: PUT", granted[1]];

let running: ChildProcess | undefined;
afterEach(async () => {
  if (running === undefined || running.exitCode !== null) return;
  running.kill();
  await once(running, "exit");
});

test("the page has an example for each framework", () => {
  expect(servers.map(({ name }) => name)).toEqual(["node", "express", "fastify", "koa", "hono", "h3"]);
  expect(exporting.map(({ name }) => name)).toEqual(["fetch-worker", "fetch-next"]);
});

test.each(servers)("docs/server.md, $name", async ({ code }) => {
  const port = await freePort();
  running = start(code, { PORT: String(port) });
  const { body, headers } = await answerOf(`http://127.0.0.1:${port}/`);
  expect([body, corsLines(headers)]).toEqual(["hello", granted]);
  const preflight = await fetch(`http://127.0.0.1:${port}/`, { method: "OPTIONS", headers: asking });
  expect([preflight.status, corsLines(preflight.headers)]).toEqual([204, permitted]);
});

test.each(exporting)("docs/server.md, $name", async ({ name, code }) => {
  const handlers =
    name === "fetch-next"
      ? code.replaceAll("export const", "const").concat("const handlers = { GET, OPTIONS };")
      : code
          .replace("export default", "const worker =")
          .concat("const handlers = { GET: worker.fetch, OPTIONS: worker.fetch };");
  running = start(`${handlers}
    const answers = [];
    for (const [method, headers] of ${JSON.stringify([
      ["GET", { Origin: origin }],
      ["OPTIONS", asking],
    ])}) {
      const response = await handlers[method](new Request("https://api.example/", { method, headers }), {}, {});
      answers.push([response.status, await response.text(), [...response.headers]]);
    }
    console.log(JSON.stringify(answers));`);
  let printed = "";
  running.stdout?.on("data", (chunk) => {
    printed += chunk;
  });
  await once(running, "close");
  const [actual, preflight] = JSON.parse(printed);
  expect([actual[0], actual[1], corsLines(actual[2])]).toEqual([200, "hello", granted]);
  expect([preflight[0], preflight[1], corsLines(preflight[2])]).toEqual([204, "", permitted]);
});

/** Runs a module from source, as if it lay in the repository. */
function start(code: string, environment: Readonly<Record<string, string>> = {}): ChildProcess {
  return spawn("node", ["-C", "@crosscheck/source", "--input-type=module", "--eval", code], {
    cwd: repository,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/** The first answer of a server that is starting. */
async function answerOf(url: string): Promise<{ body: string; headers: Headers }> {
  for (let attempt = 0; attempt < 100; attempt++) {
    try {
      const response = await fetch(url, { headers: { Origin: origin } });
      return { body: await response.text(), headers: response.headers };
    } catch {
      await setTimeout(100);
    }
  }
  throw new Error(`Nothing answered at ${url} within ten seconds: the example did not start.`);
}
