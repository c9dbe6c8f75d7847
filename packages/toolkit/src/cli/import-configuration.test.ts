import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { bufferIo } from "../../../../test/buffer-io.ts";
import { run } from "./main.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "crosscheck-import-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const list =
  'SetEnvIf Origin "^https://(app|admin)\\.example\\.com$" CORS=$0\nHeader always set Access-Control-Allow-Origin "%{CORS}e" env=CORS\nHeader always set Access-Control-Allow-Credentials true env=CORS';
const web = (headers: string): string =>
  `<configuration><system.webServer><httpProtocol><customHeaders>${headers}</customHeaders></httpProtocol></system.webServer></configuration>`;

const nginx = (map: string): string =>
  `${map}\nserver { listen 80; add_header Access-Control-Allow-Origin $cors always; add_header Vary Origin always; location / { proxy_pass http://127.0.0.1:3000; } }`;

// biome-ignore format: one fact per line
const facts = [
  ["a list with credentials", "apache",     list,                                                             ["https://app.example.com", "https://admin.example.com"], true,      0],
  ["anybody",                 "htaccess",   'Header always set Access-Control-Allow-Origin "*"',              "*",                                                      undefined, 0],
  ["subdomains",              "apache",     list.replace("(app|admin)", "[a-z0-9.-]+").replace("Credentials true", "Credentials false"), ["https://*.example.com"],     undefined, 0],
  ["whoever asks",            "apache",     list.replace("^https://(app|admin)\\.example\\.com$", ".+"),      [],                                                       true,      1],
  ["groups in nginx's map",   "nginx",      nginx(String.raw`map $http_origin $cors { "~^https://(www|app)\.example\.com$" $http_origin; }`), ["https://app.example.com", "https://www.example.com"], undefined, 0],
  ["ports in nginx's map",    "nginx",      nginx(String.raw`map $http_origin $cors { "~^http://localhost(:\d+)?$" $http_origin; }`), ["http://localhost:*"], undefined, 0],
  ["a star beside a list",    "nginx",      nginx(String.raw`map $http_origin $cors { "~^https://(partner\.example|[a-z0-9-]+\.example\.com)$" $http_origin; }`), ["https://*.example.com", "https://partner.example"], undefined, 0],
  ["groups in nginx's if",    "nginx",      String.raw`server { listen 80; if ($http_origin ~* "^https://(a|b)\.example\.com$") { set $cors $http_origin; } add_header Access-Control-Allow-Origin $cors always; add_header Vary Origin always; }`, ["https://a.example.com", "https://b.example.com"], undefined, 0],
  ["one origin in IIS",       "web.config", web('<add name="Access-Control-Allow-Origin" value="https://app.example.com" />'), ["https://app.example.com"],             undefined, 0],
] as const;

test.each(facts)("%s", async (_why, as, text, allowOrigins, allowCredentials, code) => {
  const file = join(folder, "site.conf");
  writeFileSync(file, text);
  const io = bufferIo();
  expect(await run(["import", file, "--as", as, "--json"], io)).toBe(code);
  const { policy } = JSON.parse(io.text.stdout);
  const last = policy.rules.at(-1);
  expect([...[last.allowOrigins].flat()].sort()).toEqual([...[allowOrigins].flat()].sort());
  if (code === 0) expect(last.allowCredentials).toBe(allowCredentials);
});

test("where the policy answers otherwise, the request is told", async () => {
  const file = join(folder, "site.conf");
  writeFileSync(file, 'Header set Access-Control-Allow-Origin "*"');
  const io = bufferIo();
  await run(["import", file, "--as", "apache"], io);
  expect(io.text.stdout).toMatch(
    /GET \/q[a-z]+, Origin: https:\/\/crosscheck-nobody\.example: the\n?#? *configuration sends no/,
  );
});

test("what an expression lets in beyond the policy is told as a request", async () => {
  const file = join(folder, "site.conf");
  writeFileSync(file, nginx(String.raw`map $http_origin $cors { "~^https://(www|app).example\.com$" $http_origin; }`));
  const io = bufferIo();
  expect(await run(["import", file, "--as", "nginx", "--json"], io)).toBe(0);
  const { policy, changed } = JSON.parse(io.text.stdout);
  expect([...policy.rules[0].allowOrigins].sort()).toEqual(["https://app.example.com", "https://www.example.com"]);
  expect(changed.join("\n")).toMatch(
    /Origin: https:\/\/(?:app|www)[^.]example\.com: the configuration sends Access-Control/,
  );
});
