import { type Profile, standardProfile } from "./departures.ts";
import type { CacheMode, EntryPoint, PageRequest } from "./page-request.ts";

/** What an entry point gives a request before its caller has a say. */
export interface EntryPointDefaults {
  readonly method: string;
  readonly mode: NonNullable<PageRequest["mode"]>;
  readonly credentialsMode: NonNullable<PageRequest["credentials"]>;
  readonly cacheMode: CacheMode;
  readonly keepalive: boolean;
  /** The value of `Accept` when the caller sets none. https://fetch.spec.whatwg.org/#concept-fetch, step 12 */
  readonly accept: string;
  /** https://fetch.spec.whatwg.org/#unsafe-request-flag: without it, no method and no header makes a preflight. */
  readonly unsafeRequestFlag: boolean;
  /** https://fetch.spec.whatwg.org/#concept-request-use-url-credentials-flag: the URL may have a user name and password. */
  readonly useUrlCredentialsFlag: boolean;
}

const script: EntryPointDefaults = {
  method: "GET",
  mode: "cors",
  credentialsMode: "same-origin",
  cacheMode: "default",
  keepalive: false,
  accept: "*/*",
  unsafeRequestFlag: true,
  useUrlCredentialsFlag: false,
};

/** An element without the `crossorigin` attribute. https://html.spec.whatwg.org/#create-a-potential-cors-request */
const element: EntryPointDefaults = {
  ...script,
  mode: "no-cors",
  credentialsMode: "include",
  unsafeRequestFlag: false,
  useUrlCredentialsFlag: true,
};

const entryPoints: Readonly<Record<EntryPoint, EntryPointDefaults>> = {
  // https://fetch.spec.whatwg.org/#dom-global-fetch
  fetch: script,
  // https://xhr.spec.whatwg.org/#dom-xmlhttprequest-send, step 6
  xhr: { ...script, useUrlCredentialsFlag: true },
  img: { ...element, accept: "image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5" },
  script: element,
  // https://html.spec.whatwg.org/#cors-settings-attribute-credentials-mode
  module: { ...element, mode: "cors", credentialsMode: "same-origin", useUrlCredentialsFlag: false },
  // A style sheet.
  link: { ...element, accept: "text/css,*/*;q=0.1" },
  // https://drafts.csswg.org/css-fonts/#font-fetching-requirements
  font: { ...element, mode: "cors", credentialsMode: "same-origin" },
  // https://html.spec.whatwg.org/#dom-eventsource
  eventsource: {
    ...element,
    mode: "cors",
    credentialsMode: "same-origin",
    cacheMode: "no-store",
    accept: "text/event-stream",
  },
  // https://w3c.github.io/beacon/#sec-processing-model, which names no unsafe-request flag: every engine sends the
  // preflight that a content type such as application/json calls for (Chromium 156, Firefox 153, WebKitGTK 2.50).
  beacon: { ...element, method: "POST", keepalive: true, unsafeRequestFlag: true, useUrlCredentialsFlag: false },
};

/** The defaults of the entry point of a request, its `crossorigin` attribute taken into account; null if there is none. */
export function entryPointDefaults(
  { entryPoint = "fetch", crossOrigin }: PageRequest,
  { departures }: Profile = standardProfile,
): EntryPointDefaults | null {
  if (!Object.hasOwn(entryPoints, entryPoint)) return null;
  const defaults = entryPoints[entryPoint];
  if (entryPoint === "font" && departures.has("font-without-cors")) return element;
  if (crossOrigin === undefined || crossOrigin === null) return defaults;
  const credentialsMode = crossOrigin === "use-credentials" ? "include" : "same-origin";
  return { ...defaults, mode: "cors", credentialsMode };
}

export const entryPointNames: readonly string[] = Object.keys(entryPoints);
