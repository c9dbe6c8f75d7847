import type { BrowserEngine, MessageReason, parseMessage } from "@crosscheck/cors/browser";
import { type Cause, causes, sortCauses } from "./cause.ts";
import { isSameOrigin, originOf } from "./origin-of.ts";

/** Firefox writes a second line, that nothing came, after a preflight alone. */
export function pairTellsPreflight(engine: BrowserEngine | "any", text: string): boolean | null {
  if (engine !== "firefox") return null;
  return /CORS request did not succeed/.test(text);
}

type Parsed = NonNullable<ReturnType<typeof parseMessage>>;

/** What leaves more than one cause is told apart by its status, its redirect, and whether it was a preflight's answer. */
export function causesOfMessage(parsed: Parsed, status: number | null, text: string): readonly Cause[] {
  const { reasons, facts, engine } = parsed;
  // WebKit's refusal of a redirect is of its first answer.
  return sortCauses(reasons.flatMap((reason) => causesOfReason(reason, { ...parsed, facts }, status, text, engine)));
}

function causesOfReason(
  reason: MessageReason,
  { facts, onPreflight, reasons }: Parsed,
  status: number | null,
  text: string,
  engine: BrowserEngine | "any",
): readonly Cause[] {
  const isNull = facts.origin === "null" || isTaintedRedirect(facts);
  // One whole sentence for several reasons: the first of them speaks for all.
  const isJoint = reasons.length > 1 && facts.cut === undefined;
  switch (reason) {
    case "acao-missing":
      if (isNull) return ["redirected-to-null"];
      if (onPreflight === true) return preflightWithout(status);
      if (status !== null && status >= 400) return ["error-without-cors"];
      // WebKit does not say of what, and has looked at a preflight's status before.
      if (engine === "webkit" && status !== null && !reasonsOnlyOfActual(text)) {
        return [
          "origin-not-listed",
          "cached-without-vary",
          "works-outside-browsers",
          ...(isNeverPreflighted(text) ? [] : (["preflight-not-handled"] as const)),
        ];
      }
      return [
        "origin-not-listed",
        "cached-without-vary",
        "works-outside-browsers",
        ...(status === null ? (["error-without-cors"] as const) : []),
        // Firefox does not name the page, so a redirect may stand behind it.
        ...(engine === "firefox" ? (["redirected-to-null"] as const) : []),
      ];
    case "acao-mismatch":
      if (isNull) return ["redirected-to-null"];
      if (status !== null && status >= 400 && isJoint) return [];
      if (onPreflight === true || isNearMiss(facts)) return ["origin-not-listed"];
      if (reasons.includes("acao-multiple") && facts.received?.includes(",") === true) return ["doubled-layer"];
      if (
        reasons.includes("acao-invalid") &&
        facts.received !== undefined &&
        // Of a page without an origin of its own: a copy that was stored for it, or a list that has it.
        facts.received !== "null" &&
        originOf(facts.received) !== facts.received
      )
        return ["origin-not-listed"];
      return engine === "firefox"
        ? ["origin-not-listed", "cached-without-vary", "redirected-to-null"]
        : ["origin-not-listed", "cached-without-vary"];
    case "acao-invalid":
      if (isJoint) return [];
      return isNull ? ["redirected-to-null"] : ["origin-not-listed"];
    case "acao-multiple":
      return isJoint ? [] : ["doubled-layer"];
    case "acao-star-with-credentials":
    case "acac-not-true":
      return ["wildcard-with-credentials"];
    case "preflight-status":
      if (status === null) return ["preflight-needs-login", "preflight-not-handled"];
      return preflightWithout(status).filter(
        (cause) => cause !== "origin-not-listed" || (status === 403 && engine === "webkit"),
      );
    case "preflight-redirect":
      return reasons.length > 1 && status !== null && (status < 300 || status > 399) ? [] : ["preflight-redirected"];
    case "preflight-method":
    case "preflight-methods-parse":
      return ["method-not-allowed"];
    case "preflight-header":
    case "preflight-headers-parse":
      return ["header-not-allowed"];
    case "lna-permission":
    case "lna-space":
      return ["local-network-access"];
    case "generic":
    case "follow-up":
      return anyFailure;
    case "deprecation-authorization-star":
      return [];
    default:
      return ["not-cors"];
  }
}

/** A preflight's answer that does not pass, by its status alone. */
function preflightWithout(status: number | null): readonly Cause[] {
  if (status === null) return ["preflight-needs-login", "preflight-not-handled", "origin-not-listed"];
  if (status === 401 || status === 407) return ["preflight-needs-login"];
  // A server that refuses strangers says 403, too.
  if (status === 403) return ["preflight-needs-login", "origin-not-listed"];
  if (status >= 300 && status < 400) return ["preflight-redirected"];
  return status < 300 ? ["preflight-not-handled", "origin-not-listed"] : ["preflight-not-handled"];
}

/** The exception alone: whatever ends in no answer. */
const anyFailure: readonly Cause[] = causes.filter(
  (cause) => cause !== "header-not-exposed" && cause !== "cookie-not-sent",
);

/** What a page shows is asked for without custom headers and methods. */
function isNeverPreflighted(text: string): boolean {
  return /Cannot load (?:image|script|stylesheet|font|module)\b/i.test(text);
}

function reasonsOnlyOfActual(text: string): boolean {
  return /Cross-origin redirection to/.test(text);
}

/** From a page to one foreign origin, and from there to another: `Origin` is null at the last. */
function isTaintedRedirect({ url, redirectedFrom, origin }: Readonly<Record<string, string>>): boolean {
  if (url === undefined || redirectedFrom === undefined || origin === undefined) return false;
  return !isSameOrigin(redirectedFrom, origin) && !isSameOrigin(redirectedFrom, url);
}

/** The origin itself, but for its scheme, its case, a slash or a port: written so by a person, and kept by no cache. */
function isNearMiss({ received, origin }: Readonly<Record<string, string>>): boolean {
  if (received === undefined || origin === undefined || !URL.canParse(received) || !URL.canParse(origin)) return false;
  return received !== origin && new URL(received).hostname === new URL(origin).hostname;
}

export function statusOf(told: string | undefined, text: string): number | null {
  // Chromium's developer tools add it to the line of the request: `GET https://… net::ERR_FAILED 404 (Not Found)`.
  const status = told ?? /net::ERR_FAILED (\d{3})\b/.exec(text)?.[1];
  return status === undefined || !/^\d{3}$/.test(status) ? null : Number(status);
}
