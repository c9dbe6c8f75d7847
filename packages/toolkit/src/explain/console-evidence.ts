import { type BrowserEngine, type MessageReason, parseMessage } from "@crosscheck/cors/browser";
import { type Cause, sortCauses } from "./cause.ts";
import { readCutMessage } from "./cut-message.ts";
import { maskText } from "./mask-secrets.ts";
import { isSameOrigin, originOf } from "./origin-of.ts";

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

type BesideReason =
  | "content-security-policy"
  | "mixed-content"
  | "opaque-response-blocking"
  | "extension"
  | "unsafe-header"
  | "cookie-rejected"
  | "error-status"
  | "local-network-access";

interface BesideMessage {
  readonly reason: BesideReason;
  readonly causes: readonly Cause[];
  readonly engine: BrowserEngine | null;
  readonly pattern: RegExp;
}

/** Lines that people take for CORS. */
// biome-ignore format: one message per line
const besideMessages: readonly BesideMessage[] = [
  { reason: "local-network-access", causes: ["local-network-access"], engine: "chromium", pattern: /net::ERR_BLOCKED_BY_(?:LOCAL|PRIVATE)_NETWORK_ACCESS_CHECKS/ },
  { reason: "content-security-policy", causes: ["not-cors"], engine: "chromium", pattern: /(?:Connecting to|Refused to connect to) '(?<url>[^']*)'.*violates the following Content Security Policy directive/ },
  { reason: "content-security-policy", causes: ["not-cors"], engine: "chromium", pattern: /violates the (?:following|document's) Content Security Policy/ },
  { reason: "content-security-policy", causes: ["not-cors"], engine: "firefox", pattern: /Content[- ]Security[- ]Policy: The page.s settings blocked the loading of a resource(?: \([\w-]+\))? at (?<url>\S+)/ },
  { reason: "content-security-policy", causes: ["not-cors"], engine: "webkit", pattern: /Refused to connect to (?<url>\S+) because it (?:does not appear in the connect-src directive|appears in neither the connect-src directive)/ },
  { reason: "content-security-policy", causes: ["not-cors"], engine: null, pattern: /Content[- ]Security[- ]Policy.*connect-src/ },
  { reason: "mixed-content", causes: ["not-cors"], engine: "chromium", pattern: /Mixed Content: The page at '[^']*' was loaded over HTTPS, but requested an insecure [\w ]+ '(?<url>[^']*)'/ },
  { reason: "mixed-content", causes: ["not-cors"], engine: "firefox", pattern: /Blocked loading mixed active content [“"'](?<url>[^”"']*)/ },
  { reason: "mixed-content", causes: ["not-cors"], engine: "webkit", pattern: /requested insecure content from (?<url>\S+?)\. This content was blocked|was not allowed to (?:display|run) insecure content from/ },
  { reason: "opaque-response-blocking", causes: ["not-cors"], engine: "chromium", pattern: /net::ERR_BLOCKED_BY_ORB|Cross-Origin Read Blocking \(CORB\) blocked cross-origin response (?<url>\S+)/ },
  { reason: "opaque-response-blocking", causes: ["not-cors"], engine: "firefox", pattern: /The resource at [“"](?<url>[^”"]*)[”"] was blocked by OpaqueResponseBlocking/ },
  { reason: "extension", causes: ["not-cors"], engine: "chromium", pattern: /net::ERR_BLOCKED_BY_CLIENT/ },
  { reason: "unsafe-header", causes: ["header-not-exposed"], engine: null, pattern: /Refused to get unsafe header "(?<header>[^"]*)"/ },
  { reason: "cookie-rejected", causes: ["cookie-not-sent"], engine: "firefox", pattern: /Cookie [“"'][^”"']*[”"'] (?:has been rejected|will(?: be)? soon be rejected)/ },
  { reason: "cookie-rejected", causes: ["cookie-not-sent"], engine: "chromium", pattern: /[Cc]ookie associated with a (?:cross-site )?resource at (?<url>\S+).*SameSite|cookie was blocked because it had the "SameSite/ },
  { reason: "error-status", causes: ["cookie-not-sent"], engine: null, pattern: /(?:the server responded with a status of|\b(?:GET|POST|PUT|PATCH|DELETE) \S+) (?<status>40[13])\b/ },
  { reason: "error-status", causes: ["not-cors"], engine: null, pattern: /the server responded with a status of (?<status>[45]\d\d)/ },
];

/** What Safari and Firefox say of connections; the model's own patterns have Chromium's. */
const connectionLine =
  /Could not connect to|Error resolving [“"]|Connection refused|server with the specified hostname could not be found|certificate for this server is invalid|network connection was lost|SSL error has occurred|Failed to load resource: (?:The|A|An|Could|Unacceptable TLS)\b|NS_ERROR_(?:UNKNOWN_HOST|CONNECTION_REFUSED|NET_|DOM_BAD_URI|FAILURE)|SEC_ERROR_|SSL_ERROR_/;

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
    const causes = causesOf({ ...parsed, onPreflight }, status, text);
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

function besideOf(text: string) {
  for (const message of besideMessages) {
    const match = message.pattern.exec(text);
    if (match !== null)
      return { ...message, facts: (match.groups ?? {}) as Readonly<Record<string, string | undefined>> };
  }
  return null;
}

/** A line of the model's that names a reason is the cause; those that name none give way. */
function saysMore(reason: MessageReason, beside: BesideReason): boolean {
  if (reason === "generic" || reason === "follow-up") return false;
  if (reason === "network" || reason === "mode-same-origin")
    return beside === "error-status" || beside === "cookie-rejected";
  return true;
}

/** Firefox writes a second line, that nothing came, after a preflight alone. */
function pairTellsPreflight(engine: BrowserEngine | "any", text: string): boolean | null {
  if (engine !== "firefox") return null;
  return /CORS request did not succeed/.test(text);
}

type Parsed = NonNullable<ReturnType<typeof parseMessage>>;

/** What leaves more than one cause is told apart by its status, its redirect, and whether it was a preflight's answer. */
function causesOf(parsed: Parsed, status: number | null, text: string): readonly Cause[] {
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
        return ["origin-not-listed", "cached-without-vary", "works-outside-browsers", "preflight-not-handled"];
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
const anyFailure: readonly Cause[] = [
  "origin-not-listed",
  "preflight-needs-login",
  "error-without-cors",
  "doubled-layer",
  "wildcard-with-credentials",
  "header-not-allowed",
  "method-not-allowed",
  "preflight-redirected",
  "preflight-not-handled",
  "cached-without-vary",
  "redirected-to-null",
  "works-outside-browsers",
  "local-network-access",
  "not-cors",
];

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

function statusOf(told: string | undefined, text: string): number | null {
  // Chromium's developer tools add it to the line of the request: `GET https://… net::ERR_FAILED 404 (Not Found)`.
  const status = told ?? /net::ERR_FAILED (\d{3})\b/.exec(text)?.[1];
  return status === undefined || !/^\d{3}$/.test(status) ? null : Number(status);
}

function withoutColours(text: string): string {
  return text.replace(/\u001b\[[0-9;]*[A-Za-z]/g, "");
}

function quote(text: string): string {
  const masked = maskText(text.trim());
  return masked.length > 2_000 ? `${masked.slice(0, 2_000)}…` : masked;
}
