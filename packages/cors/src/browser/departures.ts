/** The standard by the letter, or one of the browsers as they are. */
export type Engine = "standard" | "chromium" | "firefox" | "webkit";

/** An engine that departs from the standard. */
export type BrowserEngine = Exclude<Engine, "standard">;

/** Where each engine leaves the standard. What each of these is, and how it is known: `departure-facts.ts`. */
const departuresByEngine = {
  chromium: [
    "authorization-by-wildcard",
    "upload-method-must-be-listed",
    "range-up-to-int64",
    "combined-request-headers",
    "client-hints-safelisted",
    "upload-listener-needs-body",
    "stream-needs-http2",
    "redirect-userinfo-always",
    "location-empty-is-none",
    "location-checked-first",
    "contradicting-headers-fail",
    "proxy-authentication-fails",
    "password-dialog-dismissed",
    "clear-site-data-hidden",
    "same-site-not-for-ip-addresses",
    "no-cors-origin-kept",
    "origin-sent-with-storage-access",
    "redirect-keeps-storage-access",
    "element-tells-own-origin",
    "same-site-for-opaque-and-single-label",
    "no-cors-redirect-keeps-credentials",
    "no-cors-redirect-hides-origin",
    "redirect-scheme-unsupported",
    "max-age-as-integer",
    "cache-whole-answer",
    "cache-wildcard-not-for-authorization",
    "cache-not-stored-for-no-store",
    "cache-survives-failed-response",
    "cache-mode-bypasses-preflight-cache",
    "cache-mode-no-cache-bypasses-preflight-cache",
    "cache-not-for-opaque-origins",
  ],
  firefox: [
    "authorization-by-wildcard",
    "upload-method-must-be-listed",
    "range-up-to-uint64",
    "request-header-names-repeated",
    "no-total-size-limit",
    "stream-sent-as-text",
    "non-ascii-unsafe",
    "content-type-parsed-strictly",
    "redirect-keeps-unsafe-names",
    "redirect-drops-unsafe-names",
    "redirect-preflights-again",
    "beacon-names-on-crossing",
    "location-tab-escaped",
    "status-101-is-final",
    "preflight-origin-untainted",
    "preflight-unchecked-at-own-origin",
    "preflight-methods-before-headers",
    "origin-sent-with-storage-access",
    "preflight-redirect-after-check",
    "contradicting-headers-fail",
    "equal-duplicates-are-one",
    "password-dialog-dismissed",
    "empty-duplicate-ignored",
    "expose-wildcard-despite-invalid",
    "max-age-invalid-not-cached",
    "cache-exact-tokens",
    "cache-by-page-origin",
    "cache-mode-bypasses-preflight-cache",
  ],
  webkit: [
    "authorization-by-wildcard",
    "upload-method-must-be-listed",
    "range-up-to-uint64",
    "combined-request-headers",
    "range-unit-any-case",
    "stream-not-supported",
    "element-tells-own-origin",
    "font-without-cors",
    "single-label-owns-subdomains",
    "beacon-origin-of-referrer",
    "beacon-redirect-drops-credentials",
    "timing-origin-untainted",
    "no-cors-redirect-keeps-credentials",
    "redirect-keeps-unsafe-names",
    "redirect-preflights-again",
    "redirect-delete-becomes-get",
    "redirect-keeps-origin",
    "cross-origin-redirect-with-credentials",
    "redirect-policy-not-for-origin",
    "preflight-status-first",
    "redirect-to-ftp-fails",
    "response-header-bytes-as-utf8",
    "location-empty-fails",
    "location-empty-is-none-for-error",
    "location-joined",
    "status-below-100-fails",
    "password-dialog-dismissed",
    "max-age-as-integer",
    "cache-whole-answer",
    "cache-wildcard-by-request",
    "cache-survives-failed-response",
    "cache-survives-failed-preflight",
    "cache-stores-refused-preflight",
  ],
} as const;

export type DepartureId = (typeof departuresByEngine)[BrowserEngine][number];

/** What the algorithms ask about the engine that they carry out. */
export interface Profile {
  readonly engine: Engine;
  readonly departures: ReadonlySet<DepartureId>;
  /** The imposed limit on max-age, in seconds. https://fetch.spec.whatwg.org/#cors-preflight-fetch-0, step 7.10 */
  readonly longestMaxAge: number;
}

/** No engine's: what RFC 9111, section 1.2.2 takes for a number too large to hold. */
export const standardProfile: Profile = {
  engine: "standard",
  departures: new Set(),
  longestMaxAge: 2_147_483_648,
};

const profiles: Readonly<Record<Engine, Profile>> = {
  standard: standardProfile,
  chromium: profile("chromium", 7_200),
  firefox: profile("firefox", 86_400),
  webkit: profile("webkit", 600),
};

/** @throws TypeError if there is no such engine: callers without types can pass anything */
export function profileOf(engine: Engine): Profile {
  if (Object.hasOwn(profiles, engine)) return profiles[engine];
  const names = Object.keys(profiles).map((name) => `"${name}"`);
  throw new TypeError(`engine: ${JSON.stringify(engine)} is not one of ${names.join(", ")}.`);
}

/** The identifiers of an engine's departures, in the order of the catalogue. */
export function departuresOf(engine: Engine): readonly DepartureId[] {
  return [...profileOf(engine).departures];
}

function profile(engine: BrowserEngine, longestMaxAge: number): Profile {
  return { engine, departures: new Set(departuresByEngine[engine]), longestMaxAge };
}
