import { isToken } from "../http/token.ts";
import { type ConsoleContext, lastUrl } from "./console-context.ts";

/**
 * What Firefox writes to its console. A line each, as seen in 153.
 *
 * https://searchfox.org/mozilla-central/source/dom/locales/en-US/chrome/security/security.properties
 */
export function firefoxConsole(context: ConsoleContext): string {
  const { error, mode, pageOrigin } = context;
  const url = lastUrl(context);
  switch (error.reason) {
    case "mode-same-origin":
      return `Security Error: Content at ${pageOrigin}/ may not load data from ${url}.`;
    case "cross-origin-resource-policy":
      return `The resource at “${url}” was blocked due to its Cross-Origin-Resource-Policy header (or lack thereof). See https://developer.mozilla.org/docs/Web/HTTP/Cross-Origin_Resource_Policy_(CORP)#`;
    case "redirect-no-cors":
      return "";
  }
  if (mode !== "cors") return "";
  const reasons = reasonsOf(context);
  // After a preflight, and after a redirect that it refuses, it says once more that nothing came.
  if (error.onPreflight && error.reason !== "network") reasons.push(nothing);
  return reasons.map((reason) => blocked(url, reason)).join("\n");
}

function blocked(url: string, reason: string): string {
  const at = reason === starWithCredentials ? `‘${url}’` : url;
  return `Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at ${at}. (Reason: ${reason}.`;
}

const starWithCredentials = "Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘*’)";
const nothing = "CORS request did not succeed). Status code: (null)";

/** What stands after "(Reason: ", up to the last full stop. */
function reasonsOf({ error, status }: ConsoleContext): string[] {
  const { reason, details } = error;
  const { received = "" } = details;
  const notSucceeded = `CORS preflight response did not succeed). Status code: ${status ?? "(null)"}`;
  switch (reason) {
    case "acao-missing":
      return [`CORS header ‘Access-Control-Allow-Origin’ missing). Status code: ${status ?? "(null)"}`];
    case "acao-mismatch":
    case "acao-invalid":
      return [`CORS header ‘Access-Control-Allow-Origin’ does not match ‘${received}’)`];
    case "acao-multiple":
      return details.headers === "1"
        ? [`CORS header ‘Access-Control-Allow-Origin’ does not match ‘${received}’)`]
        : ["Multiple CORS header ‘Access-Control-Allow-Origin’ not allowed)"];
    case "acao-star-with-credentials":
      return [starWithCredentials];
    case "acac-not-true":
      return ["expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’)"];
    case "preflight-status":
      return [notSucceeded];
    case "preflight-redirect":
      return ["CORS request external redirect not allowed)", notSucceeded];
    case "preflight-methods-parse":
      return [`invalid token ‘${firstInvalid(received)}’ in CORS header ‘Access-Control-Allow-Methods’)`];
    case "preflight-headers-parse":
      return [`invalid token ‘${firstInvalid(received)}’ in CORS header ‘Access-Control-Allow-Headers’)`];
    case "preflight-method":
      return ["Did not find method in CORS header ‘Access-Control-Allow-Methods’)"];
    case "preflight-header":
      return [
        `header ‘${details.header}’ is not allowed according to header ‘Access-Control-Allow-Headers’ from CORS preflight response)`,
      ];
    case "scheme":
      return ["CORS request not http)"];
    // It says nothing of a redirect that the page forbade.
    case "redirect-mode-error":
      return [];
    default:
      return [nothing];
  }
}

function firstInvalid(list: string): string {
  const elements = list.split(",").map((element) => element.trim());
  return elements.find((element) => element !== "" && !isToken(element)) ?? list;
}
