import { type BrowserEngine, type MessageReason, parseMessage } from "@crosscheck/cors/browser";
import { type BesideReason, besideOf, connectionLine } from "./beside-messages.ts";
import type { Cause } from "./cause.ts";
import { causesOfMessage, pairTellsPreflight, statusOf } from "./causes-of-message.ts";
import { readCutMessage } from "./cut-message.ts";
import { maskText } from "./mask-secrets.ts";
import { originOf } from "./origin-of.ts";

/** What lines of a browser's console say. */
export interface ConsoleEvidence {
  readonly engine: BrowserEngine | null;
  /** The code of the reason: one of the browser model's, or one that is beside CORS. */
  readonly reason: MessageReason | BesideReason;
  readonly causes: readonly Cause[];
  readonly onPreflight: boolean | null;
  readonly url: string | null;
  readonly pageOrigin: string | null;
  readonly status: number | null;
  /** The line itself, its secrets masked. */
  readonly text: string;
}

/** Longer ones are cut: no console has more to say. */
const longestText = 100_000;

/** Reads what a browser wrote to its console, whatever stands around it. Null when no line is known. */
export function readConsole(given: string): ConsoleEvidence | null {
  const text = withoutColours(given.slice(0, longestText));
  const whole = parseMessage(text);
  const parsed =
    whole === null || whole.reason === "generic" || whole.reason === "follow-up" ? (cut(text) ?? whole) : whole;
  const beside = besideOf(text);
  const saysNothing = parsed === null || parsed.reason === "generic" || parsed.reason === "follow-up";
  const isConnection = saysNothing && beside === null && connectionLine.test(text);
  if (parsed !== null && !isConnection && (beside === null || saysMore(parsed.reason, beside.reason))) {
    const { facts } = parsed;
    const url = facts.url ?? facts.location ?? null;
    const status = statusOf(facts.status, text);
    const pageOrigin = facts.origin === undefined || facts.origin === "null" ? null : originOf(facts.origin);
    const onPreflight = parsed.onPreflight ?? pairTellsPreflight(parsed.engine, text);
    const causes = causesOfMessage({ ...parsed, onPreflight }, status, text);
    const engine = parsed.engine === "any" ? null : parsed.engine;
    return {
      engine,
      reason: parsed.reason,
      causes,
      onPreflight,
      url: url === null ? null : maskText(url),
      pageOrigin,
      status,
      text: quote(text),
    };
  }
  if (beside !== null) {
    const { reason, causes, engine, facts } = beside;
    return {
      engine,
      reason,
      causes,
      onPreflight: null,
      url: facts.url === undefined ? null : maskText(facts.url),
      pageOrigin: null,
      status: statusOf(facts.status, text),
      text: quote(text),
    };
  }
  if (!isConnection) return null;
  return {
    engine: null,
    reason: "network",
    causes: ["not-cors"],
    onPreflight: null,
    url: null,
    pageOrigin: null,
    status: null,
    text: quote(text),
  };
}

/** A line that ends in the middle leaves the causes of every sentence that begins like it. */
function cut(text: string): ReturnType<typeof parseMessage> {
  const read = readCutMessage(text);
  if (read === null) return null;
  const [reason = "generic" as const] = read.reasons;
  return {
    ...read,
    facts: { ...read.facts, cut: "" },
    reason,
    reasons: read.reasons.length === 0 ? [reason] : read.reasons,
  };
}

/** A line of the model's that names a reason is the cause; those that name none give way. */
function saysMore(reason: MessageReason, beside: BesideReason): boolean {
  if (reason === "generic" || reason === "follow-up") return false;
  if (reason === "network" || reason === "mode-same-origin")
    return beside === "error-status" || beside === "cookie-rejected";
  return true;
}

function withoutColours(text: string): string {
  return text.replace(/\u001b\[[0-9;]*[A-Za-z]/g, "");
}

function quote(text: string): string {
  const masked = maskText(text.trim());
  return masked.length > 2_000 ? `${masked.slice(0, 2_000)}…` : masked;
}
