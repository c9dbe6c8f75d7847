import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createPlainServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { run } from "../../packages/toolkit/src/cli/main.ts";
import type { ScanReport } from "../../packages/toolkit/src/report/scan-report.ts";
import { bufferIo } from "../buffer-io.ts";
import { type LoopbackSite, loopbackSite, type SiteAnswer } from "../loopback-site.ts";

let folder: string;
const sites: LoopbackSite[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "crosscheck-scan-"));
});

afterEach(async () => {
  for (const site of sites.splice(0)) await site.close();
  rmSync(folder, { recursive: true, force: true });
});

async function serve(answer: Parameters<typeof loopbackSite>[0]): Promise<LoopbackSite> {
  const site = await loopbackSite(answer);
  sites.push(site);
  return site;
}

async function crosscheck(argv: readonly string[], options: { readonly stdin?: string } = {}) {
  const io = bufferIo({ env: { CROSSCHECK_DATA: join(folder, "results.sqlite") }, ...options });
  const exitCode = await run(["scan", ...argv], io);
  return { exitCode, stdout: io.text.stdout, stderr: io.text.stderr };
}

async function scanJson(url: string, ...argv: readonly string[]): Promise<{ exitCode: number; report: ScanReport }> {
  const { exitCode, stdout, stderr } = await crosscheck([url, "--allow-private", "--json", ...argv]);
  expect(stderr).toBe("");
  return { exitCode, report: JSON.parse(stdout) as ScanReport };
}

const allow = (origin: string, credentials = true): readonly (readonly [string, string])[] => [
  ["Access-Control-Allow-Origin", origin],
  ...(credentials ? ([["Access-Control-Allow-Credentials", "true"]] as const) : []),
];
const echo = ({ headers }: { readonly headers: { readonly origin?: string } }): SiteAnswer =>
  headers.origin === undefined ? {} : { headers: allow(headers.origin) };
const to = (location: string, status = 302): SiteAnswer => ({ status, headers: [["Location", location]] });

describe("real sites", () => {
  // biome-ignore format: one fact per line
  const facts: readonly (readonly [why: string, answer: Parameters<typeof loopbackSite>[0], verdict: string, exitCode: number, checks: readonly string[]])[] = [
    ["no CORS",                          () => ({}),                                                            "passed",        0, []],
    ["a public one",                     () => ({ headers: allow("*", false) }),                                "passed",        0, []],
    ["echo",                             echo,                                                                  "failed unsafe", 1, ["reflects-any-origin", "missing-vary"]],
    ["echo without credentials",         ({ headers }) => ({ headers: allow(headers.origin ?? "*", false) }),   "failed unsafe", 1, ["reflects-any-origin-anonymously", "missing-vary"]],
    ["null",                             () => ({ headers: allow("null") }),                                    "failed unsafe", 1, ["trusts-null"]],
    ["startsWith",                       (request) => (request.headers.origin?.startsWith("http://127.0.0.1") ? echo(request) : {}), "failed unsafe", 1, ["prefix-match", "missing-vary"]],
    ["* with credentials",               () => ({ headers: allow("*") }),                                       "failed broken", 1, ["wildcard-with-credentials"]],
    ["two headers",                      () => ({ headers: [...allow("*", false), ...allow("*", false)] }),     "failed broken", 1, ["invalid-or-duplicate"]],
    ["lost on errors",                   ({ url }) => ({ headers: [["Access-Control-Allow-Methods", "GET"], ...(url === "/" ? allow("*", false) : [])] }), "failed broken", 1, ["inconsistent-on-error"]],
    ["too many requests",                () => ({ status: 429 }),                                               "inconclusive",  3, []],
    ["a connection that breaks midway",  (_request, count) => (count === 3 || count === 4 ? null : {}),                        "inconclusive",  3, []],
    ["a firewall",                       () => ({ status: 403 }),                                               "inconclusive",  3, []],
  ];

  test.each(facts)("%s", async (_why, answer, verdict, exitCode, checks) => {
    const site = await serve(answer);
    const { report, exitCode: code } = await scanJson(site.url);
    const [corsTest] = report.tests;
    expect(report.verdict + (corsTest?.cause === undefined ? "" : ` ${corsTest.cause}`)).toBe(verdict);
    expect(code).toBe(exitCode);
    expect(report.findings.map(({ check }) => check)).toEqual(checks);
    expect(corsTest?.verdict).toBe(report.verdict);
    expect(report.error !== undefined).toBe(report.verdict === "inconclusive");
    expect(report.requests).toBe(site.asked.length);
    expect(site.asked.every(({ method }) => method === "GET" || method === "OPTIONS")).toBe(true);
  });

  test("every field of the object, for a site that fails", async () => {
    const site = await serve(echo);
    const before = Date.now();
    const { report } = await scanJson(site.url);
    const [finding] = report.findings;
    const origin = finding?.origin ?? "";
    expect(origin).toMatch(/^https:\/\/[a-z]{12}\.com$/);
    expect(report).toMatchObject({
      schema: "crosscheck/scan@1",
      target: site.url,
      finalUrl: site.url,
      cached: false,
      cors: {
        enabled: true,
        headers: { "access-control-allow-origin": [origin], "access-control-allow-credentials": ["true"] },
      },
      verdict: "failed",
      tests: expect.arrayContaining([
        expect.objectContaining({ id: "cross-origin-resource-sharing", verdict: "failed", cause: "unsafe" }),
        expect.objectContaining({ id: "x-content-type-options", verdict: "failed" }),
        expect.objectContaining({ id: "content-security-policy", verdict: "not-applicable" }),
      ]),
      findings: [
        {
          check: "reflects-any-origin",
          level: "vulnerable",
          severity: "high",
          attacker: "cross-site",
          url: site.url,
          cwe: [942],
        },
        { check: "missing-vary", level: "conditional", severity: "low", attacker: "cache" },
      ],
      redirects: [],
      notes: [],
    });
    expect(Date.parse(report.scannedAt)).toBeGreaterThanOrEqual(before);
    expect(report.tests[0]?.summary).toMatch(/^CORS is enabled, and any website can read/);
    expect(finding?.evidence.map(({ request }) => request.headers)).toEqual([
      [
        ["Accept", "*/*"],
        ["Origin", origin],
      ],
      [
        ["Accept", "*/*"],
        ["Origin", expect.stringMatching(/^http:\/\/[a-z]{12}\.com$/)],
      ],
    ]);
    expect(Object.keys(finding?.fix ?? {})).toEqual(
      expect.arrayContaining(["general", "nginx", "apache", "iis", "express"]),
    );
  });

  test("another scan asks as other names", async () => {
    const site = await serve(echo);
    const first = await scanJson(site.url);
    const second = await scanJson(site.url);
    expect(first.report.findings[0]?.origin).not.toBe(second.report.findings[0]?.origin);
  });
});

test("what was proven before the site asked to wait stands, and the result says so", async () => {
  const site = await serve((request, count) => (count > 3 ? { status: 429 } : echo(request)));
  const { report, exitCode } = await scanJson(site.url);
  expect({ exitCode, verdict: report.verdict, error: report.error }).toEqual({
    exitCode: 1,
    verdict: "failed",
    error: undefined,
  });
  expect(report.notes.join()).toMatch(/^The scan was cut short, so there may be more: .*429/);
});

describe("redirects", () => {
  const hole = (request: { url?: string; headers: { origin?: string } }): SiteAnswer => {
    if (request.url === "/") return to("/en/");
    if (request.url === "/en/") return to("account#top", 301);
    return { status: 200, ...echo(request) };
  };

  test("the last page is judged, and every hop is listed", async () => {
    const site = await serve(hole);
    const { report, exitCode } = await scanJson(site.url);
    expect({ exitCode, finalUrl: report.finalUrl, verdict: report.verdict }).toEqual({
      exitCode: 1,
      finalUrl: `${site.url}en/account`,
      verdict: "failed",
    });
    expect(report.redirects).toEqual([
      { url: site.url, status: 302, location: "/en/" },
      { url: `${site.url}en/`, status: 301, location: "account#top" },
    ]);
  });

  test("not followed: the first answer is judged, and the result says so", async () => {
    const site = await serve(hole);
    const { report, exitCode } = await scanJson(site.url, "--no-follow-redirects");
    expect({ exitCode, finalUrl: report.finalUrl, verdict: report.verdict }).toEqual({
      exitCode: 0,
      finalUrl: site.url,
      verdict: "passed",
    });
    expect(report.notes.join()).toMatch(/destination not tested/);
  });

  test("to another origin: the result says whose CORS was judged", async () => {
    const login = await serve(() => ({ status: 200, headers: [] }));
    const site = await serve(() => ({ status: 302, headers: [["Location", login.url]] }));
    const { report } = await scanJson(site.url);
    expect(report.finalUrl).toBe(login.url);
    expect(report.notes).toEqual([
      `The redirects lead to another origin: ${login.url} was judged, and not ${site.url} itself.`,
    ]);
  });

  test("a redirect that echoes is nobody's to read", async () => {
    const site = await serve((request) => ({
      status: 302,
      headers: [["Location", "/next"], ...(echo(request).headers ?? [])],
    }));
    const { report } = await scanJson(site.url, "--no-follow-redirects");
    expect(report.findings).toEqual([]);
    expect(report.verdict).toBe("passed");
  });

  // biome-ignore format: one fact per line
  const facts: readonly (readonly [why: string, answer: Parameters<typeof loopbackSite>[0], code: string, message: RegExp])[] = [
    ["a circle",             ({ url }) => to(url === "/a" ? "/b" : "/a"),  "too-many-redirects",  /redirects in a circle: .*\/a → .*\/b → .*\/a\./],
    ["itself",               () => to("/"),                                "too-many-redirects",  /in a circle/],
    ["always further",       (_request, count) => to(`/${count}`),         "too-many-redirects",  /redirects more than 5 times/],
    ["a script",             () => to("javascript:alert(1)"),              "redirect-not-usable", /to "javascript:alert\(1\)", which is neither http nor https/],
    ["no URL",               () => to("http://[/"),                        "redirect-not-usable", /to "http:\/\/\[\/", which is not a URL/],
    ["two places at once",   () => ({ status: 302, headers: [["Location", "/a"], ["Location", "/b"]] }), "redirect-not-usable", /to 2 different addresses/],
    ["a port where nothing is", () => to("http://127.0.0.1:9/"),           "refused",             /redirects there: 127\.0\.0\.1 port 9 refuses/],
  ];

  test.each(facts)("to %s: could not test", async (_why, answer, code, message) => {
    const site = await serve(answer);
    const { report, exitCode } = await scanJson(site.url);
    expect({ exitCode, verdict: report.verdict, test: report.tests[0]?.verdict }).toEqual({
      exitCode: 3,
      verdict: "inconclusive",
      test: "inconclusive",
    });
    expect(report.error?.code).toBe(code);
    expect(report.error?.message).toMatch(message);
    expect(report.tests[0]?.summary).toBe(report.error?.message);
    expect(report.cors).toEqual({ enabled: false, headers: {} });
  });

  test("five are followed", async () => {
    const site = await serve(({ url }) =>
      url === "/5" ? { status: 200 } : to(`/${Number((url ?? "/").slice(1)) + 1}`),
    );
    const { report } = await scanJson(site.url);
    expect(report.finalUrl).toBe(`${site.url}5`);
    expect(report.redirects).toHaveLength(5);
  });
});

describe("what could not be tested", () => {
  test("without --allow-private nothing on this machine is reached", async () => {
    const site = await serve(echo);
    const { exitCode, stdout } = await crosscheck([site.url.replace(/:\d+/, ":8080"), "--json"]);
    expect(exitCode).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: "inconclusive", error: { code: "address-not-allowed" } });
    expect(site.asked).toEqual([]);
  });

  test("a bare address: https first, then http, and the result says so", async () => {
    const site = await serve(() => ({}));
    const { report, exitCode } = await scanJson(site.hostAndPort);
    expect({ exitCode, target: report.target, finalUrl: report.finalUrl }).toEqual({
      exitCode: 0,
      target: site.hostAndPort,
      finalUrl: site.url,
    });
    expect(report.notes.join()).toMatch(/^https did not answer, so http was tried: /);
  });

  test("neither https nor http answers", async () => {
    const { report, exitCode } = await scanJson("127.0.0.1:9");
    expect(exitCode).toBe(3);
    expect(report.error?.message).toMatch(/^Over https and over http: 127\.0\.0\.1 port 9 refuses connections/);
  });

  test("https that never answers does not take http's turn", async () => {
    const silent = createPlainServer((socket) => {
      socket.on("error", () => {});
      // TLS gets no answer; plain HTTP does.
      socket.once("data", (data) => {
        if (data[0] !== 0x16) socket.end("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
      });
    });
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const { port } = silent.address() as { port: number };
    try {
      const { report } = await scanJson(`127.0.0.1:${port}`, "--deadline", "9s");
      expect(report.verdict).toBe("passed");
      expect(report.notes.join()).toMatch(
        /https did not answer, so http was tried: 127\.0\.0\.1:\d+ did not answer within/,
      );
    } finally {
      silent.close();
    }
  }, 20_000);

  test("a deadline ends the scan", async () => {
    const silent = createPlainServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const { port } = silent.address() as { port: number };
    try {
      const started = Date.now();
      const { report, exitCode } = await scanJson(`http://127.0.0.1:${port}/`, "--deadline", "300ms");
      expect({ exitCode, code: report.error?.code }).toEqual({ exitCode: 3, code: "timeout" });
      expect(Date.now() - started).toBeLessThan(3_000);
    } finally {
      silent.close();
    }
  });
});

describe("formats and lists", () => {
  test("several targets are an array, in their order", async () => {
    const good = await serve(() => ({}));
    const bad = await serve(echo);
    const { exitCode, stdout } = await crosscheck([bad.url, good.url, "--allow-private", "--json"]);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout).map(({ target, verdict }: ScanReport) => [target, verdict])).toEqual([
      [bad.url, "failed"],
      [good.url, "passed"],
    ]);
  });

  test("ndjson is a line each; a list may come from standard input, with comments and lines that are no target", async () => {
    const site = await serve(() => ({}));
    const stdin = `\ufeff# mine\r\n${site.url}  # the first\n\nnot a domain\n${site.url}#fragment\n`;
    const { exitCode, stdout, stderr } = await crosscheck(["--list", "-", "--allow-private", "--format", "ndjson"], {
      stdin,
    });
    const reports = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as ScanReport);
    expect({ exitCode, stderr }).toEqual({ exitCode: 3, stderr: "" });
    expect(reports.map(({ target, verdict, error }) => [target, verdict, error?.code]).sort()).toEqual(
      [
        ["not a domain", "inconclusive", "not-a-url"],
        [site.url, "passed", undefined],
        [`${site.url}#fragment`, "passed", undefined],
      ].sort(),
    );
  });

  test("--output takes the result, and standard output stays empty", async () => {
    const site = await serve(() => ({}));
    const file = join(folder, "result.json");
    const { exitCode, stdout } = await crosscheck([site.url, "--allow-private", "--json", "--output", file]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "" });
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ target: site.url, verdict: "passed" });
  });

  test("text for several ends with a count", async () => {
    const site = await serve(() => ({}));
    const { stdout } = await crosscheck([site.url, site.url, "http://127.0.0.1:9/", "--allow-private"]);
    expect(stdout).toMatch(/\n3 scanned: 2 passed, 0 failed, 1 could not be tested\.\n$/);
    expect(stdout).not.toContain("\u001b");
  });

  // biome-ignore format: one fact per line
  const failOn = [
    ["a failed verdict is a failure whatever the severity", echo,                                                          "critical", 1],
    ["never turns that off",                                echo,                                                          "never",    0],
    ["medium unless told",                                  ({ url }: { url?: string }) => (url === "/" ? { headers: allow("https://app.example.com", false) } : {}), null, 0],
    ["an informative finding counts when asked",            ({ url }: { url?: string }) => (url === "/" ? { headers: allow("https://app.example.com", false) } : {}), "info", 1],
  ] as const;

  test.each(failOn)("--fail-on: %s", async (_why, answer, severity, exitCode) => {
    const site = await serve(answer);
    expect((await scanJson(site.url, ...(severity === null ? [] : ["--fail-on", severity]))).exitCode).toBe(exitCode);
  });

  test("--fail-on never leaves the 3", async () => {
    expect((await scanJson("http://127.0.0.1:9/", "--fail-on", "never")).exitCode).toBe(3);
  });
});

describe("stored results", () => {
  test("a scan of a private address is stored and never answered from the store", async () => {
    const site = await serve(() => ({}));
    await scanJson(site.url);
    expect((await scanJson(site.url)).report.cached).toBe(false);
    expect(readFileSync(join(folder, "results.sqlite")).length).toBeGreaterThan(0);
  });

  test("a store that cannot be used warns on standard error, and the scan goes on", async () => {
    const site = await serve(echo);
    writeFileSync(join(folder, "results.sqlite"), "not a database ".repeat(100));
    const { exitCode, stdout, stderr } = await crosscheck([site.url, "--allow-private", "--json"]);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: "failed" });
    expect(stderr).toMatch(/^The stored results in .* could not be opened: file is not a database\. The scan goes on/);
  });
});

describe("wrong use: one sentence, exit 2, nothing sent", () => {
  // biome-ignore format: one fact per line
  const facts = [
    ["no target",                       [],                                              "it needs a URL or a domain"],
    ["no URL",                          ["exa mple"],                                    '"exa mple" is not a URL or a domain'],
    ["another scheme",                  ["ftp://example.com/"],                          'has the scheme "ftp"'],
    ["an unknown format",               ["example.com", "--format", "jsn"],              'no --format "jsn"; there are: text, json, ndjson, sarif, junit, markdown, html. Did you mean json?'],
    ["a report without a file",         ["example.com", "--report", "sarif"],            '--report "sarif" names no file. Write FORMAT=FILE: sarif=cors.sarif.'],
    ["a report of an unknown format",   ["example.com", "--report", "serif=a"],          'no --report "serif"; there are: text, json, ndjson, sarif, junit, markdown, html. Did you mean sarif?'],
    ["two reports into one file",       ["example.com", "--report", "sarif=a", "--report", "junit=a"], '"a" is named for two reports'],
    ["a report that cannot be written", ["example.com", "--report", "sarif=/nowhere/a"], '--report "/nowhere/a" cannot be written: ENOENT'],
    ["a baseline to write without a name", ["example.com", "--write-baseline"],          "--write-baseline needs the file's name: --baseline FILE."],
    ["a baseline that is not there",    ["example.com", "--baseline", "/nowhere/b.json"], 'the baseline "/nowhere/b.json" cannot be read: ENOENT'],
    ["a baseline that is none",         ["example.com", "--baseline", "package.json"],   '"package.json" is no baseline: it has no "schema": "crosscheck/baseline@1"'],
    ["two formats",                     ["example.com", "--json", "--format", "ndjson"], "--json and --format ndjson contradict"],
    ["a folder of other things for proofs", ["example.com", "--poc", "packages"],        '--poc "packages" has files that are no proofs of an earlier scan.'],
    ["a header without a value",        ["example.com", "--header", "X-Token"],          '--header "X-Token" is no header. Write "Name: value".'],
    ["a header the scan asks with",     ["example.com", "--header", "Origin: https://a.example"], '--header "Origin" is what the scan itself asks with.'],
    ["a header on two lines",           ["example.com", "--header", "X-A: b\r\nX-C: d"], "has a character that no header can hold"],
    ["a method that changes things",    ["example.com", "--method", "DELETE"],           'there is no --method "DELETE"; there are: GET, HEAD, POST.'],
    ["a path without its slash",        ["example.com", "--path", "api"],                '--path "api" does not begin with a slash.'],
    ["an unknown severity",             ["example.com", "--fail-on", "hihg"],            "Did you mean high?"],
    ["a name as the name server",       ["example.com", "--resolver", "dns.example"],    "is not the IP address of a name server"],
    ["a deadline without a unit's sense", ["example.com", "--deadline", "soon"],         'deadline "soon" is not a time'],
    ["no deadline at all",              ["example.com", "--deadline", "0"],              "is not a time of at most 10 minutes"],
    ["no scans at once",                ["example.com", "--concurrency", "0"],           "is not a number from 1 to 100"],
    ["a list that is not there",        ["--list", "/nowhere/list.txt"],                 '--list "/nowhere/list.txt" cannot be read: ENOENT'],
    ["an empty list",                   ["--list", "-"],                                 "--list standard input has no target"],
    ["an output that cannot be written", ["example.com", "--output", "/nowhere/x.json"], '--output "/nowhere/x.json" cannot be written: ENOENT'],
    ["an option given twice",           ["example.com", "--format", "json", "--format", "text"], "--format is given twice"],
  ] as const;

  test.each(facts)("%s", async (_why, argv, sentence) => {
    const { exitCode, stdout, stderr } = await crosscheck(argv);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain(sentence);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });
});
