import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { run } from "../../packages/toolkit/src/cli/main.ts";
import { bufferIo } from "../buffer-io.ts";
import { type LoopbackSite, loopbackSite, type SiteAnswer } from "../loopback-site.ts";

let folder: string;
const sites: LoopbackSite[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "crosscheck-reports-"));
});

afterEach(async () => {
  for (const site of sites.splice(0)) await site.close();
  rmSync(folder, { recursive: true, force: true });
});

async function serve(answer: (request: { headers: { origin?: string } }) => SiteAnswer): Promise<LoopbackSite> {
  const site = await loopbackSite(answer);
  sites.push(site);
  return site;
}

async function scan(argv: readonly string[], options: { readonly isTTY?: boolean; readonly columns?: number } = {}) {
  const io = bufferIo({ env: { CROSSCHECK_DATA: join(folder, "results.sqlite") }, ...options });
  const exitCode = await run(["scan", ...argv, "--allow-private"], io);
  return { exitCode, ...io.text };
}

const echo = ({ headers }: { headers: { origin?: string } }): SiteAnswer =>
  headers.origin === undefined
    ? { headers: [["Vary", "Origin"]] }
    : {
        headers: [
          ["Access-Control-Allow-Origin", headers.origin],
          ["Access-Control-Allow-Credentials", "true"],
          ["Vary", "Origin"],
        ],
      };

describe("formats", () => {
  // biome-ignore format: one fact per line
  const facts = [
    ["json",     /^\[\n {2}\{[\s\S]*\]\n$/],
    ["ndjson",   /^\{.*\}\n\{.*\}\n$/],
    ["sarif",    /^\{\n {2}"\$schema"[\s\S]*\}\n$/],
    ["junit",    /^<\?xml [\s\S]*<\/testsuites>\n$/],
    ["markdown", /^# Cross-Origin Resource Sharing\n[\s\S]*\n$/],
    ["html",     /^<!doctype html>[\s\S]*<\/html>\n$/],
    ["text",     /2 scanned: 1 passed, 1 failed, 0 could not be tested\.\n$/],
  ] as const;

  test.each(facts)("--format %s holds every target, on standard output alone", async (format, shape) => {
    const [good, bad] = [await serve(() => ({})), await serve(echo)];
    const { exitCode, stdout, stderr } = await scan([good.url, bad.url, "--format", format]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: "" });
    expect(stdout).toMatch(shape);
    // Relative references write a port's colon as %3A.
    const text = stdout.replaceAll("%3A", ":");
    expect(text).toContain(bad.hostAndPort);
    if (format !== "sarif") expect(text).toContain(good.hostAndPort);
  });

  test("one scan in many formats: the site is asked once", async () => {
    const site = await serve(echo);
    const files = ["sarif", "junit", "markdown", "html", "json", "ndjson", "text"].map(
      (format) => [format, join(folder, `report.${format}`)] as const,
    );
    const { stdout } = await scan([
      site.url,
      ...files.flatMap(([format, file]) => ["--report", `${format}=${file}`]),
      "--format",
      "json",
    ]);
    const report = JSON.parse(stdout);
    expect(site.asked).toHaveLength(report.requests);
    for (const [format, file] of files) expect(readFileSync(file, "utf8").length, format).toBeGreaterThan(500);
    expect(JSON.parse(readFileSync(join(folder, "report.json"), "utf8"))).toEqual(report);
  });
});

describe("--baseline", () => {
  const baseline = () => join(folder, "baseline.json");

  test("what is accepted is left out, and the verdict is of what is left", async () => {
    const site = await serve(echo);
    const written = await scan([site.url, "--baseline", baseline(), "--write-baseline", "--json"]);
    expect({ exitCode: written.exitCode, stderr: written.stderr }).toEqual({
      exitCode: 0,
      stderr: `wrote ${baseline()}\n`,
    });
    const { exitCode, stdout, stderr } = await scan([site.url, "--baseline", baseline(), "--json"]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ verdict: "passed", findings: [] });
    expect(report.tests[0].summary).toBe(
      "CORS is enabled, and nothing was found beside one finding that the baseline accepts.",
    );
    expect(report.tests.filter(({ verdict }: { verdict: string }) => verdict === "failed")).toEqual([]);
    expect((await scan([site.url, "--json"])).exitCode).toBe(1);
  });

  test("an entry says what, where and how grave; a person's reason survives a rewrite", async () => {
    const site = await serve(echo);
    await scan([site.url, "--baseline", baseline(), "--write-baseline"]);
    const document = JSON.parse(readFileSync(baseline(), "utf8"));
    expect(document.accepted[0]).toMatchObject({
      fingerprint: `reflects-any-origin vulnerable ${site.url}`,
      at: site.url,
      severity: "high",
    });
    document.accepted[0].reason = "until the new login";
    writeFileSync(baseline(), JSON.stringify(document));
    await scan([site.url, "--baseline", baseline(), "--write-baseline"]);
    expect(JSON.parse(readFileSync(baseline(), "utf8")).accepted[0].reason).toBe("until the new login");
  });

  test("something else at the same place is not accepted, and what is gone is told", async () => {
    let answer = echo;
    const site = await serve((request) => answer(request));
    await scan([site.url, "--baseline", baseline(), "--write-baseline"]);
    answer = () => ({
      headers: [
        ["Access-Control-Allow-Origin", "null"],
        ["Access-Control-Allow-Credentials", "true"],
      ],
    });
    const { exitCode, stdout, stderr } = await scan([site.url, "--baseline", baseline(), "--json"]);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout).findings.map(({ check }: { check: string }) => check)).toContain("trusts-null");
    expect(stderr).toBe(
      `One entry of ${baseline()} did not show again, and can be taken out (--write-baseline does):\n  reflects-any-origin vulnerable ${site.url}\n`,
    );
  });

  test("a finding that became graver is not accepted", async () => {
    const site = await serve(echo);
    await scan([site.url, "--baseline", baseline(), "--write-baseline"]);
    const document = JSON.parse(readFileSync(baseline(), "utf8"));
    for (const entry of document.accepted) entry.severity = "low";
    writeFileSync(baseline(), JSON.stringify(document));
    expect((await scan([site.url, "--baseline", baseline()])).exitCode).toBe(1);
  });

  test("a site that cannot be tested keeps its entries, and none is called gone", async () => {
    const site = await serve(echo);
    await scan([site.url, "--baseline", baseline(), "--write-baseline"]);
    const before = readFileSync(baseline(), "utf8");
    await site.close();
    sites.splice(0);
    const { exitCode, stderr } = await scan([site.url, "--baseline", baseline()]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 3, stderr: "" });
    await scan([site.url, "--baseline", baseline(), "--write-baseline"]);
    expect(readFileSync(baseline(), "utf8")).toBe(before);
  });

  test("what was cut short is not passed because its finding is accepted", async () => {
    let count = 0;
    const site = await serve((request) => (++count % 20 > 3 ? { status: 429 } : echo(request)));
    await scan([site.url, "--baseline", baseline(), "--write-baseline"]);
    count = 0;
    const { exitCode, stdout } = await scan([site.url, "--baseline", baseline(), "--json"]);
    expect({ exitCode, verdict: JSON.parse(stdout).verdict }).toEqual({ exitCode: 3, verdict: "inconclusive" });
  });

  test("one file serves scan and lint, and neither calls the other's entries gone", async () => {
    const site = await serve(echo);
    const file = join(folder, "site.conf");
    writeFileSync(file, "server {\n  listen 80;\n  add_header Access-Control-Allow-Origin $http_origin always;\n}\n");
    const lint = async (...argv: string[]) => {
      const io = bufferIo();
      return { exitCode: await run(["lint", file, "--baseline", baseline(), ...argv], io), ...io.text };
    };
    await scan([site.url, "--baseline", baseline(), "--write-baseline"]);
    await lint("--write-baseline");
    expect(await lint()).toMatchObject({ exitCode: 0, stderr: "" });
    expect(await scan([site.url, "--baseline", baseline()])).toMatchObject({ exitCode: 0, stderr: "" });
    writeFileSync(file, "server {\n  listen 80;\n}\n");
    expect((await lint()).stderr).toContain("did not show again");
  });
});

test("of a long list, what nobody has to act on is two lines; a failure is told in full", async () => {
  const [good, bad] = [await serve(() => ({})), await serve(echo)];
  const { stdout } = await scan([good.url, good.url, bad.url, ...Array.from({ length: 4 }, () => good.url)]);
  const brief = `✓ Passed  ${good.url}\n  CORS is not enabled, as far as a scan can tell: no page of another website\n  that it asked as could read the response.\n`;
  expect(stdout.startsWith(`${brief}\n${brief}\n\n${bad.url}\n\nHTTP Security Headers`)).toBe(true);
  expect(
    stdout.endsWith(
      `\n\n${brief}\n${brief}\n${brief}\n${brief}\n\n7 scanned: 6 passed, 1 failed, 0 could not be tested.\n`,
    ),
  ).toBe(true);
});

describe("progress", () => {
  test("of a list, a terminal shows how many are done and how many failed; the line is gone at the end", async () => {
    const [good, bad] = [await serve(() => ({})), await serve(echo)];
    const { stderr } = await scan([bad.url, good.url, "--concurrency", "1", "--json"], { isTTY: true, columns: 60 });
    expect(stderr).toMatch(/█{10}░{10} 1\/2, 1 failed {2}/);
    expect(stderr.endsWith("\r\u001b[2K")).toBe(true);
    const lines = stderr.split("\r\u001b[2K");
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(60);
  });

  test("where standard error is no terminal, nothing", async () => {
    const [good, bad] = [await serve(() => ({})), await serve(echo)];
    expect((await scan([bad.url, good.url, "--json"])).stderr).toBe("");
  });
});
