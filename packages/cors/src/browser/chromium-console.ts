import { type ConsoleContext, lastUrl } from "./console-context.ts";
import type { EntryPoint } from "./page-request.ts";
import type { NetworkErrorReason } from "./verdict.ts";

/**
 * What Chromium writes to its console. A line each, as seen in 156.
 *
 * https://source.chromium.org/chromium/chromium/src/+/main:third_party/blink/renderer/platform/loader/cors/cors_error_string.cc
 */
export function chromiumConsole(context: ConsoleContext): string {
  const { pageOrigin, error } = context;
  const url = lastUrl(context);
  const what = policySentence(context);
  if (what !== null && context.mode === "cors") {
    const kind = kinds[context.entryPoint];
    const from = context.urls.length > 1 ? ` (redirected from '${context.urls[0]}')` : "";
    return `Access to ${kind} at '${url}'${from} from origin '${pageOrigin}' has been blocked by CORS policy: ${what}\n${failedToLoad("ERR_FAILED")}`;
  }
  switch (error.reason) {
    case "mode-same-origin":
      return context.urls.length > 1
        ? `Unsafe attempt to load URL ${url} from frame with URL ${pageOrigin}/. Domains, protocols and ports must match.`
        : `Fetch API cannot load ${url}. Request mode is "same-origin" but the URL's origin is not same as the request origin ${pageOrigin}.`;
    case "redirect-no-cors":
      return `Fetch API cannot load ${url}. Request mode is "no-cors" but the redirect mode is not "follow".`;
    case "scheme":
      return `Fetch API cannot load ${url}. URL scheme "${error.details.scheme}" is not supported.`;
    default:
      return failedToLoad(netErrors[error.reason] ?? "ERR_FAILED");
  }
}

/** The name of a request's kind in "Access to … at". */
const kinds: Readonly<Record<EntryPoint, string>> = {
  fetch: "fetch",
  xhr: "XMLHttpRequest",
  img: "image",
  script: "script",
  module: "script",
  link: "CSS stylesheet",
  font: "font",
  eventsource: "resource",
  beacon: "resource",
};

const netErrors: Partial<Record<NetworkErrorReason, string>> = {
  "redirect-location-invalid": "ERR_INVALID_REDIRECT",
  "redirect-denied": "ERR_UNSAFE_REDIRECT",
  "redirect-loop": "ERR_TOO_MANY_REDIRECTS",
  "bad-port": "ERR_UNSAFE_PORT",
  "cross-origin-resource-policy": "ERR_BLOCKED_BY_RESPONSE.NotSameOrigin",
};

function failedToLoad(netError: string): string {
  return `Failed to load resource: net::${netError}`;
}

/** What follows "has been blocked by CORS policy:"; null when CORS is not what Chromium names. */
function policySentence({ error, entryPoint, urls }: ConsoleContext): string | null {
  const { reason, details, onPreflight } = error;
  const { received = "" } = details;
  const prefix = onPreflight ? "Response to preflight request doesn't pass access control check: " : "";
  const ofXhr =
    entryPoint === "xhr"
      ? " The credentials mode of requests initiated by the XMLHttpRequest is controlled by the withCredentials attribute."
      : "";
  switch (reason) {
    case "acao-missing":
      return `${prefix}No 'Access-Control-Allow-Origin' header is present on the requested resource.`;
    case "acao-mismatch":
      return `${prefix}The 'Access-Control-Allow-Origin' header has a value '${received}' that is not equal to the supplied origin.${haveSent}`;
    case "acao-multiple":
      return `${prefix}The 'Access-Control-Allow-Origin' header contains multiple values '${received}', but only one is allowed.${haveSent}`;
    case "acao-invalid":
      return `${prefix}The 'Access-Control-Allow-Origin' header contains the invalid value '${received}'.${haveSent}`;
    case "acao-star-with-credentials":
      return `${prefix}The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'.${ofXhr}`;
    case "acac-not-true":
      return `${prefix}The value of the 'Access-Control-Allow-Credentials' header in the response is '${received}' which must be 'true' when the request's credentials mode is 'include'.${ofXhr}`;
    case "preflight-status":
      return `${prefix}It does not have HTTP ok status.`;
    case "preflight-redirect":
      return `${prefix}Redirect is not allowed for a preflight request.`;
    case "preflight-methods-parse":
      return "Cannot parse Access-Control-Allow-Methods response header field in preflight response.";
    case "preflight-headers-parse":
      return "Cannot parse Access-Control-Allow-Headers response header field in preflight response.";
    case "preflight-method":
      return `Method ${details.method} is not allowed by Access-Control-Allow-Methods in preflight response.`;
    case "preflight-header":
      return `Request header field ${details.header} is not allowed by Access-Control-Allow-Headers in preflight response.`;
    case "redirect-userinfo":
      return "Redirect location '' contains a username and password, which is disallowed for cross-origin requests.";
    case "scheme":
      if (entryPoint === "fetch" && urls.length === 1) return null;
      return `Cross origin requests are only supported for protocol schemes: ${schemes}.`;
    default:
      return null;
  }
}

const haveSent = " Have the server send the header with a valid value.";
const schemes =
  "chrome, chrome-experimental-site-token-provider, chrome-extension, chrome-untrusted, data, http, https, isolated-app";
