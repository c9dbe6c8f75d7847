import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { repository, run } from "./fresh-clone.ts";

let project: string;

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), "crosscheck-types-"));
  mkdirSync(join(project, "node_modules", "@crosscheck"), { recursive: true });
  symlinkSync(join(repository, "packages", "cors"), join(project, "node_modules", "@crosscheck", "cors"));
  writeFileSync(join(project, "package.json"), '{ "type": "module" }');
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

// biome-ignore format: one fact per line
const projects = [
  ["a runtime without Node's types", [],       ["", "/http", "/browser", "/fetch", "/hono", "/h3"]],
  ["Node, and no framework's types", ["node"], ["", "/node", "/express", "/fastify", "/koa", "/hono", "/h3", "/fetch"]],
] as const;

test.each(projects)("the declarations compile in a project for %s", (_why, types, doors) => {
  const imports = doors.map((door, index) => `export * as door${index} from "@crosscheck/cors${door}";`);
  writeFileSync(join(project, "index.ts"), imports.join("\n"));
  writeFileSync(
    join(project, "tsconfig.json"),
    JSON.stringify({
      compilerOptions: {
        strict: true,
        noEmit: true,
        skipLibCheck: false,
        module: "nodenext",
        target: "es2023",
        lib: ["es2023", "dom", "dom.iterable"],
        preserveSymlinks: true,
        types,
        typeRoots: [join(repository, "node_modules", "@types")],
      },
      files: ["index.ts"],
    }),
  );
  expect(run(join(repository, "node_modules", ".bin", "tsc"), ["-p", project], project)).toMatchObject({
    status: 0,
    stdout: "",
  });
});
