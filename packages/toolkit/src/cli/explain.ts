import { createReadStream, readFileSync, statSync } from "node:fs";
import { judgeAsync, type PageRequest } from "@crosscheck/cors/browser";
import type { Header, HttpRequest, NetworkAnswer } from "@crosscheck/cors/http";
import { configurationResponder, explainGiven, stepperFor } from "../api/explain-service.ts";
import { parseHeaderLine } from "../explain/asked-request.ts";
import { type Attempt, attemptsOf } from "../explain/attempt.ts";
import { readConsole } from "../explain/console-evidence.ts";
import type { Explanation } from "../explain/explanation.ts";
import { originOf } from "../explain/origin-of.ts";
import { type Given, simulated } from "../explain/read-evidence.ts";
import { createHarReader, type HarEvidence } from "../explain/read-har.ts";
import { detectTarget } from "../lint/lint-targets.ts";
import { printJson } from "../report/print-json.ts";
import { printable } from "../report/printable.ts";
import { createHttpClient } from "../scan/http-client.ts";
import type { Io } from "./command.ts";
import { fileSource } from "./configuration-files.ts";
import { explainText } from "./explain-text.ts";
import { parseOptions } from "./parse-options.ts";
import { terminalStyle } from "./terminal-style.ts";

export const summary: string = "why a browser blocked a request, and the fix";

export const help: string = `Usage: crosscheck explain [FILE… | - | URL] [options]

Says what a "blocked by CORS policy" comes down to, from whatever there is: a line of the browser's console, an HTTP Archive
(HAR), the output of curl -v, a curl command or a fetch call, headers of an answer, a policy or a server's configuration.
Each is recognised by itself; several are combined. A URL asks the live server, as the browser would ask it.

Options:
  --har FILE             an HTTP Archive, as the developer tools export it
  --curl FILE            the output of curl -v; - reads standard input
  --message TEXT         the line of the console
  --origin ORIGIN        the page's: https://app.example.com
  --method METHOD        of the call; GET unless told
  --header "NAME: VALUE" of the call, as often as you like
  --credentials MODE     omit, same-origin (the default) or include
  --allow-private        ask loopback, private addresses and any port: your own machine and network
  --insecure             do not verify certificates
  --json                 the answer as JSON

Exit codes:
  0  it is explained, or nothing is blocked
  3  what there is does not tell; the answer says what to bring
  2  wrong use, or a file that cannot be read

Examples:
  crosscheck explain --message "Access to fetch at 'https://api.example/' from origin …"
  crosscheck explain recording.har
  curl -v -H "Origin: https://app.example" https://api.example/ 2>&1 | crosscheck explain -
  crosscheck explain https://api.example/items --origin https://app.example --method PUT
`;

const modes = ["omit", "same-origin", "include"] as const;
/** Of a file that is no archive. */
const largestText = 16 * 1024 * 1024;

export async function run(argv: readonly string[], io: Io): Promise<number> {
  const options = parseOptions("explain", argv, {
    har: "values",
    curl: "value",
    message: "values",
    origin: "value",
    method: "value",
    header: "values",
    credentials: "value",
    "allow-private": "flag",
    insecure: "flag",
    json: "flag",
  });
  if (!options.ok) return wrongUse(io, options.message);
  const { values, flags, positionals } = options;
  const value = (name: string): string | undefined => values.get(name)?.[0];
  const credentials = modes.find((mode) => mode === value("credentials"));
  if (value("credentials") !== undefined && credentials === undefined) {
    return wrongUse(
      io,
      `crosscheck explain: there is no --credentials ${quoted(value("credentials"))}; there are: ${modes.join(", ")}.`,
    );
  }
  const origin = value("origin");
  if (origin !== undefined && origin !== "null" && originOf(origin) === null) {
    return wrongUse(
      io,
      `crosscheck explain: --origin ${quoted(origin)} is no origin. Write scheme, host and port: https://app.example.com.`,
    );
  }
  const headers: Header[] = [];
  for (const line of values.get("header") ?? []) {
    const header = parseHeaderLine(line);
    if (header === null)
      return wrongUse(io, `crosscheck explain: --header ${quoted(line)} is no header. Write "Name: value".`);
    headers.push(header);
  }
  const urls = positionals.filter((given) => /^https?:\/\//i.test(given));
  const files = positionals.filter((given) => !/^https?:\/\//i.test(given));
  if (urls.length > 1) return wrongUse(io, "crosscheck explain: one URL at a time.");
  const [url] = urls;
  if (url !== undefined && !URL.canParse(url)) return wrongUse(io, `crosscheck explain: ${quoted(url)} is no URL.`);
  const isEmpty = positionals.length === 0 && ["har", "curl", "message"].every((name) => !values.has(name));
  if (isEmpty)
    return wrongUse(
      io,
      'crosscheck explain: it needs something to explain: a FILE, a URL, or --message "…". See --help.',
    );

  const archives: HarEvidence[] = [];
  const texts: string[] = [];
  let responder: Given["responder"];
  for (const [file, isArchive] of [
    ...(values.get("har") ?? []).map((name) => [name, true] as const),
    ...files.map((name) => [name, false] as const),
  ]) {
    const read = await readGiven(file, isArchive, io);
    if (typeof read === "string") return wrongUse(io, `crosscheck explain: ${read}`);
    if ("archive" in read) archives.push(read.archive);
    else {
      const bytes = Buffer.from(read.text).toString("latin1");
      const target = file === "-" ? null : detectTarget(file, bytes);
      if (target !== null) responder = configurationResponder(bytes, target, { file, source: fileSource });
      else texts.push(read.text);
    }
  }
  const unread = archives.find(({ observations, problems }) => observations.length === 0 && problems.length > 0);
  if (unread !== undefined) {
    return wrongUse(
      io,
      `crosscheck explain: the archive cannot be read: ${unread.problems.map(({ place, message }) => `${place}: ${message}`).join(" ")}`,
    );
  }
  const curlFile = value("curl");
  const curl = curlFile === undefined ? undefined : await readText(curlFile, io);
  if (curl !== undefined && "fault" in curl) return wrongUse(io, `crosscheck explain: ${curl.fault}`);

  const message = values.get("message")?.join("\n");
  const method = value("method");
  const given: Given = {
    archives,
    text: texts.join("\n\n"),
    ...(message === undefined ? {} : { message }),
    ...(curl === undefined ? {} : { curl: curl.text }),
    ...(url === undefined ? {} : { url }),
    ...(origin === undefined ? {} : { origin }),
    ...(method === undefined ? {} : { method }),
    ...(headers.length === 0 ? {} : { headers }),
    ...(credentials === undefined ? {} : { credentials }),
    ...(responder === undefined ? {} : { responder }),
  };
  let live: Attempt | undefined;
  if (
    url !== undefined &&
    archives.length === 0 &&
    curl === undefined &&
    responder === undefined &&
    texts.length === 0
  ) {
    const page = origin ?? (message === undefined ? null : (readConsole(message)?.pageOrigin ?? null));
    if (page === null)
      return wrongUse(io, "crosscheck explain: say whose page asks: --origin https://app.example.com.");
    const request: PageRequest = {
      url,
      headers,
      credentials: credentials ?? "same-origin",
      ...(method === undefined ? {} : { method }),
    };
    live = await askLive(request, page === "null" ? page : (originOf(page) ?? page), {
      allowPrivate: flags.has("allow-private"),
      insecure: flags.has("insecure"),
    });
  }
  const explanation = explainGiven(live === undefined ? given : { ...given, live }, new Date());
  io.stdout.write(
    flags.has("json")
      ? `${printJson(explanation, 2)}\n`
      : explainText(explanation, terminalStyle(io), stepperFor(explanation)),
  );
  return isTold(explanation) ? 0 : 3;
}

function isTold({ causes, reason }: Explanation): boolean {
  return causes.length > 0 || reason === "allowed" || reason === "opaque";
}

/** What a browser would send, sent through the scanner's guarded client. */
async function askLive(
  request: PageRequest,
  origin: string,
  options: { readonly allowPrivate: boolean; readonly insecure: boolean },
): Promise<Attempt> {
  const client = createHttpClient(options);
  try {
    const verdict = await judgeAsync({
      page: { origin },
      request,
      responder: async (asked: HttpRequest): Promise<NetworkAnswer> => client.send(asked),
    });
    const exchanges = verdict.exchanges.map((exchange) => ({ ...simulated(exchange, origin, request), place: "live" }));
    const [attempt] = attemptsOf(exchanges);
    return {
      ...(attempt ?? { engine: null, hops: [], earlier: null, policies: [] }),
      pageOrigin: origin,
      credentials: request.credentials ?? "same-origin",
    };
  } finally {
    await client.close();
  }
}

async function readGiven(
  file: string,
  isArchive: boolean,
  io: Io,
): Promise<{ readonly archive: HarEvidence } | { readonly text: string } | string> {
  if (file !== "-" && (isArchive || file.toLowerCase().endsWith(".har"))) {
    try {
      return { archive: await readArchive(file) };
    } catch (error) {
      return cannotRead(file, error);
    }
  }
  const read = await readText(file, io);
  if ("fault" in read) return read.fault;
  if (!isArchive) return read;
  const reader = createHarReader();
  reader.push(new TextEncoder().encode(read.text));
  return { archive: reader.end() };
}

/** As its bytes come: an archive of an hour is larger than memory should be. */
async function readArchive(file: string): Promise<HarEvidence> {
  const reader = createHarReader();
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>)
    reader.push(chunk);
  return reader.end();
}

async function readText(file: string, io: Io): Promise<{ readonly text: string } | { readonly fault: string }> {
  try {
    if (file !== "-") {
      if (statSync(file).size > largestText)
        return { fault: `${quoted(file)} is larger than 16 MiB. If it is an HTTP Archive, give it with --har.` };
      return { text: readFileSync(file, "utf8") };
    }
    const chunks: Buffer[] = [];
    for await (const chunk of io.stdin) chunks.push(Buffer.from(chunk));
    return { text: Buffer.concat(chunks).toString("utf8") };
  } catch (error) {
    return { fault: cannotRead(file, error) };
  }
}

function cannotRead(file: string, error: unknown): string {
  return `${quoted(file)} cannot be read: ${printable(error instanceof Error ? error.message : String(error))}.`;
}

function quoted(text: string | undefined): string {
  return printable(JSON.stringify(text ?? ""));
}

function wrongUse(io: Io, sentence: string): number {
  io.stderr.write(`${printable(sentence, 2_000)}\n`);
  return 2;
}
