import { type Cause, sortCauses } from "../../packages/toolkit/src/explain/cause.ts";
import { allowsConnection } from "../../packages/toolkit/src/explain/connect-sources.ts";
import { explain } from "../../packages/toolkit/src/explain/explain.ts";
import { isSameOrigin } from "../../packages/toolkit/src/explain/origin-of.ts";
import { readEvidence } from "../../packages/toolkit/src/explain/read-evidence.ts";
import { readHar } from "../../packages/toolkit/src/explain/read-har.ts";
import type { RecordedScenario, Recording } from "./recording.ts";

/** How a scenario's recording was explained. */
export interface Measured {
  readonly record: RecordedScenario;
  readonly kind: "har" | "console" | "both";
  /** Every cause of a scenario whose evidence is the same. */
  readonly expected: string;
  readonly got: string;
}

/**
 * What evidence leaves is found from the recordings themselves: every cause of a scenario that left the same evidence in this
 * browser, but for names, addresses and numbers that say nothing of the cause.
 */
export function measure({ records, engine }: Recording): readonly Measured[] {
  const hars = groups(records, harKey);
  const consoles = groups(
    records.filter((record) => text(record) !== "" && record.shows !== "archive"),
    (record) => consoleKey(record, engine),
  );
  return records.flatMap((record): Measured[] => {
    const archive = readHar(JSON.stringify(record.har));
    const message = text(record);
    const fromHar = hars.get(harKey(record)) ?? [];
    const har = explain(readEvidence({ archives: [archive] }));
    const measured: Measured[] = [];
    // A call that the browser kept in is in no archive.
    if (harKey(record) !== nothing && record.shows !== "console")
      measured.push({ record, kind: "har", expected: fromHar.join(" "), got: har.causes.join(" ") });
    if (message === "" || record.shows === "archive") return measured;
    const fromConsole = consoles.get(consoleKey(record, engine)) ?? [];
    const both = record.shows === "console" ? fromConsole : fromHar.filter((cause) => fromConsole.includes(cause));
    measured.push(
      {
        record,
        kind: "console",
        expected: fromConsole.join(" "),
        got: explain(readEvidence({ message })).causes.join(" "),
      },
      {
        record,
        kind: "both",
        expected: both.join(" "),
        got: explain(readEvidence({ archives: [archive], message })).causes.join(" "),
      },
    );
    return measured;
  });
}

function groups(
  records: readonly RecordedScenario[],
  keyOf: (record: RecordedScenario) => string,
): ReadonlyMap<string, readonly Cause[]> {
  const found = new Map<string, Cause[]>();
  for (const record of records) found.set(keyOf(record), [...(found.get(keyOf(record)) ?? []), record.cause]);
  return new Map([...found].map(([key, causes]) => [key, sortCauses(causes)]));
}

/** The lines that a person would copy: those about the call. A second line alone says of any call that it failed. */
function text({ console }: RecordedScenario): string {
  if (console.every((line) => line === "Failed to load resource: net::ERR_FAILED")) return "";
  return console
    .filter(
      (line) =>
        !/XML Parsing Error|treat-as-public-address|addons\.|PathUtils|XML-RPC|Gtk-WARNING|QuirksMode|Quirks Mode|^\d{10,}/.test(
          line,
        ),
    )
    .join("\n");
}

/** Numbers of ports and of scenarios, names of methods and headers, and the call's own kind say nothing of the cause. */
function consoleKey(record: RecordedScenario, engine: Recording["engine"]): string {
  const page = pageOf(record);
  return text(record)
    .replace(/at '([^']*)' \(redirected from '([^']*)'\)/g, (_all, to: string, from: string) =>
      isSameOrigin(to, from) ? "at 'URL' REDIRECTED" : "at 'URL' ELSEWHERE",
    )
    .replace(/^Module source URI is not allowed.*$/gm, "")
    .replaceAll(page, "PAGE")
    .replace(/(?:https?:\/\/[\w.:]+)?\/(?:s|page)\/[\w-]+(?:\/[^\s'‘’“”"]*[^\s'‘’“”".)])?/g, "URL")
    .replace(
      /(?:header has a value|does not match) ['‘]([^'’]*)/g,
      (_all, value: string) => `MISMATCH ${valueClass(value, page, engine)}`,
    )
    .replace(/ Have the server send the header with a valid value\./g, "")
    .replace(/(?:multiple values|invalid value) '[^']*'/g, "VALUE")
    .replace(/Status code: (\d+)/g, (_all, status: string) => `Status ${statusClass(Number(status))}`)
    .replace(/status of (\d+)[^\n]*/g, (_all, status: string) => `status ${statusClass(Number(status))}`)
    .replace(/XMLHttpRequest|fetch|Fetch API|(?<=Access to )(?:image|script|font)/g, "CALL")
    .replace(
      /The credentials mode of requests initiated by the CALL is controlled by the withCredentials attribute\./,
      "",
    )
    .replace(/Method \S+/, "Method")
    .replace(/header ‘[\w-]+’|header field \S+|unsafe header "[^"]*"/g, "HEADER")
    .replace(/net::ERR_(?!FAILED)\w+/g, "ERR")
    .replace(/directive: [“"].*$/gm, "DIRECTIVE")
    .replace(new RegExp(engine === "webkit" ? "CONSOLE JS ERROR .*" : "^$", "gm"), "")
    .replace(/https?:\/\/(?:nowhere\.invalid|127\.0\.0\.1:\d+)\/[^\s'‘’“”"]*[^\s'‘’“”".)]/g, "URL")
    .trim();
}

function valueClass(value: string, page: string, engine: Recording["engine"]): string {
  if (value.includes(",")) return "list";
  // A page without an origin of its own is somebody else, too.
  if (value === "null") return "other";
  // Firefox does not name the page: any origin may be another's.
  if (engine === "firefox") return value.endsWith("/") || !/^(?:PAGE|https?:)/.test(value) ? "invalid" : "other";
  if (value.startsWith("PAGE") || value.includes(new URL(page).hostname)) return value === "PAGE" ? "page" : "near";
  return /^https?:\/\//.test(value) ? "other" : "invalid";
}

function statusClass(status: number): string {
  if ([401, 407].includes(status)) return "401";
  return status === 403 ? "403" : status >= 400 ? "error" : status >= 300 ? "3xx" : "2xx";
}

interface Entry {
  readonly request: { readonly method: string; readonly url: string; readonly headers: readonly Header[] };
  readonly response: { readonly status: number; readonly headers: readonly Header[]; readonly _error?: string | null };
  readonly _fromCache?: string;
}
interface Header {
  readonly name: string;
  readonly value: string;
}

/** Answers whole; of calls without an answer, what they must ask first, whether an earlier one is in a cache, and the error. */
function harKey(record: RecordedScenario): string {
  const entries = record.har.log.entries as readonly Entry[];
  const page = pageOf(record);
  const calls = entries.filter(({ request }) => !request.url.includes("/page/"));
  const own = entries.find(({ request }) => request.url.includes("/page/"));
  const policy =
    own?.response.headers.find(({ name }) => name.toLowerCase() === "content-security-policy")?.value ?? "";
  const key = calls
    .map(({ request, response, _fromCache }) => {
      const names = request.headers.map(({ name }) => name.toLowerCase());
      const origin =
        request.headers.find(({ name }) => name.toLowerCase() === "origin")?.value.replace(page, "PAGE") ?? "";
      const unsafe =
        names.some((name) => /^(?:x-.*|authorization|traceparent)$/.test(name)) ||
        request.headers.some(
          ({ name, value }) =>
            name.toLowerCase() === "content-type" &&
            !/^(?:text\/plain|application\/x-www-form-urlencoded|multipart\/form-data)/.test(value),
        );
      const method = /^(?:GET|POST|OPTIONS)$/.test(request.method) ? request.method : "OTHER";
      const hop = /\/s\/[^/]+\/([^/?#]*)/.exec(request.url)?.[1] ?? "a";
      const answer =
        response.status === 0
          ? (response._error ?? "")
          : JSON.stringify([
              response.status,
              response.headers
                .filter(({ name }) => !/^content-length$/i.test(name))
                .map(({ name, value }) => [
                  name,
                  value.replaceAll(page, "PAGE").replace(/[\w-]+-(?:first|later|drawn)-\d+/, ""),
                ]),
            ]);
      // An answer decides whatever the call was like.
      return response.status === 0
        ? [method, hop, unsafe, origin, answer, names.includes("cookie")].join("|")
        : [
            request.method === "OPTIONS" ? "OPTIONS" : "",
            hop,
            origin,
            answer,
            _fromCache ?? "",
            names.includes("cookie"),
          ].join("|");
    })
    .sort();
  // A policy that lets every call out says nothing of them.
  const limits = calls.length === 0 || calls.some(({ request }) => !allowsConnection(policy, request.url, page));
  return JSON.stringify([key, limits ? policy : ""]);
}

const nothing = JSON.stringify([[], ""]);

function pageOf({ har }: RecordedScenario): string {
  const entries = har.log.entries as readonly Entry[];
  const own = entries.find(({ request }) => request.url.includes("/page/"));
  return own === undefined ? "http://127.0.0.1:0" : new URL(own.request.url).origin;
}
