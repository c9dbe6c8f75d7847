import { isIP } from "node:net";
import { type Header, type HeaderList, isToken } from "@crosscheck/cors/http";
import type { Severity } from "../checks/finding.ts";
import { severities } from "../checks/run-checks.ts";
import { nearest } from "../config/nearest.ts";
import { parseDuration } from "./parse-duration.ts";
import { type OptionKinds, parseOptions } from "./parse-options.ts";
import { type ScanFormat, scanFormats } from "./scan-formats.ts";

/** What `crosscheck scan` was asked to do. */
export interface ScanCommand {
  readonly urls: readonly string[];
  /** A file with one target a line, or `-` for standard input. */
  readonly list: string | null;
  readonly format: ScanFormat;
  readonly output: string | null;
  /** Further reports of the same scans, each into a file. */
  readonly reports: readonly { readonly format: ScanFormat; readonly file: string }[];
  readonly baseline: string | null;
  readonly writeBaseline: boolean;
  /** A policy's file, and its environment. */
  readonly policy: string | null;
  readonly environment: string | null;
  /** A folder for proofs. */
  readonly poc: string | null;
  readonly failOn: Severity | "never";
  readonly followRedirects: boolean;
  readonly clearCache: boolean;
  readonly allowPrivate: boolean;
  readonly insecure: boolean;
  readonly resolver: string | null;
  readonly deadlineMs: number;
  readonly concurrency: number;
  readonly method: "GET" | "HEAD" | "POST";
  readonly paths: readonly string[];
  /** A session's headers; they go to the target's own origin alone. */
  readonly headers: HeaderList;
}

type Parsed = { readonly ok: true; readonly command: ScanCommand } | { readonly ok: false; readonly message: string };

const kinds: OptionKinds = {
  list: "value",
  "no-follow-redirects": "flag",
  "clear-cache": "flag",
  "allow-private": "flag",
  resolver: "value",
  insecure: "flag",
  deadline: "value",
  concurrency: "value",
  format: "value",
  json: "flag",
  output: "value",
  report: "values",
  baseline: "value",
  "write-baseline": "flag",
  policy: "value",
  environment: "value",
  poc: "value",
  "fail-on": "value",
  header: "values",
  cookie: "values",
  method: "value",
  path: "values",
};

const methods = ["GET", "HEAD", "POST"] as const;
/** Each may take a whole scan's questions. */
const mostPaths = 20;
const thresholds: readonly (Severity | "never")[] = [...severities, "never"];

/** The options of `crosscheck scan`, checked before anything is sent. */
export function parseScanOptions(argv: readonly string[]): Parsed {
  const parsed = parseOptions("scan", argv, kinds);
  if (!parsed.ok) return parsed;
  const { flags, values, positionals } = parsed;
  const value = (name: string): string | null => values.get(name)?.[0] ?? null;
  const wrong = (message: string): Parsed => ({ ok: false, message: `crosscheck scan: ${message}` });

  if (positionals.length === 0 && value("list") === null) {
    return wrong("it needs a URL or a domain: crosscheck scan example.com. Or --list FILE with one a line.");
  }

  const format = value("format") ?? (flags.has("json") ? "json" : "text");
  if (!isOneOf(format, scanFormats)) return wrong(unknownValue("--format", format, scanFormats));
  if (flags.has("json") && format !== "json") return wrong(`--json and --format ${format} contradict. Give one.`);

  const reports = parseReports(values.get("report") ?? [], value("output"));
  if (typeof reports === "string") return wrong(reports);
  if (flags.has("write-baseline") && value("baseline") === null) {
    return wrong("--write-baseline needs the file's name: --baseline FILE.");
  }

  if (value("environment") !== null && value("policy") === null) {
    return wrong("--environment is of a policy. Name its file, too: --policy FILE.");
  }

  const failOn = value("fail-on") ?? "medium";
  if (!isOneOf(failOn, thresholds)) return wrong(unknownValue("--fail-on", failOn, thresholds));

  const resolver = value("resolver");
  if (resolver !== null && !isServerAddress(resolver)) {
    return wrong(`--resolver ${quote(resolver)} is not the IP address of a name server. Write one like 192.0.2.53.`);
  }
  const deadline = value("deadline") ?? "30s";
  const deadlineMs = parseDuration(deadline);
  if (deadlineMs === null || deadlineMs < 1 || deadlineMs > 600_000) {
    return wrong(`--deadline ${quote(deadline)} is not a time of at most 10 minutes. Write one like 30s, 500ms or 2m.`);
  }
  const wanted = value("concurrency") ?? "4";
  const concurrency = /^[0-9]{1,3}$/.test(wanted) ? Number(wanted) : 0;
  if (concurrency < 1 || concurrency > 100) {
    return wrong(`--concurrency ${quote(wanted)} is not a number from 1 to 100.`);
  }
  const method = (value("method") ?? "GET").toUpperCase();
  if (!isOneOf(method, methods)) return wrong(unknownValue("--method", method, methods));
  const headers = parseHeaders(values.get("header") ?? [], values.get("cookie") ?? []);
  if (typeof headers === "string") return wrong(headers);
  const paths = values.get("path") ?? [];
  if (paths.length > mostPaths)
    return wrong(`--path is given ${paths.length} times; a scan takes ${mostPaths} at most.`);
  const absolute = paths.find((path) => !path.startsWith("/"));
  if (absolute !== undefined) {
    return wrong(
      `--path ${quote(absolute)} does not begin with a slash. Write a path of the same site, like /api/items.`,
    );
  }
  return {
    ok: true,
    command: {
      method,
      paths,
      headers,
      urls: positionals,
      list: value("list"),
      format,
      output: value("output"),
      reports,
      baseline: value("baseline"),
      writeBaseline: flags.has("write-baseline"),
      policy: value("policy"),
      environment: value("environment"),
      poc: value("poc"),
      failOn,
      followRedirects: !flags.has("no-follow-redirects"),
      clearCache: flags.has("clear-cache"),
      allowPrivate: flags.has("allow-private"),
      insecure: flags.has("insecure"),
      resolver,
      deadlineMs,
      concurrency,
    },
  };
}

function isOneOf<Value extends string>(text: string, known: readonly Value[]): text is Value {
  return known.some((name) => name === text);
}

function unknownValue(option: string, given: string, known: readonly string[]): string {
  const near = nearest(given, known);
  const hint = near === null ? "" : ` Did you mean ${near}?`;
  return `there is no ${option} ${quote(given)}; there are: ${known.join(", ")}.${hint}`;
}

/** `sarif=cors.sarif`: a format and a file of its own. */
function parseReports(given: readonly string[], output: string | null): ScanCommand["reports"] | string {
  const reports: { readonly format: ScanFormat; readonly file: string }[] = [];
  for (const text of given) {
    const [, format = "", file = ""] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
    if (file === "") return `--report ${quote(text)} names no file. Write FORMAT=FILE: sarif=cors.sarif.`;
    if (!isOneOf(format, scanFormats)) return unknownValue("--report", format, scanFormats);
    if (file === output || reports.some((report) => report.file === file)) {
      return `${quote(file)} is named for two reports. Give each a file of its own.`;
    }
    reports.push({ format, file });
  }
  return reports;
}

/** `Name: value`, as curl takes them; what a page's browser decides itself cannot be set. */
function parseHeaders(lines: readonly string[], cookies: readonly string[]): HeaderList | string {
  const headers: Header[] = [];
  for (const line of [...lines, ...cookies.map((cookie) => `Cookie: ${cookie}`)]) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).trim();
    const text = line.slice(colon + 1).trim();
    if (colon < 1 || !isToken(name)) return `--header ${quote(line)} is no header. Write "Name: value".`;
    if (/[^\t\x20-\x7e\x80-\xff]/.test(text)) return `--header ${quote(line)} has a character that no header can hold.`;
    if (/^(?:origin|host|connection|content-length|transfer-encoding|access-control-request-.*)$/i.test(name)) {
      return `--header ${quote(name)} is what the scan itself asks with. Leave it out.`;
    }
    headers.push([name, text]);
  }
  return headers;
}

/** `192.0.2.53`, `192.0.2.53:5353`, `2001:db8::53`, `[2001:db8::53]:5353`. */
export function isServerAddress(text: string): boolean {
  const [, bracketed, plain] = /^(?:\[([^\]]+)\]|([^:]+))(?::[0-9]{1,5})?$/.exec(text) ?? [];
  return isIP(text) !== 0 || isIP(bracketed ?? "") === 6 || isIP(plain ?? "") === 4;
}

function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
