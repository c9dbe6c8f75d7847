import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bufferIo } from "../../../../test/buffer-io.ts";
import { run } from "./main.ts";

const message =
  "Access to fetch at 'https://api.example/a' from origin 'https://app.example' has been blocked by CORS policy: Method PUT is not allowed by Access-Control-Allow-Methods in preflight response.";

test("--json prints the explanation and nothing else", async () => {
  const io = bufferIo();
  expect(await run(["explain", "--message", message, "--json"], io)).toBe(0);
  expect(JSON.parse(io.text.stdout)).toMatchObject({
    schema: "crosscheck/explain@1",
    cors: true,
    causes: ["method-not-allowed"],
    reason: "preflight-method",
    hop: 0,
    needs: [],
    verdicts: { chromium: { type: "network error", reason: "preflight-method" } },
  });
  expect(io.text.stderr).toBe("");
});

test("a configuration is the responder that a message or a call is tried on", async () => {
  const file = join(mkdtempSync(join(tmpdir(), "crosscheck-explain-")), "nginx.conf");
  writeFileSync(
    file,
    'events {} http { server { listen 443; location / { add_header Access-Control-Allow-Origin "*"; proxy_pass http://127.0.0.1:1; } } }',
  );
  const io = bufferIo();
  const call = ["https://api.example/a", "--origin", "https://app.example", "--method", "PUT", "--json"];
  expect(await run(["explain", file, ...call], io)).toBe(0);
  expect(JSON.parse(io.text.stdout)).toMatchObject({
    causes: ["method-not-allowed"],
    evidence: ["a configuration (nginx)"],
  });
});

const wrongUses: readonly (readonly [argv: readonly string[], sentence: string])[] = [
  [[], "it needs something to explain"],
  [["--har", "/nowhere/a.har"], "cannot be read"],
  [["--credentials", "all", "--message", "x"], "there is no --credentials"],
  [["--origin", "app.example", "--message", "x"], "is no origin"],
  [["--header", "x", "--message", "x"], "is no header"],
  [["https://api.example/"], "say whose page asks"],
];

test.each(wrongUses)("crosscheck explain %j", async (argv, sentence) => {
  const io = bufferIo();
  expect(await run(["explain", ...argv], io)).toBe(2);
  expect(io.text.stderr).toContain(sentence);
  expect(io.text.stdout).toBe("");
});

test("an archive that is none is told with its place, and what tells nothing asks for more", async () => {
  const file = join(mkdtempSync(join(tmpdir(), "crosscheck-explain-")), "a.har");
  writeFileSync(file, '{"log": {"entries": [}]}');
  const broken = bufferIo();
  expect(await run(["explain", "--har", file], broken)).toBe(2);
  expect(broken.text.stderr).toContain("line 1, column 22");
  const nothing = bufferIo();
  expect(await run(["explain", "--message", "it does not work", "--json"], nothing)).toBe(3);
  expect(JSON.parse(nothing.text.stdout)).toMatchObject({ causes: [], needs: ["message", "har"] });
});

test("the text has the stepper's address with the call in it, and no secret", async () => {
  const file = join(mkdtempSync(join(tmpdir(), "crosscheck-explain-")), "a.txt");
  writeFileSync(
    file,
    `> GET /a?access_token=abc123 HTTP/1.1
> Host: api.example
> Origin: https://shop.example
> Authorization: Bearer s3cr3t-s3cr3t
> Cookie: sid=c00kie
< HTTP/1.1 200 OK
< Set-Cookie: session=n3wc00kie
< X-Auth-Token: k3yk3y`,
  );
  const io = bufferIo();
  expect(await run(["explain", file], io)).toBe(0);
  const [address = ""] = /http:\/\/127\.0\.0\.1:8787\/learn\S+/.exec(io.text.stdout) ?? [];
  expect(new URL(address).searchParams.get("origin")).toBe("https://shop.example");
  expect(new URL(address).searchParams.get("url")).toContain("access_token=***");
  for (const secret of ["abc123", "s3cr3t", "c00kie", "n3wc00kie", "k3yk3y"])
    expect(io.text.stdout).not.toContain(secret);
});

test("a URL asks the live server as a page would; one of this machine only with --allow-private", async () => {
  const asked: string[] = [];
  const server = createServer(({ method, headers }, response) => {
    asked.push(`${method} ${headers.origin} ${headers["access-control-request-method"] ?? ""}`.trim());
    response.writeHead(method === "OPTIONS" ? 405 : 200).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/items`;
    const call = ["explain", url, "--origin", "https://app.example", "--method", "PUT", "--json"];
    const guarded = bufferIo();
    expect(await run(call, guarded)).toBe(3);
    expect(asked).toEqual([]);
    expect(JSON.parse(guarded.text.stdout)).toMatchObject({ causes: [], reason: "not-asked" });
    expect(guarded.text.stdout).toContain("--allow-private");
    const io = bufferIo();
    expect(await run([...call, "--allow-private"], io)).toBe(0);
    expect(JSON.parse(io.text.stdout)).toMatchObject({ causes: ["preflight-not-handled"] });
    // The question alone: a browser would have sent no more.
    expect(asked).toEqual(["OPTIONS https://app.example PUT"]);
    await new Promise((resolve) => server.close(resolve));
    const refused = bufferIo();
    expect(await run([...call, "--allow-private"], refused)).toBe(0);
    expect(JSON.parse(refused.text.stdout)).toMatchObject({ causes: ["not-cors"], reason: "network" });
  } finally {
    server.close();
  }
});
