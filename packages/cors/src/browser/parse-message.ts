import type { BrowserEngine } from "./departures.ts";
import { type MessageReason, messagePatterns } from "./message-patterns.ts";

/** What a console message says. */
export interface ParsedMessage {
  readonly engine: BrowserEngine | "any";
  readonly reason: MessageReason;
  /** Every reason that the text leaves, `reason` first: WebKit has one sentence for several. */
  readonly reasons: readonly MessageReason[];
  /** Whether it is the answer to a preflight that failed; null where the text does not say. */
  readonly onPreflight: boolean | null;
  /** What stands in the text: `url`, `origin`, `received`, `header`, `method`, `status`, `redirectedFrom` … */
  readonly facts: Readonly<Record<string, string>>;
}

/** Longer ones are cut: no console line is. */
const longestText = 20_000;

/**
 * Reads what a browser wrote to its console (or threw): today's sentences of Chromium, Firefox and WebKit, and those of
 * their older versions. Of several lines, the one that says most counts. Null when none is known.
 */
export function parseMessage(text: string): ParsedMessage | null {
  const input = text.slice(0, longestText);
  for (const { engine, reasons, pattern } of messagePatterns) {
    const match = pattern.exec(input);
    if (match === null) continue;
    const [reason] = reasons;
    if (reason === undefined) continue;
    const facts = { ...frameFacts(input), ...definedGroups(match) };
    return { engine, reason, reasons, onPreflight: onPreflight(reason, input), facts };
  }
  return null;
}

/** What stands around the reason: in which request, of which page. */
const frames: readonly RegExp[] = [
  /Access to (?<kind>[A-Za-z ]+?) at '(?<url>[^']*)'/,
  /\(redirected from '(?<redirectedFrom>[^']*)'\)/,
  /Redirect (?:at|from) '(?<url>[^']*)'/,
  /from origin '(?<origin>[^']*)'/,
  /Origin '(?<origin>[^']*)' is therefore not allowed access/,
  /(?:XMLHttpRequest|Fetch API|EventSource) cannot load (?<url>\S+?)\.?(?=\s|$)/,
  /Failed to load (?<url>[a-z]+:\/\/\S+?):(?=\s)/,
  /remote resource at [‘']?(?<url>[^\s’']+?)[’']?\.? \(/,
  /The response had HTTP status code (?<status>\d+)/,
];

function frameFacts(text: string): Record<string, string> {
  const facts: Record<string, string> = {};
  for (const frame of frames) {
    const match = frame.exec(text);
    for (const [name, value] of Object.entries(match === null ? {} : definedGroups(match))) facts[name] ??= value;
  }
  return facts;
}

function definedGroups({ groups = {} }: RegExpExecArray): Record<string, string> {
  return Object.fromEntries(Object.entries(groups).filter(([, value]) => value !== undefined)) as Record<
    string,
    string
  >;
}

function onPreflight(reason: MessageReason, text: string): boolean | null {
  if (reason.startsWith("preflight-")) return true;
  if (/Response to preflight request doesn't pass access control check/.test(text)) return true;
  // Chromium says so on every preflight; the others do not tell.
  return /has been blocked by CORS policy/.test(text) ? false : null;
}
