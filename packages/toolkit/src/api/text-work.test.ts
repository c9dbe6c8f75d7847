import { afterAll, expect, test } from "vitest";
import { TextWork, type TextWorkLimits } from "./text-work.ts";

const started: TextWork[] = [];

function textWork(limits: Partial<TextWorkLimits> = {}): TextWork {
  const work = new TextWork({ workers: 1, ...limits });
  started.push(work);
  return work;
}

afterAll(async () => {
  for (const work of started.splice(0)) await work.close();
});

const easy = { text: "server { add_header Access-Control-Allow-Origin *; }", as: "nginx" };
const long = {
  text: `server {\n${Array.from({ length: 500 }, (_, index) => `location /${index} { add_header Access-Control-Allow-Origin $http_origin; }\n`).join("")}}`,
  as: "nginx",
};

test("a text is worked on in a thread; what is more than may wait is refused at once", async () => {
  const work = textWork({ queue: 1 });
  const first = work.run("lint", easy);
  const policy = "rules:\n  - { id: api, path: /api/*, allowOrigins: [https://app.example.com] }\n";
  const second = work.run("generate", { policy, target: "nginx", accept: [] });
  await expect(work.run("lint", easy)).rejects.toMatchObject({ code: "too-busy" });
  expect(await first).toMatchObject({ kind: "linted", linted: { as: "nginx" } });
  expect(await second).toMatchObject({ kind: "generated" });
  expect(await work.run("check", { policy: "rules: []" })).toMatchObject({ schema: "crosscheck/check@1" });
});

test("one that takes too long is ended, and the next has a thread of its own", async () => {
  const work = textWork({ time: 0.01 });
  await expect(work.run("lint", long)).rejects.toMatchObject({
    code: "too-hard",
    message: expect.stringMatching(/more than the 0\.00001 s.*use the command/),
  });
  await expect(work.run("lint", long)).rejects.toMatchObject({ code: "too-hard" });
});

test("one whose answer is too large to hand on is refused, and its thread goes on", async () => {
  const work = textWork({ time: 60_000 });
  const policy = `rules:\n${"  - {}\n".repeat(25_000)}`;
  await expect(work.run("check", { policy })).rejects.toMatchObject({
    code: "too-hard",
    message: expect.stringContaining("8 MB of an answer"),
  });
  expect(await work.run("check", { policy: "rules: []" })).toMatchObject({ schema: "crosscheck/check@1" });
});

test("one that needs too much memory is ended", async () => {
  const work = textWork({ memory: 4 });
  await expect(work.run("check", { policy: "rules: []" })).rejects.toMatchObject({
    code: "too-hard",
    message: expect.stringContaining("4 MB"),
  });
});
