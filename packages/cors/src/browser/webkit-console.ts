import { type ConsoleContext, lastUrl } from "./console-context.ts";
import type { EntryPoint } from "./page-request.ts";

/**
 * What WebKit writes to its console, Safari's too. A line each, as seen in WebKitGTK 2.50.
 *
 * https://github.com/WebKit/WebKit/blob/main/Source/WebCore/loader/CrossOriginAccessControl.cpp
 */
export function webkitConsole(context: ConsoleContext): string {
  const { error, mode, pageOrigin } = context;
  const { reason, details, onPreflight } = error;
  const url = lastUrl(context);
  const refusal = refusalOf(context);
  if (refusal !== null) {
    const isRedirect = !onPreflight && details.redirectsTo !== undefined;
    const line = isRedirect ? deniedRedirection(details.redirectsTo ?? "", refusal) : refusal;
    // A beacon's second line says why again.
    if (context.entryPoint === "beacon") return `${line}\nBeacon API cannot load ${context.urls[0]}. ${line}`;
    return `${line}\n${cannotLoad(context)}`;
  }
  switch (reason) {
    case "redirect-userinfo":
      if (mode !== "cors") return "";
      return `${deniedRedirection(details.location ?? "", `redirection URL ${details.location} has credentials`)}\n${cannotLoad(context)}`;
    case "redirect-denied":
    case "redirect-location-invalid":
      if (mode !== "cors") return "Redirection to URL with a scheme that is not HTTP(S).";
      return `${deniedRedirection(details.location ?? "", "not allowed to follow a cross-origin CORS redirection with non CORS scheme")}\n${cannotLoad(context)}`;
    case "redirect-loop":
      return "Load cannot follow more than 20 redirections";
    case "redirect-mode-error":
      return `Not allowed to follow a redirection while loading ${url}`;
    case "redirect-no-cors":
      return "No-Cors mode requires follow redirect mode";
    case "mode-same-origin":
      return context.urls.length > 1
        ? `Unsafe attempt to load URL ${url} from origin ${pageOrigin}. Domains, protocols and ports must match.`
        : `Fetch API cannot load ${url}.`;
    case "scheme":
      return "Cross origin requests are only supported for HTTP.";
    case "bad-port":
      return `Not allowed to use restricted network port ${details.port}: ${url}`;
    case "cross-origin-resource-policy":
      return `Cancelled load to ${url} because it violates the resource's Cross-Origin-Resource-Policy response header.`;
    default:
      return "";
  }
}

function deniedRedirection(to: string, why: string): string {
  return `Cross-origin redirection to ${to} denied by Cross-Origin Resource Sharing policy: ${why}`;
}

const apis: Partial<Record<EntryPoint, string>> = {
  fetch: "Fetch API",
  xhr: "XMLHttpRequest",
  eventsource: "EventSource",
};

function cannotLoad(context: ConsoleContext): string {
  const { entryPoint } = context;
  const api = apis[entryPoint];
  const url = context.urls[0] ?? "";
  return api === undefined
    ? `Cannot load ${entryPoint === "img" ? "image" : "resource"} ${url} due to access control checks.`
    : `${api} cannot load ${url} due to access control checks.`;
}

/** Why the CORS check or the preflight failed; null for another reason. */
function refusalOf({ error, status }: ConsoleContext): string | null {
  const { reason, details } = error;
  switch (reason) {
    case "acao-missing":
    case "acao-mismatch":
    case "acao-invalid":
      return `Origin ${details.expected} is not allowed by Access-Control-Allow-Origin. Status code: ${status}`;
    case "acao-multiple":
      // Only a comma makes several of one.
      return details.received?.includes(",") === true
        ? "Access-Control-Allow-Origin cannot contain more than one origin."
        : `Origin ${details.expected} is not allowed by Access-Control-Allow-Origin. Status code: ${status}`;
    case "acao-star-with-credentials":
      return "Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true.";
    case "acac-not-true":
      return 'Credentials flag is true, but Access-Control-Allow-Credentials is not "true".';
    case "preflight-status":
    case "preflight-redirect":
      return `Preflight response is not successful. Status code: ${status}`;
    case "preflight-methods-parse":
      return `Header Access-Control-Allow-Methods has an invalid value: ${details.received}`;
    case "preflight-headers-parse":
      return `Header Access-Control-Allow-Headers has an invalid value: ${details.received}`;
    case "preflight-method":
      return `Method ${details.method} is not allowed by Access-Control-Allow-Methods.`;
    case "preflight-header":
      return `Request header field ${details.header} is not allowed by Access-Control-Allow-Headers.`;
    default:
      return null;
  }
}
