import type { BrowserEngine } from "@crosscheck/cors/browser";
import type { Cause } from "./cause.ts";

export type BesideReason =
  | "content-security-policy"
  | "mixed-content"
  | "opaque-response-blocking"
  | "extension"
  | "unsafe-header"
  | "cookie-rejected"
  | "error-status"
  | "integrity"
  | "service-worker"
  | "websocket"
  | "mime-type"
  | "aborted"
  | "frame"
  | "local-network-access";

export interface BesideMessage {
  readonly reason: BesideReason;
  readonly causes: readonly Cause[];
  readonly engine: BrowserEngine | null;
  readonly pattern: RegExp;
}

/** Lines that people take for CORS. */
// biome-ignore format: one message per line
const besideMessages: readonly BesideMessage[] = [
  { reason: "local-network-access", causes: ["local-network-access"], engine: "chromium", pattern: /net::ERR_BLOCKED_BY_(?:LOCAL|PRIVATE)_NETWORK_ACCESS_CHECKS/ },
  { reason: "local-network-access", causes: ["local-network-access"], engine: "chromium", pattern: /Access-Control-Allow-Private-Network|Request had no target IP address space|requested a subresource from a network that it could only access because of its users' privileged/ },
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
  { reason: "extension", causes: ["not-cors"], engine: "firefox", pattern: /The resource at [“"](?<url>[^”"]*)[”"] was blocked because (?:content blocking|Enhanced Tracking Protection|Safe Browsing) is enabled/ },
  { reason: "extension", causes: ["not-cors"], engine: "webkit", pattern: /Content blocker prevented frame displaying \S+ from loading a resource from (?<url>\S+)/ },
  { reason: "integrity", causes: ["not-cors"], engine: "chromium", pattern: /Failed to find a valid digest in the 'integrity' attribute for resource '(?<url>[^']*)'|SRI's integrity checks failed/ },
  { reason: "integrity", causes: ["not-cors"], engine: "firefox", pattern: /None of the [“"]sha\d+[”"] hashes in the integrity attribute match the content of the subresource at [“"](?<url>[^”"]*)/ },
  { reason: "integrity", causes: ["not-cors"], engine: "webkit", pattern: /Failed integrity metadata check/ },
  { reason: "service-worker", causes: ["not-cors"], engine: "chromium", pattern: /The FetchEvent for "(?<url>[^"]*)" resulted in a network error response/ },
  { reason: "service-worker", causes: ["not-cors"], engine: "firefox", pattern: /Failed to load ‘(?<url>[^’]*)’\. A ServiceWorker/ },
  { reason: "service-worker", causes: ["not-cors"], engine: "webkit", pattern: /FetchEvent\.respondWith received|Response served by service worker/ },
  { reason: "websocket", causes: ["not-cors"], engine: null, pattern: /WebSocket connection to '(?<url>[^']*)' failed|can[’']t establish a connection to the server at (?<address>wss?:\S+)|connection to (?<to>wss?:\S+) was interrupted/ },
  { reason: "mime-type", causes: ["not-cors"], engine: null, pattern: /EventSource's response has a (?:MIME type|charset)|EventSource at \S+ can’t|(?:because|of) (?:its|a disallowed|an unsupported) MIME type|blocked due to MIME type|Expected a JavaScript(?:-or-Wasm)? module script but|is not a valid JavaScript MIME type/ },
  { reason: "frame", causes: ["not-cors"], engine: null, pattern: /in a frame because|Blocked a frame with origin|Permission denied to access property .* on cross-origin object/ },
  { reason: "aborted", causes: ["not-cors"], engine: null, pattern: /\b(?:AbortError|TimeoutError)\b|(?:operation|request) was aborted/ },
  { reason: "unsafe-header", causes: ["header-not-exposed"], engine: null, pattern: /Refused to get unsafe header "(?<header>[^"]*)"/ },
  { reason: "cookie-rejected", causes: ["cookie-not-sent"], engine: "firefox", pattern: /Cookie [“"'][^”"']*[”"'] (?:has been rejected|will(?: be)? soon be rejected)/ },
  { reason: "cookie-rejected", causes: ["cookie-not-sent"], engine: "chromium", pattern: /[Cc]ookie associated with a (?:cross-site )?resource at (?<url>\S+).*SameSite|cookie was blocked because it had the "SameSite/ },
  { reason: "error-status", causes: ["cookie-not-sent"], engine: null, pattern: /(?:the server responded with a status of|\b(?:GET|POST|PUT|PATCH|DELETE) \S+) (?<status>40[13])\b/ },
  { reason: "error-status", causes: ["not-cors"], engine: null, pattern: /the server responded with a status of (?<status>[45]\d\d)/ },
];

/** What Safari and Firefox say of connections; the model's own patterns have Chromium's. */
export const connectionLine: RegExp =
  /Could not connect to|Error resolving [“"]|Connection refused|server with the specified hostname could not be found|certificate for this server is invalid|network connection was lost|SSL error has occurred|Failed to load resource: (?:The|A|An|Could)\b|Unacceptable TLS certificate|FTP URLs are disabled|NS_ERROR_(?:UNKNOWN_HOST|CONNECTION_REFUSED|NET_|DOM_BAD_URI|FAILURE)|SEC_ERROR_|SSL_ERROR_/;

/** The first line of the table that a text has, and what stands in it. */
export function besideOf(
  text: string,
): (BesideMessage & { readonly facts: Readonly<Record<string, string | undefined>> }) | null {
  for (const message of besideMessages) {
    const match = message.pattern.exec(text);
    if (match !== null)
      return { ...message, facts: (match.groups ?? {}) as Readonly<Record<string, string | undefined>> };
  }
  return null;
}
